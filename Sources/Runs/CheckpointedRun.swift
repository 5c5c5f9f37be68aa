import Foundation
import Synchronization
import VirtualNPU

/// Texts at fidelity `event` whose state is kept in a file: finished texts with their results, the
/// others at their last barrier. The results are those of a run that was never stopped.
final class CheckpointedRun: Sendable {
  /// Seconds between two writings of the file.
  private static let interval_s = 5.0

  private let path: String
  private let tokens: [[Int]]
  private let settings: RunSettings
  private let machine: VirtualNPU
  private struct Shared {
    var state: CheckpointState
    var lastWritten = ContinuousClock.now
    var failure: RunFailure?
  }
  private let shared: Mutex<Shared>

  /// Reads the file if there is one.
  /// - Throws: `RunFailure` of kind `.badInput`, naming the file, if it is damaged or another run's.
  init(
    path: String, tokens: [[Int]], settings: RunSettings, machine: VirtualNPU
  ) throws(RunFailure) {
    self.path = path
    self.tokens = tokens
    self.settings = settings
    self.machine = machine
    let identity = machine.identity(texts: tokens, settings: settings)
    var state = CheckpointState(identity: identity)
    if FileManager.default.fileExists(atPath: path) {
      state = try CheckpointFile.read(path)
      if let difference = state.identity.difference(from: identity) {
        throw RunFailure(.badInput, "\(path): checkpoint of another run: \(difference)")
      }
    }
    shared = Mutex(Shared(state: state))
  }

  /// Runs what is not finished yet.
  /// - Returns: The first texts' results: fewer than all after Ctrl-C, when the file holds the state.
  /// - Throws: `RunFailure` if Ctrl-C came before a text was done, and if the file cannot be written.
  func perform(
    threads: Int, advance: @Sendable () -> Void
  ) throws(RunFailure) -> [VirtualNPU.Execution] {
    // A path that cannot be written should not cost a simulation.
    try write()
    let results = try ParallelTexts.map(Array(tokens.indices), threads: threads) {
      index throws(RunFailure) in
      let execution = try self.execution(of: index)
      if execution != nil { advance() }
      return execution
    }
    if let failure = shared.withLock({ $0.failure }) { throw failure }
    try write()
    let finished = results.prefix { $0 != nil }.compactMap(\.self)
    guard !finished.isEmpty else {
      throw RunFailure(
        .internalError, "interrupted before a text was done: the same command goes on from \(path)")
    }
    return Array(finished)
  }

  private func execution(of index: Int) throws(RunFailure) -> VirtualNPU.Execution? {
    let (finished, underWay) = shared.withLock {
      ($0.state.finished[index], $0.state.underWay[index])
    }
    if let finished { return finished.execution }
    let session = try session(of: index, resuming: underWay)
    while true {
      session.step()
      if session.isFinished { break }
      guard atBarrier(of: index, session) else { return nil }
    }
    shared.withLock {
      $0.state.finished[index] = CheckpointState.Finished(session.execution)
      $0.state.underWay[index] = nil
    }
    return session.execution
  }

  /// The session of a text, from its state on if there is one.
  private func session(of index: Int, resuming state: Data?) throws(RunFailure) -> Session {
    do throws(MachineError) {
      guard let state else {
        let session = try machine.session(settings)
        try session.feed(tokens[index])
        return session
      }
      let session = try machine.session(settings, resuming: [UInt8](state))
      guard session.tokens == tokens[index] else {
        throw .unusableCheckpoint(reason: "of another run: the texts are others")
      }
      return session
    } catch {
      throw RunFailure(.badInput, state == nil ? error.description : "\(path): \(error)")
    }
  }

  /// Keeps the state, and writes it if the last writing is long ago; stops after Ctrl-C.
  private func atBarrier(of index: Int, _ session: Session) -> Bool {
    let stops = Interruption.isRequested
    return shared.withLock { shared in
      let due = (ContinuousClock.now - shared.lastWritten) / .seconds(1) >= Self.interval_s
      // A copy of the values alive: nothing beside what the tiles do between two barriers.
      shared.state.underWay[index] = Data(session.stateBytes)
      guard due, !stops else { return !stops }
      do throws(RunFailure) {
        try CheckpointFile.write(shared.state, to: path)
      } catch {
        shared.failure = error
        return false
      }
      shared.lastWritten = .now
      return true
    }
  }

  private func write() throws(RunFailure) {
    let state = shared.withLock { $0.state }
    try CheckpointFile.write(state, to: path)
  }
}
