import ExecutionRecords
import Foundation
public import Jobs

/// The texts of a run, by their places: each can be stopped at a barrier and, at fidelity `event`, taken up there.
public struct TextsJob: ResumableJob {
  private let machine: VirtualChip
  private let tokens: [[Int]]
  private let settings: RunSettings
  private let path: String

  /// A job.
  ///
  /// - Parameters:
  ///   - machine: runs the texts.
  ///   - tokens: token ids of each text.
  ///   - settings: of any fidelity; of `event` where a file keeps states.
  ///   - path: the file that keeps the states, for messages; empty without one.
  public init(machine: VirtualChip, tokens: [[Int]], settings: RunSettings, path: String = "") {
    self.machine = machine
    self.tokens = tokens
    self.settings = settings
    self.path = path
  }

  /// Program, chip, settings and texts.
  public var identity: JobIdentity { machine.identity(texts: tokens, settings: settings) }

  /// Runs a text.
  ///
  /// - Throws: `MachineError` for a text that the machine refuses or that drives a field out of float32, `CheckpointError` for a state of another
  ///   run.
  public func perform(_ index: Int, _ part: JobPart) throws -> VirtualChip.Execution? {
    let session = try session(of: tokens[index], part.state)
    return try session.result(part)
  }

  /// The session of a text, from its state on if there is one.
  private func session(of text: [Int], _ state: [UInt8]?) throws -> Session {
    guard let state else {
      let session = try machine.session(settings)
      try session.feed(text)
      return session
    }
    do throws(MachineError) {
      let session = try machine.session(settings, resuming: state)
      guard session.tokens == text else {
        throw .unusableCheckpoint(reason: "of another run: the texts are others")
      }
      return session
    } catch { throw CheckpointError(path, "\(error)") }
  }

  /// An output as JSON.
  public func bytes(of execution: VirtualChip.Execution) throws -> [UInt8] {
    [UInt8](try JSONEncoder().encode(Finished(execution)))
  }

  /// An output from JSON.
  ///
  /// - Throws: `CheckpointError` for other bytes.
  public func output(of index: Int, from bytes: [UInt8]) throws -> VirtualChip.Execution {
    do { return try JSONDecoder().decode(Finished.self, from: Data(bytes)).execution } catch {
      throw CheckpointError(path, "damaged: \(error)")
    }
  }

  /// The result of a text.
  private struct Finished: Codable {
    private var output: [UInt32]
    private var record: ExecutionRecord
    private var events: EventTally?

    init(_ execution: VirtualChip.Execution) {
      output = execution.output.map(\.bitPattern)
      record = execution.record
      events = execution.events
    }

    var execution: VirtualChip.Execution {
      VirtualChip.Execution(
        output: output.map(Float.init(bitPattern:)), record: record, events: events)
    }
  }
}
