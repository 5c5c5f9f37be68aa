import ByteFormats
public import IsingModels
import Jobs
import RandomStreams
public import Sampling

/// Runs batches of an optimiser on several threads until a limit is met.
///
/// Batch k has the random numbers of replica k and the length of `lengths` at k, on any thread: the
/// limits decide only how many batches there are, and where the last ones are cut off.
public struct BatchSearch: Sendable {
  /// What makes the batches.
  public var optimiser: any Optimiser
  /// Their lengths.
  public var lengths: BatchLengths
  /// Reads to make; `nil` for no limit.
  public var reads: Int?
  /// When to stop; `nil` for no limit.
  public var deadline: ContinuousClock.Instant?
  /// An energy at which to stop; `nil` for none.
  public var stopEnergy: Double?
  /// The seed of all batches.
  public var seed: UInt64
  /// Threads.
  public var threads: Int
  /// When the work began; times count from it.
  public var began: ContinuousClock.Instant

  /// A search.
  ///
  /// - Parameters:
  ///   - optimiser: what makes the batches.
  ///   - lengths: their lengths.
  ///   - reads: reads to make; `nil` for no limit.
  ///   - deadline: when to stop; `nil` for no limit.
  ///   - stopEnergy: an energy at which to stop; `nil` for none.
  ///   - seed: the seed of all batches.
  ///   - threads: threads.
  ///   - began: when the work began; times count from it.
  public init(
    optimiser: any Optimiser, lengths: BatchLengths, reads: Int?,
    deadline: ContinuousClock.Instant?, stopEnergy: Double?, seed: UInt64, threads: Int,
    began: ContinuousClock.Instant
  ) {
    self.optimiser = optimiser
    self.lengths = lengths
    self.reads = reads
    self.deadline = deadline
    self.stopEnergy = stopEnergy
    self.seed = seed
    self.threads = threads
    self.began = began
  }

  /// Whether a model is so large that a sweep of many replicas takes more than some hundredths of a second.
  public static func isLarge(_ model: IsingModel) -> Bool {
    model.spinCount + model.bonds.count > 1 << 18
  }

  /// Batches to make.
  public var batches: Int {
    reads.map { ceilingDivide($0, optimiser.batchSize) } ?? Int(UInt32.max)
  }

  /// All that came out.
  public struct Outcome: Sendable {
    /// The reads.
    public var tally: ReadTally
    /// Why it ended.
    public var stop: StopReason
    /// When a lower energy than before was first seen, in seconds since the beginning.
    public var trace: [(time_s: Double, energy: Double)]
    /// From the first batch to the last.
    public var wall_s: Double
    /// Threads that worked.
    public var threads: Int
    /// The best of each part of a model that falls apart, joined, where no read is as low; else `nil`.
    public var joined: Read?

    /// The lowest of all.
    public var best: Read? { joined ?? tally.best?.read }
  }

  /// Does the work. The first batch is always begun, so that there is something to report; of large models a
  /// descent from random spins comes before it.
  ///
  /// - Parameters:
  ///   - tally: an empty one, which takes the reads.
  ///   - watcher: hears what is done and found.
  public func perform(
    tally: ReadTally, watcher: (any SearchWatcher)? = nil
  ) -> Outcome {
    let job = SearchJob(search: self, tally: tally, watcher: watcher)
    var runner = JobRunner(threads: threads)
    runner.leastParts = 1
    let began = ContinuousClock.now
    let ending: JobEnding
    if Self.isLarge(optimiser.model) {
      ending = LargeSearch(search: self, job: job, runner: runner).run()
    } else {
      runner.deadline = deadline
      job.end = deadline
      ending = runner.run(job, keys: 0..<batches) { _, _ in }
    }
    let wall_s = (ContinuousClock.now - began) / .seconds(1)
    let (found, trace) = job.found
    return Outcome(
      tally: found, stop: StopReason(ending), trace: trace, wall_s: wall_s,
      threads: max(1, min(threads, batches)), joined: joined(found))
  }

  private func joined(_ tally: ReadTally) -> Read? {
    guard let bests = tally.partBests, let best = tally.best else { return nil }
    let model = optimiser.model
    let read = Read(spins: bests.spins, energy: model.energy(of: bests.spins))
    return read.energy < best.read.energy - model.energyTolerance ? read : nil
  }
}

extension StopReason {
  fileprivate init(_ ending: JobEnding) {
    self =
      switch ending {
      case .finished: .reads
      case .interrupted: .interrupt
      case .deadline: .seconds
      case .stopped: .target
      }
  }
}

/// Hears what a search does, on any thread.
public protocol SearchWatcher: Sendable {
  /// Sweeps were made.
  func advance(by sweeps: Int)
  /// An energy was seen that is lower than all before.
  func note(energy: Double)
}
