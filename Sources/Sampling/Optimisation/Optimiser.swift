public import IsingModels
public import RandomStreams

/// One independent attempt at a ground state.
public struct Read: Sendable, Equatable {
  /// The best spins found, −1 or +1.
  public var spins: [Int8]
  /// E(s) of them.
  public var energy: Double

  /// Spins with their energy.
  public init(spins: [Int8], energy: Double) {
    self.spins = spins
    self.energy = energy
  }
}

/// What one batch of an optimiser found.
public struct ReadBatch: Sendable {
  /// The reads of the batch, in its own order.
  public var reads: [Read]
  /// The work.
  public var counts: UpdateCounts
  /// Whether it came to its end, and was not told to stop before.
  public var isComplete: Bool

  /// A batch.
  public init(reads: [Read], counts: UpdateCounts, isComplete: Bool) {
    self.reads = reads
    self.counts = counts
    self.isComplete = isComplete
  }
}

/// How far a batch has come.
public struct BatchProgress: Sendable {
  /// Sweeps (steps) done, of the number that was asked for.
  public var sweepsDone: Int
  /// The lowest energy known so far; nil where none was looked at.
  public var bestEnergy: Double?

  /// A state of progress.
  public init(sweepsDone: Int, bestEnergy: Double?) {
    self.sweepsDone = sweepsDone
    self.bestEnergy = bestEnergy
  }
}

/// A method to find spins of low energy. It is judged by the energy alone: nothing is said about the law
/// of the states that it visits.
///
/// Work comes in batches of reads. A batch is a function of (model, settings, sweeps, key) alone: it
/// does not depend on other batches or on threads.
public protocol Optimiser: Sendable {
  /// What is minimised.
  var model: IsingModel { get }
  /// Independent reads that one batch makes together.
  var batchSize: Int { get }

  /// Makes one batch.
  ///
  /// - Parameters:
  ///   - sweeps: length of a read: N update attempts each, or integration steps of the method; at least 1.
  ///   - key: names the random numbers; batches get keys of different replicas.
  ///   - watch: called every so often, in small fractions of a second for usual models; where it
  ///     returns false the batch ends at once with the best that it has.
  /// - Returns: `batchSize` reads, each at a local minimum; after a stop perhaps fewer, at least one.
  func batch(sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool) -> ReadBatch
}

/// A method that fits itself to a moment at which it has to end.
public protocol ClockedOptimiser: Optimiser {
  /// Makes one batch that ends at a moment: what it does with the time is a function of the clock, and its
  /// reads are not the same twice.
  ///
  /// - Parameters:
  ///   - end: when to hand in.
  ///   - key: names the random numbers.
  ///   - watch: as of ``Optimiser/batch(sweeps:key:watch:)``.
  /// - Returns: at least one read at a local minimum.
  func batch(
    until end: ContinuousClock.Instant, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch
}
