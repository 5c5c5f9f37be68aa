import ExecutionRecords
import Foundation
import Jobs
import VirtualChip

/// The texts of a run at fidelity `event`, by their places: each can be stopped at a barrier and taken up
/// there.
struct EventTextsJob: ResumableJob {
  let machine: VirtualChip
  let tokens: [[Int]]
  let settings: RunSettings
  /// The file that keeps the states, for messages.
  let path: String

  var identity: JobIdentity {
    let identity = machine.identity(texts: tokens, settings: settings)
    let program = JobIdentity.Mark(
      "program", identity.program,
      complaint: "the model, its precision, thresholds, norms or positions, or the chip are others")
    let texts = JobIdentity.Mark("texts", identity.texts, complaint: "the texts are others")
    let words = identity.settings.sorted { $0.key < $1.key }
    return JobIdentity([program] + words.map { .init($0.key, $0.value) } + [texts])
  }

  func perform(_ index: Int, _ part: JobPart) throws(RunFailure) -> VirtualChip.Execution? {
    let session: Session
    do throws(MachineError) {
      session = try self.session(of: tokens[index], part.state)
    } catch {
      throw RunFailure(
        .badInput, part.state == nil ? error.description : "\(path): \(error)")
    }
    while true {
      session.step()
      if session.isFinished { return session.execution }
      guard part.barrier({ session.stateBytes }) else { return nil }
    }
  }

  /// The session of a text, from its state on if there is one.
  private func session(
    of text: [Int], _ state: [UInt8]?
  ) throws(MachineError) -> Session {
    guard let state else {
      let session = try machine.session(settings)
      try session.feed(text)
      return session
    }
    let session = try machine.session(settings, resuming: state)
    guard session.tokens == text else {
      throw .unusableCheckpoint(reason: "of another run: the texts are others")
    }
    return session
  }

  func bytes(of execution: VirtualChip.Execution) throws(RunFailure) -> [UInt8] {
    try encoded(Finished(execution))
  }

  func output(
    of index: Int, from bytes: [UInt8]
  ) throws(RunFailure) -> VirtualChip.Execution {
    try decoded(Finished.self, bytes).execution
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

  private func encoded(_ value: some Encodable) throws(RunFailure) -> [UInt8] {
    try RunFailure.computing { [UInt8](try JSONEncoder().encode(value)) }
  }

  private func decoded<Value: Decodable>(
    _ type: Value.Type, _ bytes: [UInt8]
  ) throws(RunFailure) -> Value {
    do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
      throw RunFailure(.badInput, "\(path): damaged: \(error)")
    }
  }
}
