import Dispatch
import Foundation
import Synchronization
import VirtualNPU

/// Runs the replicas of a machine on several threads. A replica's numbers do not depend on its thread.
final class SimulateReplicas: Sendable {
  /// A replica that no thread holds any more.
  private struct Done: @unchecked Sendable {
    var replica: LatticeReplica
  }

  private struct State {
    var done: [Int: Done] = [:]
    var failure: RunFailure?
  }

  private let machine: LatticeMachine
  private let count: Int
  private let checkpoint: SimulateCheckpoint?
  private let progress: ProgressBar
  private let next = Atomic(0)
  private let state = Mutex(State())

  private init(machine: LatticeMachine, count: Int, checkpoint: SimulateCheckpoint?) {
    self.machine = machine
    self.count = count
    self.checkpoint = checkpoint
    progress = ProgressBar("simulating", total: count, unit: "replicas")
  }

  /// All replicas, in order.
  static func perform(
    machine: LatticeMachine, count: Int, threads: Int, checkpoint: SimulateCheckpoint?
  ) throws(RunFailure) -> [LatticeReplica] {
    let runs = SimulateReplicas(machine: machine, count: count, checkpoint: checkpoint)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in runs.work() }
    runs.progress.finish()
    let state = runs.state.withLock { $0 }
    if let failure = state.failure { throw failure }
    try checkpoint?.write()
    guard state.done.count == count else {
      throw RunFailure(
        .internalError,
        checkpoint.map {
          "interrupted: \($0.path) keeps the state, and the same command goes on from there"
        }
          ?? "interrupted after \(state.done.count) of \(count) replicas; --checkpoint FILE would keep them"
      )
    }
    return (0..<count).compactMap { state.done[$0]?.replica }
  }

  private func work() {
    while !Interruption.isRequested {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      do {
        let replica = try run(number)
        if replica.isFinished {
          let done = Done(replica: replica)
          state.withLock { $0.done[number] = done }
          progress.advance()
        }
      } catch {
        state.withLock { $0.failure = error }
        next.store(count, ordering: .relaxed)
      }
    }
  }

  private func run(_ number: Int) throws(RunFailure) -> LatticeReplica {
    let replica: LatticeReplica
    if let bytes = checkpoint?.bytes(of: number) {
      replica = try RunFailure.readingInput {
        try LatticeReplica(machine: machine, number: UInt32(number), stateBytes: bytes)
      }
    } else {
      replica = LatticeReplica(machine: machine, number: UInt32(number))
    }
    while !replica.isFinished, !Interruption.isRequested {
      replica.step()
      if let checkpoint, checkpoint.isDue {
        checkpoint.keep(replica.stateBytes, of: number)
        try checkpoint.write()
      }
    }
    checkpoint?.keep(replica.stateBytes, of: number)
    return replica
  }
}
