public import IsingModels
public import RandomStreams

/// Simulated annealing of one chain whose temperature follows the clock: all the time there is becomes one
/// schedule, however large the model is and however slow the machine.
///
/// A short anneal gives an answer soon, and the long one that takes the rest of the time is nearly as good as if
/// there had been nothing before it. Where there is no time for many sweeps of
/// many replicas, nothing else comes as far.
public struct ClockedAnnealing: ClockedOptimiser {
  /// What is minimised.
  public let model: IsingModel
  /// One: the chain's best.
  public var batchSize: Int { 1 }
  /// How β grows.
  public var schedule: BetaSchedule

  /// The share of the time that the short anneal takes.
  static let shortShare = 0.05
  /// A short anneal has at least so many sweeps.
  static let leastSweeps = 20
  /// The clock is looked at after so many attempts: a few milliseconds.
  static let attempts = 1 << 18

  /// Anneals by a schedule, the automatic one of the model by default.
  public init(_ model: IsingModel, schedule: BetaSchedule? = nil) {
    self.model = model
    self.schedule = schedule ?? .automatic(for: model)
  }

  /// One anneal of a number of sweeps.
  public func batch(
    sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    var run = Run(model, schedule, key)
    var isComplete = true
    for sweep in 0..<sweeps where isComplete {
      run.anneal(at: Double(sweep) / Double(max(1, sweeps - 1)))
      isComplete = watch(run.progress) || sweep == sweeps - 1
    }
    return run.finish(isComplete: isComplete)
  }

  /// A short anneal, and one until the end.
  public func batch(
    until end: ContinuousClock.Instant, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    var run = Run(model, schedule, key)
    var began = ContinuousClock.now
    run.sweep()
    let sweep = ContinuousClock.now - began
    began = .now
    let left = end - began
    // A short anneal of a few sweeps is worth nothing.
    let short = left * Self.shortShare
    let isSplit = short >= sweep * Self.leastSweeps
    for length in isSplit ? [short, left - short] : [left] where length > .zero {
      var share = 0.0
      while share < 1 {
        run.anneal(at: share)
        guard watch(run.progress) else { return run.finish(isComplete: false) }
        share = (ContinuousClock.now - began) / length
      }
      if isSplit, length == short { run.descend() }
      began = .now
    }
    return run.finish(isComplete: false)
  }

  /// A chain with the best that it was seen with.
  private struct Run {
    private var chain: SequentialSampler
    private let schedule: BetaSchedule
    private var best: Read?
    /// Pieces of a sweep, or sweeps of a piece.
    private let parts: Int
    private let sweepsAtOnce: Int
    private var nextPart = 0

    init(_ model: IsingModel, _ schedule: BetaSchedule, _ key: StreamKey) {
      self.schedule = schedule
      let spins = RandomStarts.spins(model, count: 1, key: key)[0]
      chain = SequentialSampler(
        model, beta: schedule.first, rule: .metropolis, spins: spins, key: key)
      parts = max(1, model.spinCount / ClockedAnnealing.attempts)
      sweepsAtOnce = max(1, ClockedAnnealing.attempts / 16 / model.spinCount)
    }

    var progress: BatchProgress {
      BatchProgress(
        sweepsDone: Int(clamping: chain.counts.attempts / UInt64(chain.model.spinCount)),
        bestEnergy: best?.energy)
    }

    /// A piece of work at a share of the schedule.
    mutating func anneal(at share: Double) {
      if nextPart == 0 { chain.beta = schedule.beta(at: share) }
      if parts == 1 { return chain.advance(sweeps: sweepsAtOnce) }
      chain.advance(part: nextPart, of: parts)
      nextPart = nextPart + 1 == parts ? 0 : nextPart + 1
    }

    /// Asks all spins at the first temperature.
    mutating func sweep() {
      for _ in 0..<parts { anneal(at: 0) }
    }

    /// Looks at the local minimum below the chain.
    mutating func descend() {
      let read = GreedyDescent.descend(chain.model, from: chain.spins)
      if best.map({ read.energy < $0.energy }) ?? true { best = read }
    }

    mutating func finish(isComplete: Bool) -> ReadBatch {
      descend()
      return ReadBatch(
        reads: [best].compactMap(\.self), counts: chain.counts, isComplete: isComplete)
    }
  }
}
