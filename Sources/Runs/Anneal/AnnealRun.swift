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
      let method = try MethodCatalogue.all.choose(
        request.method,
        default: MethodCatalogue.automatic(
          isTimed: request.seconds != nil && request.sweeps == nil && request.reads == nil))
      let problem = try IsingProblem(
        file: request.file, format: try .named(request.format, option: "format"),
        kind: try .named(request.kind, option: "kind"))
      let goal = ProblemGoal(problem: problem, target: request.target)
      let began = ContinuousClock.now
      let presolve = Presolve(
        problem.model, isOn: request.presolves && !Presolve.isHopeless(problem.model))
      let lengths = Self.lengths(request, method: method.entry)
      let prepared = try presolve.model.map { try method.prepare($0) }
      let outcome = prepared.map {
        search(
          $0.optimiser, lengths: lengths, request: request, goal: goal, presolve: presolve,
          began: began)
      }
      let elapsed_s = (ContinuousClock.now - began) / .seconds(1)
      return try AnnealResults(
        request: request, goal: goal, presolve: presolve, method: method, prepared: prepared,
        lengths: lengths, outcome: outcome, elapsed_s: elapsed_s
      ).report()
    }
  }

  /// The reads of a run: without a time limit as many as asked, or the default.
  private static func reads(_ request: AnnealRequest) -> Int? {
    request.reads ?? (request.seconds == nil ? AnnealRequest.defaultReads : nil)
  }

  /// The lengths of its batches: with a time limit and no length they grow, or have no end.
  private static func lengths(_ request: AnnealRequest, method: MethodEntry) -> BatchLengths {
    if let sweeps = request.sweeps { return .constant(sweeps) }
    guard request.seconds != nil else { return .constant(AnnealRequest.defaultSweeps) }
    return method.isEndless && request.reads == nil ? .endless : .growing
  }

  private static func search(
    _ optimiser: any Optimiser, lengths: BatchLengths, request: AnnealRequest,
    goal: ProblemGoal, presolve: Presolve, began: ContinuousClock.Instant
  ) -> BatchSearch.Outcome {
    let model = optimiser.model
    let reads = reads(request)
    let batches = BatchSearch(
      optimiser: optimiser, lengths: lengths, reads: reads,
      deadline: request.seconds.map { began + .seconds($0) },
      stopEnergy: request.makesAllReads
        ? nil : goal.targetEnergy.map { $0 - presolve.energyOffset },
      seed: request.seed, threads: request.threads, began: began)
    var sweeps: Int?
    if reads != nil, case .constant(let length) = lengths {
      sweeps = batches.batches * length
    }
    let progress = AnnealProgress(
      goal: goal, energyOffset: presolve.energyOffset, sweeps: sweeps,
      seconds: request.seconds, began: began)
    defer { progress.finish() }
    let tally = ReadTally(
      bestStates: BestStates(
        tolerance: model.energyTolerance, isFlipSymmetric: model.isFlipSymmetric),
      mostSamples: request.keepsSamples
        ? min(reads ?? .max, max(1, SampleSetOutput.most_bytes / model.spinCount)) : 0
    ) { read in
      goal.isMeasured
        ? goal.problem.objective(of: presolve.expand(read.spins))
        : goal.problem.objective(ofEnergy: read.energy + presolve.energyOffset)
    }
    return batches.perform(tally: tally, watcher: progress)
  }
}
