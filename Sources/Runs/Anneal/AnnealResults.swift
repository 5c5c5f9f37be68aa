import Foundation
import IsingModels
import ProblemSearch
import Reports
import SampleStatistics
import Sampling

/// Turns what batches found into a report.
struct AnnealResults {
  let request: AnnealRequest
  let goal: ProblemGoal
  let presolve: Presolve
  let method: MethodChoice
  /// The method on the simplified model; `nil` where nothing was left of it.
  let prepared: PreparedMethod?
  let lengths: BatchLengths
  /// What the search found; `nil` where nothing was left to search.
  let outcome: BatchSearch.Outcome?
  /// What a second method found; `nil` where none was asked.
  let second: SearchPlan.SecondOpinion?
  let elapsed_s: Double

  /// The report.
  ///
  /// - Throws: `ProblemError.method` if the best spins do not have the energy that was
  ///   claimed for them.
  func report() throws -> AnnealReport {
    let found = try verifiedBest()
    let spins = found.spins
    let objective = goal.problem.objective(of: spins)
    let value = goal.problem.value(of: spins)
    let isReached = goal.targetObjective.map { objective <= $0 }
    let stop = outcome?.stop ?? .presolve
    var report = AnnealReport(
      provenance: Provenance(arguments: request.arguments, seed: request.seed),
      summary: summary, quantity: goal.quantity,
      best: .init(
        energy: objective,
        cut: goal.problem.kind == .maximumCut ? value : nil, value: value, spins: spins,
        proof: proof, states: isOfReads ? found.states : 1,
        hasMoreStates: isOfReads && outcome?.tally.bestStates.isFull ?? false),
      timeToBest_s: timeToBest_s, work: work, rate: rate,
      stop: .init(word: stop.rawValue, text: stop.text, elapsed_s: elapsed_s))
    report.problem = problemFacts
    report.labels = labels
    report.method = methodFacts
    report.presolve = presolveFacts
    report.levels = levels
    report.target = request.target
    report.isTargetReached = isReached ?? true
    // A value that no read has says nothing about the reads.
    if request.target != nil || isOfReads { report.successes = try successes(best: objective) }
    if goal.problem.kind == .qubo { report.best.values = spins.map { $0 > 0 ? 1 : 0 } }
    report.best.notes = bestNotes
    report.best.state = StateLine.text(goal.problem, spins: spins)
    report.best.facts = bestFacts
    report.trace = trace(to: value)
    report.warnings = warnings(isTargetReached: isReached)
    if request.keepsSamples {
      report.sampleSet = SampleSetOutput.bytes(
        outcome?.tally.samples ?? [], best: spins, results: self)
    }
    return report
  }

  /// The best spins of the problem, with their energy added up anew, and how many states are as good.
  private func verifiedBest() throws(ProblemError) -> (spins: [Int8], states: Int) {
    guard let outcome else { return (presolve.expand([]), 1) }
    guard let best else { throw .method("the method \(method.name) made no read") }
    let spins = presolve.expand(best.spins)
    let energy = goal.problem.model.energy(of: spins)
    let claimed = best.energy + presolve.energyOffset
    // Sums in another order differ in their last digits.
    guard abs(energy - claimed) <= 10 * goal.tolerance else {
      throw .method(
        "the method \(method.name) claims the energy \(claimed) for spins of \(energy)")
    }
    // States are those of the reads; a best that none of them has stands alone.
    guard isOfReads else { return (spins, 1) }
    return finest(of: outcome.tally.bestStates) ?? (spins, outcome.tally.bestStates.count)
  }

  /// Of states whose energies are the same up to rounding, the best by the file's own numbers, and how many
  /// are as good: beside large penalties E cannot tell them apart. nil where it can.
  private func finest(of states: BestStates) -> (spins: [Int8], states: Int)? {
    let problem = goal.problem
    let tolerance = problem.valueTolerance
    let terms = problem.model.bonds.count + problem.model.spinCount
    guard goal.tolerance > tolerance, states.count > 1, states.count < Self.mostTerms / terms,
      let spinCount = presolve.model?.spinCount
    else { return nil }
    let valued = states.states(spinCount: spinCount).map { state in
      let spins = presolve.expand(state)
      return (spins: spins, objective: problem.objective(of: spins))
    }
    guard let lowest = valued.map(\.objective).min() else { return nil }
    let good = valued.filter { $0.objective <= lowest + tolerance }
    // A dictionary has no order: the first state by its spins, where several are as good.
    let first = good.min { $0.spins.lexicographicallyPrecedes($1.spins) }
    return first.map { ($0.spins, good.count) }
  }

