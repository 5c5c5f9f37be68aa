import ByteFormats
import ChipPrograms
import HardwareSpecs
import Jobs
import Reports
import VirtualChip

/// The replicas of a program of agents, by their numbers: each can be stopped between two steps and taken
/// up there.
struct ReplicasJob: ResumableJob {
  /// A finished replica, which no thread holds any more.
  struct Output: @unchecked Sendable {
    var replica: Session
  }

  let machine: VirtualChip
  let settings: RunSettings
  let count: Int

  var identity: JobIdentity {
    JobIdentity([
      .init("program version", Provenance.currentProgramVersion),
      .init("chip description", machine.chip.identity),
      .init(
        "program", SHA256.hexDigest(of: Array(Listing.text(of: machine.program).utf8)),
        complaint: "the program is another"),
      .init("fidelity", settings.fidelity.word.rawValue), .init("seed", "\(settings.seed)"),
      .init("die", "\(settings.fidelity.die)"), .init("replicas", "\(count)"),
    ])
  }

  func perform(_ number: Int, _ part: JobPart) throws(RunFailure) -> Output? {
    let replica = try replica(number, part.state)
    while !replica.isFinished {
      replica.step()
      guard replica.isFinished || part.barrier({ replica.stateBytes }) else { return nil }
    }
    return Output(replica: replica)
  }

  func bytes(of output: Output) -> [UInt8] { output.replica.stateBytes }

  func output(of number: Int, from bytes: [UInt8]) throws(RunFailure) -> Output {
    Output(replica: try replica(number, bytes))
  }

  /// The session of a replica, from its state on if there is one.
  private func replica(_ number: Int, _ state: [UInt8]?) throws(RunFailure) -> Session {
    try RunFailure.readingInput {
      guard let state else { return try machine.session(settings, replica: UInt32(number)) }
      let session = try machine.session(settings, resuming: state)
      guard session.replica == UInt32(number) else {
        throw MachineError.unusableCheckpoint(
          reason: "of another run: found replica \(session.replica), expected \(number)")
      }
      return session
    }
  }

  /// All replicas in order, on several threads.
  ///
  /// - Parameter path: the file that keeps their states; `nil` for none.
  /// - Throws: `RunFailure` where Ctrl-C came before the end, and for a checkpoint that cannot be used.
  func run(threads: Int, checkpoint path: String?) throws(RunFailure) -> [Session] {
    let runner = JobRunner(
      threads: threads, progress: ProgressBar("simulating", total: count, unit: "replicas"))
    let outputs = try RunFailure.computing {
      if let path { return try runner.outputs(of: self, keys: 0..<count, checkpoint: path) }
      return try runner.outputs(of: self, keys: 0..<count)
    }
    guard outputs.count == count else {
      throw RunFailure(
        .internalError,
        path.map {
          "interrupted: \($0) keeps the state, and the same command goes on from there"
        }
          ?? "interrupted after \(outputs.count) of \(count) replicas; --checkpoint FILE would keep them"
      )
    }
    return outputs.first.map(\.replica)
  }
}
