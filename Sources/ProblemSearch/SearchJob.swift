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
  }

  private let search: BatchSearch
  private let watcher: (any SearchWatcher)?
  private let state: Mutex<State>

  init(search: BatchSearch, tally: ReadTally, watcher: (any SearchWatcher)?) {
    self.search = search
    self.watcher = watcher
    state = Mutex(State(tally: tally))
  }

  /// The reads of all batches, and when lower energies were first seen.
  var found: (tally: ReadTally, trace: [(time_s: Double, energy: Double)]) {
    state.withLock { ($0.tally, $0.trace) }
  }

  func perform(_ index: Int, _ part: JobPart) -> Void? {
    let sweeps = search.lengths.sweeps(of: index)
    let key = StreamKey(
      seed: search.seed, purpose: .spinUpdate, replica: UInt32(truncatingIfNeeded: index))
    var seen = Double.infinity
    var sweepsDone = 0
    let began = ContinuousClock.now
    let batch = search.optimiser.batch(sweeps: sweeps, key: key) { now in
      if let energy = now.bestEnergy, energy < seen {
        seen = energy
        note(energy, part)
      }
      watcher?.advance(by: now.sweepsDone - sweepsDone)
      sweepsDone = now.sweepsDone
      return part.mayGoOn
    }
    let time_s = (ContinuousClock.now - began) / .seconds(1)
    note(batch.reads.map(\.energy).min() ?? .infinity, part)
    add(batch, index: index, sweeps: sweeps, time_s: time_s)
    if search.lengths != .endless { watcher?.advance(by: sweeps - sweepsDone) }
    return ()
  }

  private func add(_ batch: ReadBatch, index: Int, sweeps: Int, time_s: Double) {
    state.withLock { state in
      // Reads beyond the number that was asked for are dropped, but not one that ended the run.
      let asked = search.reads.map { $0 - index * search.optimiser.batchSize } ?? batch.reads.count
      let kept = state.isTargetReached ? batch.reads.count : max(0, asked)
      state.tally.add(
        batch, index: index, sweeps: sweeps, kept: min(kept, batch.reads.count), time_s: time_s)
    }
  }

  /// Records an energy that was seen.
  private func note(_ energy: Double, _ part: JobPart) {
    let time_s = (ContinuousClock.now - search.began) / .seconds(1)
    let isBest = state.withLock { state in
      guard energy < state.trace.last?.energy ?? .infinity else { return false }
      state.trace.append((time_s, energy))
      return true
    }
    guard isBest else { return }
    watcher?.note(energy: energy)
    if let target = search.stopEnergy, energy <= target {
      state.withLock { $0.isTargetReached = true }
      part.stop()
    }
  }
}
