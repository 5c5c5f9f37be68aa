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
    let (spins, energy) = try verifiedBest()
    let isReached = goal.targetEnergy.map { energy <= $0 }
    let stop = outcome?.stop ?? .presolve
    var report = AnnealReport(
      provenance: Provenance(arguments: request.arguments, seed: request.seed),
      summary: summary, quantity: goal.quantity,
      best: .init(
        energy: goal.problem.objective(ofEnergy: energy),
        cut: goal.problem.cut(ofEnergy: energy), spins: spins, proof: proof,
        states: isOfReads ? outcome?.tally.bestStates.count ?? 1 : 1,
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
    if request.target != nil || isOfReads { report.successes = try successes(best: energy) }
    report.best.notes = bestNotes
    report.best.state = StateLine.text(goal.problem, spins: spins)
    report.best.facts = bestFacts
    report.trace = trace
    report.warnings = warnings(isTargetReached: isReached)
    if request.keepsSamples {
      report.sampleSet = SampleSetOutput.bytes(
        outcome?.tally.samples ?? [], best: spins, results: self)
    }
    return report
  }

  /// The best spins of the problem, with their energy added up anew.
  private func verifiedBest() throws(ProblemError) -> (spins: [Int8], energy: Double) {
    guard outcome != nil else {
      let spins = presolve.expand([])
      return (spins, goal.problem.model.energy(of: spins))
    }
    guard let best else { throw .method("the method \(method.name) made no read") }
    let spins = presolve.expand(best.spins)
    let energy = goal.problem.model.energy(of: spins)
    let claimed = best.energy + presolve.energyOffset
    // Sums in another order differ in their last digits.
    guard abs(energy - claimed) <= 10 * goal.tolerance else {
      throw .method(
        "the method \(method.name) claims the energy \(claimed) for spins of \(energy)")
    }
    return (spins, energy)
  }

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

  private var trace: [(time_s: Double, value: Double)] {
    energies.map { ($0.time_s, goal.value(ofEnergy: $0.energy + presolve.energyOffset)) }
  }

  /// When each lower energy of the simplified model was first seen.
  private var energies: [(time_s: Double, energy: Double)] {
    let first = outcome?.trace ?? []
    let lowest = first.last?.energy ?? .infinity
    return first + (isBeaten ? second?.outcome.trace ?? [] : []).filter { $0.energy < lowest }
  }

  /// Reads by energy, best first; energies that differ by rounding alone are one level.
  private var levels: [AnnealReport.Level] {
    guard let outcome else { return [] }
    var levels: [AnnealReport.Level] = []
    var lowest = -Double.infinity
    for (energy, count) in outcome.tally.energies.sorted(by: { $0.key < $1.key }) {
      if energy <= lowest + goal.tolerance {
        levels[levels.count - 1].count += count
        continue
      }
      lowest = energy
      let full = energy + presolve.energyOffset
      let value = goal.value(ofEnergy: full)
      let objective = goal.problem.objective(ofEnergy: full)
      levels.append(
        .init(
          value: value, worstValue: value, energy: objective, highestEnergy: objective,
          count: count))
    }
    return AnnealLevels.merged(levels, rows: 1000)
  }

  private func successes(best: Double) throws -> [AnnealReport.Success] {
    guard let outcome else { return [] }
    let limit = (goal.targetEnergy ?? best + goal.tolerance) - presolve.energyOffset
    return try outcome.tally.lengths.sorted { $0.key < $1.key }.map { sweeps, length in
      let successes = length.energies.reduce(0) { $0 + ($1.key <= limit ? $1.value : 0) }
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
