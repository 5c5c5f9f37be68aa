import ExecutionRecords
import Foundation
import HardwareSpecs
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
  var identity: EventCheckpoint.Identity
  /// Results by the text's place.
  var finished: [Int: Finished] = [:]
  /// Texts on their way.
  var underWay: [Int: EventCheckpoint] = [:]

  init(identity: EventCheckpoint.Identity) { self.identity = identity }
}

/// A checkpoint as a file: a line with the format and the SHA-256 of the rest, then JSON.
enum CheckpointFile {
  private static let format = "ising-npu-checkpoint/1"
  private static let limit = 1 << 31

  static func write(_ state: CheckpointState, to path: String) throws(RunFailure) {
    let payload = try RunFailure.computing { [UInt8](try JSONEncoder().encode(state)) }
    let head = "\(format) \(SHA256.hexDigest(of: payload))\n"
    try AtomicFile.write(Array(head.utf8) + payload, to: URL(fileURLWithPath: path))
  }

  /// - Throws: `RunFailure` of kind `.badInput`, naming the file.
  static func read(_ path: String) throws(RunFailure) -> CheckpointState {
    let bytes = try FileReading.bytes(of: path, limit: limit)
    guard let end = bytes.firstIndex(of: 10), end < 200 else {
      throw RunFailure(.badInput, "\(path): no checkpoint: expected a first line `\(format) …`")
    }
    let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    guard head.count == 2, head[0] == format else {
      throw RunFailure(
        .badInput,
        "\(path): no checkpoint: found `\(head.first ?? "")`, expected \(format)")
    }
    let payload = Array(bytes[(end + 1)...])
    guard SHA256.hexDigest(of: payload) == String(head[1]) else {
      throw RunFailure(
        .badInput, "\(path): damaged: the checksum of its first line does not fit the rest")
    }
    do { return try JSONDecoder().decode(CheckpointState.self, from: Data(payload)) } catch {
      throw RunFailure(.badInput, "\(path): damaged: \(error)")
    }
  }
}
