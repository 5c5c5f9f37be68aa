import Foundation
import IsingModels
import Jobs
import ProblemSearch
import Reports
import Sampling

/// Optimisation problems: batches of a method until a limit is met, and what follows from them.
public enum AnnealRun {
  /// Does the job.
  ///
  /// Reads of a given number and length do not depend on the number of threads; a time limit, a
  /// target and Ctrl-C decide only how many there are.
  ///
  /// - Throws: `RunFailure` for options and files that cannot be used.
  public static func perform(_ request: AnnealRequest) throws(RunFailure) -> AnnealReport {
    try RunFailure.ending {
      try request.check()
      // Options that no file can mend are refused before it is read.
      _ = try method(request, for: nil)
      let problem = try IsingProblem(
        file: request.file, format: try .named(request.format, option: "format"),
        kind: try .named(request.kind, option: "kind"))
      let goal = ProblemGoal(problem: problem, target: request.target)
      let began = ContinuousClock.now
      let presolve = presolve(problem.model, request, began: began)
      let method = try method(request, for: presolve.model)
      let lengths = Self.lengths(request, method: method.entry)
      let prepared = try presolve.model.map { try method.prepare($0) }
      let plan = SearchPlan(request: request, goal: goal, presolve: presolve, began: began)
      let outcome = prepared.map {
        plan.search(
          $0.optimiser, lengths: lengths, reads: plan.reads, share: plan.firstShare(method))
      }
      let second = outcome.flatMap { outcome in
        plan.secondOpinion(on: outcome, of: method, lengths: lengths)
      }
      let elapsed_s = (ContinuousClock.now - began) / .seconds(1)
      return try AnnealResults(
        request: request, goal: goal, presolve: presolve, method: method, prepared: prepared,
        lengths: lengths, outcome: outcome, second: second, elapsed_s: elapsed_s
      ).report()
    }
  }

  /// The method that was asked for, or the one for the model and the limits.
  private static func method(
    _ request: AnnealRequest, for model: IsingModel?
  ) throws -> MethodChoice {
    let isTimed = request.seconds != nil && request.sweeps == nil && request.reads == nil
    return try MethodCatalogue.all.choose(
      request.method,
      // Settings that were given belong to a method of temperatures.
      default: MethodCatalogue.automatic(
        seconds: isTimed ? request.seconds : nil,
        for: request.method.settings.names.isEmpty ? model : nil))
  }

  /// The share of a time limit that the exact reduction may be expected to take, and the most that it may.
  private static let presolveShares = (expected: 0.1, most: 0.2)

  /// The model without the spins that need no search. Where it would take too much of the time, or Ctrl-C
  /// comes, the model stays as it is.
  private static func presolve(
    _ model: IsingModel, _ request: AnnealRequest, began: ContinuousClock.Instant
  ) -> Presolve {
    let seconds = request.seconds ?? .infinity
    let isWorthIt =
      !Presolve.isHopeless(model)
      && Presolve.expected_s(model) <= max(0.01, presolveShares.expected * seconds)
    return Presolve(model, isOn: request.presolves && isWorthIt) {
      !Interruption.isRequested
        && (ContinuousClock.now - began) / .seconds(1) <= max(0.05, presolveShares.most * seconds)
    }
  }

  /// The lengths of its batches: with a time limit and no length they grow, or have no end.
  private static func lengths(_ request: AnnealRequest, method: MethodEntry) -> BatchLengths {
    if let sweeps = request.sweeps { return .constant(sweeps) }
    guard request.seconds != nil else { return .constant(AnnealRequest.defaultSweeps) }
    return method.isEndless && request.reads == nil ? .endless : .growing
  }
}
