import ByteFormats
import ChipPrograms
import HardwareSpecs
public import Jobs
import Synchronization

/// The replicas of a program of agents, by their numbers: each can be stopped between two steps and taken
/// up there.
public final class ReplicasJob: ResumableJob {
  /// A replica that no thread holds any more.
  public struct Output: @unchecked Sendable {
    let replica: Session
  }

  private let machine: VirtualChip
  private let settings: RunSettings
  private let count: Int
  private let version: String
  /// Hears how many draws of all replicas are done.
  private let progress: ProgressBar?
  /// Replicas that were asked to stop, as they were then.
  private let stopped = Mutex<[Int: Output]>([:])

  /// A job.
  ///
  /// - Parameters:
  ///   - machine: runs the replicas.
  ///   - settings: of all of them.
  ///   - count: their number.
  ///   - version: of this program, whose checkpoints fit no other.
  ///   - progress: advances with every million draws; `nil` for none.
  public init(
    machine: VirtualChip, settings: RunSettings, count: Int, version: String,
    progress: ProgressBar? = nil
  ) {
    self.progress = progress
    self.version = version
    self.machine = machine
    self.settings = settings
    self.count = count
  }

  /// Draws of a unit of the progress bar.
  private static let drawsOfAUnit = 1e6

  /// Units of the progress bar.
  /// - Parameter draws: from 0, however many.
  public static func units(ofDraws draws: Double) -> Int { Int(min(draws / drawsOfAUnit, 1e15)) }

  /// Program, chip and settings.
  public var identity: JobIdentity {
    JobIdentity([
      .init("program version", version),
      .init("chip description", machine.chip.identity),
      .init(
        "program", SHA256.hexDigest(of: Array(Listing.text(of: machine.program).utf8)),
        complaint: "the program is another"),
      .init("fidelity", settings.fidelity.word.rawValue), .init("seed", "\(settings.seed)"),
      .init("die", "\(settings.fidelity.die)"), .init("replicas", "\(count)"),
    ])
  }

  /// Runs a replica.
  public func perform(_ number: Int, _ part: JobPart) throws(MachineError) -> Output? {
    let replica = try replica(number, part.state)
    let draws = progress.map { _ in machine.expectedDraws(settings) } ?? 0
    var (told, done) = (0, 0.0)
    while !replica.isFinished {
      replica.step()
      // A step is about a million draws at most, so that the estimate ends where the replica does.
      done = replica.isFinished ? draws : min(draws, Double(replica.events.draws))
      let units = Self.units(ofDraws: done)
      if units > told { progress?.advance(by: units - told) }
      told = units
      guard replica.isFinished || part.barrier({ replica.stateBytes }) else {
        let output = Output(replica: replica)
        stopped.withLock { $0[number] = output }
        return nil
      }
    }
    return Output(replica: replica)
  }

  /// A replica's state.
  public func bytes(of output: Output) -> [UInt8] { output.replica.stateBytes }

  /// A replica from its state.
  public func output(of number: Int, from bytes: [UInt8]) throws(MachineError) -> Output {
    Output(replica: try replica(number, bytes))
  }

  /// The session of a replica, from its state on if there is one.
  private func replica(_ number: Int, _ state: [UInt8]?) throws(MachineError) -> Session {
    guard let state else { return try machine.session(settings, replica: UInt32(number)) }
    let session = try machine.session(settings, resuming: state)
    guard session.replica == UInt32(number) else {
      throw .unusableCheckpoint(
        reason: "of another run: found replica \(session.replica), expected \(number)")
    }
    return session
  }

  /// All replicas in order, on several threads; after Ctrl-C those that are whole, and where none is, what
  /// the others have read.
  ///
  /// - Parameters:
  ///   - threads: over replicas.
  ///   - path: the file that keeps their states; `nil` for none.
  /// - Returns: the replicas, and a sentence where they are not all.
  /// - Throws: `InterruptedError` where Ctrl-C came before the first read, and what the checkpoint throws.
  public func run(
    threads: Int, checkpoint path: String?
  ) throws -> (replicas: [Session], warning: String?) {
    let runner = JobRunner(threads: threads)
    defer { progress?.finish() }
    let outputs =
      if let path {
        try runner.outputs(of: self, keys: 0..<count, checkpoint: path)
      } else {
        try runner.outputs(of: self, keys: 0..<count)
      }
    let whole = outputs.all.compactMap { $0?.replica }
    guard whole.count < count else { return (whole, nil) }
    let further =
      path.map { "; the same command goes on from \($0)" } ?? "; --checkpoint FILE keeps the state"
    guard whole.isEmpty else {
      return (whole, "interrupted: \(whole.count) of \(count) replicas were run\(further)")
    }
    let begun = stopped.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value.replica)
      .filter { !$0.reads.isEmpty }
    guard !begun.isEmpty else {
      throw InterruptedError("interrupted before the first read\(further)")
    }
    for replica in begun { replica.end() }
    return (begun, "interrupted: figures are from the reads that were made\(further)")
  }
}
