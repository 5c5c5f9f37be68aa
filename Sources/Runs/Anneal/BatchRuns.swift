import ByteFormats
import Dispatch
import Foundation
import RandomStreams
import Sampling
import Synchronization

/// Runs batches of an optimiser on several threads until a limit is met.
///
/// Batch k has the random numbers of replica k and the length of `lengths` at k, on any thread: the
/// limits decide only how many batches there are, and where the last ones are cut off.
final class BatchRuns: Sendable {
  /// What to run, and how far.
  struct Plan: Sendable {
    var optimiser: any Optimiser
    var lengths: BatchLengths
    /// Reads to make; `nil` for no limit.
    var reads: Int?
    /// When to stop; `nil` for no limit.
    var deadline: ContinuousClock.Instant?
    /// An energy at which to stop.
    var stopEnergy: Double?
    var seed: UInt64
    var threads: Int
    /// When the work began, deadline and progress count from it.
    var began: ContinuousClock.Instant

    /// Batches to make.
    var batches: Int {
      reads.map { ceilingDivide($0, optimiser.batchSize) } ?? Int(UInt32.max)
    }
  }

  /// All that came out.
  struct Outcome: Sendable {
    var tally: ReadTally
    var stop: StopReason
    /// When a lower energy than before was first seen, in seconds since the beginning.
    var trace: [(time_s: Double, energy: Double)]
    /// From the first batch to the last.
    var wall_s: Double
    /// Threads that worked.
    var threads: Int
  }

  private struct State {
    var tally: ReadTally
    var stop: StopReason?
    var trace: [(time_s: Double, energy: Double)] = []
  }

  private let plan: Plan
  private let progress: AnnealProgress
  private let state: Mutex<State>
  private let isStopped = Atomic(false)
  private let next = Atomic(0)

  private init(_ plan: Plan, tally: ReadTally, progress: AnnealProgress) {
    self.plan = plan
    self.progress = progress
    state = Mutex(State(tally: tally))
  }

  /// Does the work. The first batch is always begun, so that there is something to report.
  static func perform(
    _ plan: Plan, tally: ReadTally, progress: AnnealProgress
  ) -> Outcome {
    let runs = BatchRuns(plan, tally: tally, progress: progress)
    let threads = max(1, min(plan.threads, plan.batches))
    let began = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: threads) { _ in runs.work() }
    let wall_s = (ContinuousClock.now - began) / .seconds(1)
    return runs.state.withLock { state in
      Outcome(
        tally: state.tally, stop: state.stop ?? .reads, trace: state.trace, wall_s: wall_s,
        threads: threads)
    }
  }

  /// One thread's share.
  private func work() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < plan.batches, index == 0 || mayGoOn() else { return }
      let sweeps = plan.lengths.sweeps(of: index)
      let key = StreamKey(
        seed: plan.seed, purpose: .spinUpdate, replica: UInt32(truncatingIfNeeded: index))
      var seen = Double.infinity
      var sweepsDone = 0
      let began = ContinuousClock.now
      let batch = plan.optimiser.batch(sweeps: sweeps, key: key) { now in
        if let energy = now.bestEnergy, energy < seen {
          seen = energy
          note(energy)
        }
        progress.advance(by: now.sweepsDone - sweepsDone)
        sweepsDone = now.sweepsDone
        return mayGoOn()
      }
      let time_s = (ContinuousClock.now - began) / .seconds(1)
      add(batch, index: index, sweeps: sweeps, time_s: time_s)
      if plan.lengths != .endless { progress.advance(by: sweeps - sweepsDone) }
    }
  }

  private func add(_ batch: ReadBatch, index: Int, sweeps: Int, time_s: Double) {
    let lowest = batch.reads.map(\.energy).min() ?? .infinity
    note(lowest)
    state.withLock { state in
      // Reads beyond the number that was asked for are dropped, but not one that ended the run.
      let asked = plan.reads.map { $0 - index * plan.optimiser.batchSize } ?? batch.reads.count
      let kept = state.stop == .target ? batch.reads.count : max(0, asked)
      state.tally.add(
        batch, index: index, sweeps: sweeps, kept: min(kept, batch.reads.count), time_s: time_s)
    }
  }

  /// Records an energy that was seen.
  private func note(_ energy: Double) {
    let time_s = (ContinuousClock.now - plan.began) / .seconds(1)
    let isBest = state.withLock { state in
      guard energy < state.trace.last?.energy ?? .infinity else { return false }
      state.trace.append((time_s, energy))
      return true
    }
    guard isBest else { return }
    progress.note(energy: energy)
    if let target = plan.stopEnergy, energy <= target { stop(.target) }
  }

  /// Whether no limit is met.
  private func mayGoOn() -> Bool {
    if isStopped.load(ordering: .relaxed) { return false }
    if Interruption.isRequested {
      stop(.interrupt)
    } else if let deadline = plan.deadline, ContinuousClock.now >= deadline {
      stop(.seconds)
    } else {
      return true
    }
    return false
  }

  private func stop(_ reason: StopReason) {
    state.withLock { state in if state.stop == nil { state.stop = reason } }
    isStopped.store(true, ordering: .relaxed)
  }
}
