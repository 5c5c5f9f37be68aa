public import IsingModels
public import Sampling

/// What all batches found so far. Nothing but the times depends on the order in which they came.
public struct ReadTally: Sendable {
  /// The complete batches of one length.
  public struct Length: Sendable {
    /// Complete batches.
    public var batches = 0
    /// Reads that count.
    public var reads = 0
    /// Time inside the batches, of all threads.
    public var batch_s = 0.0
    /// Reads that count by objective.
    public var objectives: [Double: Int] = [:]
  }

  /// A read with its place.
  public struct Sample: Sendable {
    /// The read.
    public var read: Read
    /// Its batch.
    public var batch: Int
    /// Its place in the batch.
    public var index: Int

    /// Lower energies first, then earlier reads.
    static func precedes(_ left: Sample, _ right: Sample) -> Bool {
      (left.read.energy, left.batch, left.index) < (right.read.energy, right.batch, right.index)
    }
  }

  /// By sweeps of a read.
  public private(set) var lengths: [Int: Length] = [:]
  /// All reads by objective, those of batches that were cut off too.
  public private(set) var objectives: [Double: Int] = [:]
  /// Batches.
  public private(set) var batches = 0
  /// Work of all batches.
  public private(set) var counts = UpdateCounts()
  /// Time inside all batches, of all threads.
  public private(set) var batch_s = 0.0
  /// The first read of the lowest energy.
  public private(set) var best: Sample?
  /// The states of the lowest energy.
  public private(set) var bestStates: BestStates
  /// The lowest reads, where samples are kept; at most twice `mostSamples`.
  private var kept: [Sample] = []
  private let mostSamples: Int
  private let objective: @Sendable (Read) -> Double
  /// The best of each part of a model that falls apart; `nil` where it is one.
  public private(set) var partBests: PartBests?

  /// - Parameters:
  ///   - bestStates: an empty set.
  ///   - mostSamples: of how many reads the spins are kept.
  ///   - partBests: nothing seen yet, of a model that falls apart; `nil` for one that is whole.
  ///   - objective: of a read, in the problem's own terms; its energy where nothing else is known.
  public init(
    bestStates: BestStates, mostSamples: Int, partBests: PartBests? = nil,
    objective: @escaping @Sendable (Read) -> Double = { $0.energy }
  ) {
    self.bestStates = bestStates
    self.mostSamples = mostSamples
    self.partBests = partBests
    self.objective = objective
  }

  /// All reads that count.
  public var reads: Int { objectives.values.reduce(0, +) }

  /// The kept reads, best first.
  public var samples: [Sample] { Array(kept.sorted(by: Sample.precedes).prefix(mostSamples)) }

  /// Takes a batch in.
  ///
  /// - Parameters:
  ///   - batch: its reads and counts.
  ///   - index: of the batch.
  ///   - sweeps: that were asked of it.
  ///   - kept: how many of its reads count; the rest is dropped.
  ///   - time_s: that it took.
  public mutating func add(_ batch: ReadBatch, index: Int, sweeps: Int, kept: Int, time_s: Double) {
    batches += 1
    counts += batch.counts
    batch_s += time_s
    let reads = batch.reads.prefix(kept)
    let objectives = reads.map(objective)
    for objective in objectives { self.objectives[objective, default: 0] += 1 }
    for (place, read) in reads.enumerated() {
      bestStates.add(read.spins, energy: read.energy)
      // Numbered so that the order in which batches come does not matter.
      partBests?.add(read.spins, place: (index << 24) &+ place)
      let sample = Sample(read: read, batch: index, index: place)
      if best.map({ Sample.precedes(sample, $0) }) ?? true { best = sample }
      if mostSamples > 0 { self.kept.append(sample) }
    }
    if self.kept.count > 2 * mostSamples { self.kept = samples }
    guard batch.isComplete else { return }
    lengths[sweeps, default: Length()].add(objectives, time_s: time_s)
  }
}

extension ReadTally.Length {
  fileprivate mutating func add(_ objectives: [Double], time_s: Double) {
    batches += 1
    reads += objectives.count
    batch_s += time_s
    for objective in objectives { self.objectives[objective, default: 0] += 1 }
  }
}
