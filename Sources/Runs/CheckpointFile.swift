import ExecutionRecords
import Foundation
import VirtualNPU

/// The state of a run over texts.
struct CheckpointState: Codable {
  /// The result of a text.
  struct Finished: Codable {
    private var output: [UInt32]
    private var record: ExecutionRecord
    private var events: EventTally?

    init(_ execution: VirtualNPU.Execution) {
      output = execution.output.map(\.bitPattern)
      record = execution.record
      events = execution.events
    }

    var execution: VirtualNPU.Execution {
      VirtualNPU.Execution(
        output: output.map(Float.init(bitPattern:)), record: record, events: events)
    }
  }

  /// Which run it is.
  var identity: RunIdentity
  /// Results by the text's place.
  var finished: [Int: Finished] = [:]
  /// State bytes of texts on their way.
  var underWay: [Int: Data] = [:]

  init(identity: RunIdentity) { self.identity = identity }
}

/// A checkpoint as a sealed file of JSON.
enum CheckpointFile {
  private static let format = "ising-npu-checkpoint/1"
  private static let limit = 1 << 31

  static func write(_ state: CheckpointState, to path: String) throws(RunFailure) {
    let payload = try RunFailure.computing { [UInt8](try JSONEncoder().encode(state)) }
    try SealedFile.write(payload, format: format, to: path)
  }

  /// - Throws: `RunFailure` of kind `.badInput`, naming the file.
  static func read(_ path: String) throws(RunFailure) -> CheckpointState {
    let payload = try SealedFile.read(path, format: format, limit: limit)
    do { return try JSONDecoder().decode(CheckpointState.self, from: Data(payload)) } catch {
      throw RunFailure(.badInput, "\(path): damaged: \(error)")
    }
  }
}
