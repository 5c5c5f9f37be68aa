import ByteFormats
import ChipPrograms
import HardwareSpecs
import Jobs
import Reports
import VirtualNPU

/// The replicas of a lattice machine, by their numbers: each can be stopped between two steps and taken
/// up there.
struct ReplicasJob: ResumableJob {
  /// A finished replica, which no thread holds any more.
  struct Output: @unchecked Sendable {
    var replica: LatticeReplica
  }

  let machine: LatticeMachine
  let count: Int

  var identity: JobIdentity {
    let settings = machine.settings
    return JobIdentity([
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
    let replica =
      if let state = part.state {
        try replica(number, state)
      } else {
        LatticeReplica(machine: machine, number: UInt32(number))
      }
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

  private func replica(_ number: Int, _ bytes: [UInt8]) throws(RunFailure) -> LatticeReplica {
    try RunFailure.readingInput {
      try LatticeReplica(machine: machine, number: UInt32(number), stateBytes: bytes)
    }
  }

  /// All replicas in order, on several threads.
  ///
  /// - Parameter path: the file that keeps their states; `nil` for none.
  /// - Throws: `RunFailure` where Ctrl-C came before the end, and for a checkpoint that cannot be used.
  func run(threads: Int, checkpoint path: String?) throws(RunFailure) -> [LatticeReplica] {
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
