import Jobs
import RandomStreams
import Sampling
import Synchronization

/// The batches of a search, by their index.
final class SearchJob: Job {
  private struct State {
    var tally: ReadTally
    var isTargetReached = false
    var trace: [(time_s: Double, energy: Double)] = []
    /// A read that was there before the first batch.
    var first: Read?
    /// Set once nobody waits any more.
    var isClosed = false
  }

  private let search: BatchSearch
  private let watcher: (any SearchWatcher)?
  private let state: Mutex<State>
  private let endTime = Mutex<ContinuousClock.Instant?>(nil)

  /// When batches without a length have to end; set before the first one.
  var end: ContinuousClock.Instant? {
    get { endTime.withLock { $0 } }
    set { endTime.withLock { $0 = newValue } }
  }

  init(search: BatchSearch, tally: ReadTally, watcher: (any SearchWatcher)?) {
    self.search = search
    self.watcher = watcher
    state = Mutex(State(tally: tally))
  }

  /// The reads of all batches, and when lower energies were first seen.
  var found: (tally: ReadTally, trace: [(time_s: Double, energy: Double)]) {
    state.withLock { state in
      // The read before all counts where no batch has come as far.
      if let first = state.first, first.energy < state.tally.best?.read.energy ?? .infinity {
        state.tally.add(
          ReadBatch(reads: [first], counts: UpdateCounts(), isComplete: false),
          index: Int(UInt32.max),
          sweeps: 0, kept: 1, time_s: 0)
      }
      state.first = nil
      return (state.tally, state.trace)
    }
  }

  /// Takes a read that is there before the first batch.
  func begin(with read: Read) {
    state.withLock { $0.first = read }
    note(read.energy, nil)
  }

  private var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Batches that are still under way count no more.
  func close() { state.withLock { $0.isClosed = true } }

  func perform(_ index: Int, _ part: JobPart) -> Void? {
    let sweeps = search.lengths.sweeps(of: index)
    let key = StreamKey(
      seed: search.seed, purpose: .spinUpdate, replica: UInt32(truncatingIfNeeded: index))
    var seen = Double.infinity
    var sweepsDone = 0
    let began = ContinuousClock.now
    func watch(_ now: BatchProgress) -> Bool {
      guard !isClosed else { return false }
      if let energy = now.bestEnergy, energy < seen {
        seen = energy
        note(energy, part)
      }
      watcher?.advance(by: now.sweepsDone - sweepsDone)
      sweepsDone = now.sweepsDone
      return part.mayGoOn
    }
    let batch: ReadBatch
    if search.lengths == .endless, let end,
      let optimiser = search.optimiser as? any ClockedOptimiser
    {
      batch = optimiser.batch(until: end, key: key, watch: watch)
    } else {
      batch = search.optimiser.batch(sweeps: sweeps, key: key, watch: watch)
    }
    let time_s = (ContinuousClock.now - began) / .seconds(1)
    note(batch.reads.map(\.energy).min() ?? .infinity, part)
    add(batch, index: index, sweeps: sweeps, time_s: time_s)
    if search.lengths != .endless, !isClosed { watcher?.advance(by: sweeps - sweepsDone) }
    return ()
  }

  private func add(_ batch: ReadBatch, index: Int, sweeps: Int, time_s: Double) {
    state.withLock { state in
      guard !state.isClosed else { return }
      // Reads beyond the number that was asked for are dropped, but not one that ended the run.
      let asked = search.reads.map { $0 - index * search.optimiser.batchSize } ?? batch.reads.count
      let kept = state.isTargetReached ? batch.reads.count : max(0, asked)
      state.tally.add(
        batch, index: index, sweeps: sweeps, kept: min(kept, batch.reads.count), time_s: time_s)
    }
  }

  /// Records an energy that was seen.
  private func note(_ energy: Double, _ part: JobPart?) {
    let time_s = (ContinuousClock.now - search.began) / .seconds(1)
    let isBest = state.withLock { state in
      guard !state.isClosed, energy < state.trace.last?.energy ?? .infinity else { return false }
      state.trace.append((time_s, energy))
      return true
    }
    guard isBest else { return }
    watcher?.note(energy: energy)
    if let target = search.stopEnergy, energy <= target {
      state.withLock { $0.isTargetReached = true }
      part?.stop()
    }
  }
}
