import ByteFormats
import Foundation
import Jobs
import VirtualChip

/// What runs keep to go on from.
enum StateProbe {
  /// A job whose parts hand in the bytes that they find.
  struct Echo: ResumableJob {
    var identity: JobIdentity { JobIdentity([.init("seed", "1")]) }
    func perform(_ key: Int, _ part: JobPart) -> [UInt8]? { part.state ?? [] }
    func bytes(of output: [UInt8]) -> [UInt8] { output }
    func output(of key: Int, from bytes: [UInt8]) -> [UInt8] { bytes }
  }

  /// A checkpoint behind a seal that fits.
  static func checkpoint(_ bytes: [UInt8], folder: URL) throws {
    let file = folder.appendingPathComponent("state")
    let head = "ising-npu-checkpoint/2 \(SHA256.hexDigest(of: bytes))\n"
    try Data(Array(head.utf8) + bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let outputs = try JobRunner(threads: 1).outputs(of: Echo(), keys: 0..<2, checkpoint: file.path)
    precondition(outputs.count == 2)
  }

  static let settings = RunSettings(fidelity: .event(die: 0), samples: 4, seed: 5)

  /// The identity of states of a machine: what stands before all that a run may change.
  static func identity(of machine: VirtualChip) throws -> ArraySlice<UInt8> {
    let state = try machine.session(settings).stateBytes
    var reader = ByteReader(state)
    _ = try reader.get(UInt32.self)
    _ = try reader.list(UInt8.self)
    for _ in 0..<(try reader.get(Int.self)) {
      _ = try reader.list(UInt8.self)
      _ = try reader.list(UInt8.self)
    }
    return state[..<(state.count - reader.remaining)]
  }

  /// A state behind the identity that fits, from which a session is made as it was.
  static func state(_ bytes: [UInt8], of machine: VirtualChip) throws {
    let session = try machine.session(settings, resuming: identity(of: machine) + bytes)
    let again = try machine.session(settings, resuming: session.stateBytes)
    precondition(again.next == session.next && again.tokens == session.tokens)
  }
}