  /// The most terms that are added up for this.
  private static let mostTerms = 1 << 28

  /// The lowest of all reads, of joined parts, and of the second method.
  var best: Read? {
    [outcome?.best, isBeaten ? second?.outcome.best : nil].compactMap(\.self)
      .min { $0.energy < $1.energy }
  }

  /// Whether the second method found what the first did not.
  var isBeaten: Bool {
    guard let model = presolve.model, let first = outcome?.best, let second = second?.outcome.best
    else { return false }
    return second.energy < first.energy - model.energyTolerance
  }

  /// Whether the best is one of the method's reads.
  var isOfReads: Bool { !isBeaten && outcome?.joined == nil }

  /// Why nothing can be better, where that is plain.
  private var proof: String? {
    guard outcome != nil, let model = presolve.model, let best else {
      return "the exact reduction left nothing to search"
    }
    return best.energy <= -model.sumOfSizes + model.energyTolerance
      ? "every coupling and field is satisfied" : nil
  }

  private var timeToBest_s: Double {
    guard let best else { return elapsed_s }
    return energies.first { $0.energy <= best.energy + goal.tolerance }?.time_s ?? elapsed_s
  }

  /// When each better value was first seen; the last is the best, in the file's own numbers.
  private func trace(to best: Double) -> [(time_s: Double, value: Double)] {
    var trace = energies.map {
      (time_s: $0.time_s, value: goal.value(ofEnergy: $0.energy + presolve.energyOffset))
    }
    if !trace.isEmpty { trace[trace.count - 1].value = best }
    return trace
  }

  /// When each lower energy of the simplified model was first seen.
  private var energies: [(time_s: Double, energy: Double)] {
    let first = outcome?.trace ?? []
    let lowest = first.last?.energy ?? .infinity
    return first + (isBeaten ? second?.outcome.trace ?? [] : []).filter { $0.energy < lowest }
  }

  /// Reads by objective, best first; objectives that differ by rounding alone are one level.
  private var levels: [AnnealReport.Level] {
    guard let outcome else { return [] }
    var levels: [AnnealReport.Level] = []
    var lowest = -Double.infinity
    for (objective, count) in outcome.tally.objectives.sorted(by: { $0.key < $1.key }) {
      if objective <= lowest + goal.objectiveTolerance {
        levels[levels.count - 1].count += count
        continue
      }
      lowest = objective
      let value = goal.value(ofObjective: objective)
      levels.append(
        .init(
          value: value, worstValue: value, energy: objective, highestEnergy: objective,
          count: count))
    }
    return AnnealLevels.merged(levels, rows: 1000)
  }

  private func successes(best: Double) throws -> [AnnealReport.Success] {
    guard let outcome else { return [] }
    let limit = goal.targetObjective ?? best + goal.objectiveTolerance
    return try outcome.tally.lengths.sorted { $0.key < $1.key }.map { sweeps, length in
      let successes = length.objectives.reduce(0) { $0 + ($1.key <= limit ? $1.value : 0) }
      return AnnealReport.Success(
        sweeps: sweeps,
        probability: try SuccessProbability(successes: successes, trials: length.reads),
        read_s: length.batch_s / Double(max(1, length.reads)),
        batch_s: length.batch_s / Double(length.batches))
    }
  }

  private var work: AnnealReport.Work {
    guard let tally = outcome?.tally else {
      return .init(reads: 0, batches: 0, completeBatches: 0, attempts: 0)
    }
    return .init(
      reads: tally.reads, batches: tally.batches,
      completeBatches: tally.lengths.values.reduce(0) { $0 + $1.batches },
      attempts: tally.counts.attempts)
  }

  private var rate: AnnealReport.Rate {
    guard let outcome else {
      return .init(updatesPerNanosecond: 0, updatesPerNanosecondOfAThread: 0, threads: 0)
    }
    let attempts = Double(outcome.tally.counts.attempts)
    func perNanosecond(_ time_s: Double) -> Double {
      time_s > 0 ? attempts / (time_s * 1e9) : 0
    }
    return .init(
      updatesPerNanosecond: perNanosecond(outcome.wall_s),
      updatesPerNanosecondOfAThread: perNanosecond(outcome.tally.batch_s),
      threads: outcome.threads)
  }
}
