import IsingModels
import Jobs
import ProblemSearch
import Reports
import Sampling

/// The searches of one run: what all of them share.
struct SearchPlan {
  let request: AnnealRequest
  let goal: ProblemGoal
  let presolve: Presolve
  let began: ContinuousClock.Instant

  /// What a second method found.
  struct SecondOpinion {
    /// Its name.
    var name: String
    /// What it found, on the simplified model.
    var outcome: BatchSearch.Outcome
  }

  /// The reads of a run: without a time limit as many as asked, or the default.
  var reads: Int? { request.reads ?? (request.seconds == nil ? AnnealRequest.defaultReads : nil) }

  /// Batches of a method until a limit is met.
  ///
  /// - Parameter share: of the time limit, after which they end.
  func search(
    _ optimiser: any Optimiser, lengths: BatchLengths, reads: Int?, share: Double = 1
  ) -> BatchSearch.Outcome {
    let model = optimiser.model
    let batches = BatchSearch(
      optimiser: optimiser, lengths: lengths, reads: reads,
      deadline: request.seconds.map { began + .seconds($0 * share) },
      stopEnergy: request.makesAllReads
        ? nil : goal.targetEnergy.map { $0 - presolve.energyOffset },
      seed: request.seed, threads: request.threads, began: began)
    var sweeps: Int?
    if reads != nil, case .constant(let length) = lengths {
      sweeps = batches.batches * length
    }
    let progress = AnnealProgress(
      goal: goal, energyOffset: presolve.energyOffset, sweeps: sweeps,
      seconds: request.seconds.map { $0 * share }, began: began)
    defer { progress.finish() }
    let tally = ReadTally(
      bestStates: BestStates(
        tolerance: model.energyTolerance, isFlipSymmetric: model.isFlipSymmetric),
      mostSamples: request.keepsSamples
        ? min(reads ?? .max, max(1, SampleSetOutput.most_bytes / model.spinCount)) : 0,
      partBests: parts(of: model).map { PartBests($0, tolerance: model.energyTolerance) }
    ) { [goal, presolve] read in
      goal.isMeasured
        ? goal.problem.objective(of: presolve.expand(read.spins))
        : goal.problem.objective(ofEnergy: read.energy + presolve.energyOffset)
    }
    return batches.perform(tally: tally, watcher: progress)
  }

  /// The parts of a model, unless finding them would take too much of the time.
  private func parts(of model: IsingModel) -> SpinParts? {
    let expected_s = 2e-7 * Double(model.spinCount + model.bonds.count)
    return expected_s < max(0.01, 0.02 * (request.seconds ?? .infinity)) ? SpinParts(model) : nil
  }

  /// A method whose best was reached by fewer of its reads than this has perhaps not seen the best there is.
  private static let sureShare = 0.125
  /// The second method makes no more batches than these.
  private static let mostSecondBatches = 16

  /// The share of a time limit that the default method leaves to a second one, where it is not that one itself.
  private static let secondTimeShare = 0.25

  /// The share of a time limit for a method.
  func firstShare(_ method: MethodChoice) -> Double {
    let isLong = request.seconds.map { !MethodCatalogue.isShort($0, for: presolve.model) } ?? false
    let leavesTime =
      request.method.name == nil && isLong && request.reads == nil
      && request.sweeps == nil && !method.entry.isEndless
    return leavesTime ? 1 - Self.secondTimeShare : 1
  }

  /// The default method and its reads may have missed what another one finds in the same time: unless many
  /// reads agree, population annealings and tabu walks of as much work go over the same model, or in the rest
  /// of the time.
  ///
  /// - Returns: what they found; `nil` where nobody needs to ask.
  func secondOpinion(
    on outcome: BatchSearch.Outcome, of method: MethodChoice, lengths: BatchLengths
  ) -> SecondOpinion? {
    let hasTimeLeft = firstShare(method) < 1 && outcome.stop == .seconds
    guard let model = presolve.model, let best = outcome.best, request.method.name == nil,
      hasTimeLeft || request.seconds == nil && outcome.stop == .reads,
      !BatchSearch.isLarge(model), best.energy > -model.sumOfSizes + model.energyTolerance
    else { return nil }
    if let target = goal.targetEnergy, best.energy + presolve.energyOffset <= target { return nil }
    let replicas = 64
    let second = RestartedPopulations(model, firstRound: (128, replicas))
    if hasTimeLeft {
      return SecondOpinion(
        name: "restarts", outcome: search(second, lengths: .endless, reads: nil))
    }
    let lowest =
      goal.isMeasured
      ? goal.problem.objective(of: presolve.expand(best.spins))
      : goal.problem.objective(ofEnergy: best.energy + presolve.energyOffset)
    let limit = lowest + goal.objectiveTolerance
    let agreeing = outcome.tally.objectives.reduce(0) { $0 + ($1.key <= limit ? $1.value : 0) }
    guard Double(agreeing) < Self.sureShare * Double(outcome.tally.reads) else { return nil }
    let batches = max(1, min(Self.mostSecondBatches, outcome.tally.reads / replicas))
    return SecondOpinion(
      name: "restarts", outcome: search(second, lengths: lengths, reads: batches))
  }
}
