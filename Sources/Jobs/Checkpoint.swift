import ByteFormats
import Foundation
import Synchronization

/// A sealed file with the parts of a job: finished ones with their outputs, the others as they were at a
/// barrier.
///
/// The first line is the format's name with its version and the SHA-256 of the rest; the rest is a property list
/// with the identity of the run and the parts by their keys. The file is always whole: it is written under a
/// temporary name and renamed.
final class Checkpoint: Sendable {
  /// One part.
  struct Entry: Codable {
    var isFinished: Bool
    var bytes: Data
  }

  private struct Content: Codable {
    var identity: JobIdentity
    var parts: [String: Entry]
  }

  private struct State {
    var parts: [String: Entry]
    /// When a part was last kept.
    var kept: [String: ContinuousClock.Instant] = [:]
    var written = ContinuousClock.now
  }

  /// The name of the format. Its number grows with every change that older programs would misread.
  static let format = "ising-npu-checkpoint/2"
  private static let mostBytes = 1 << 34

  let path: String
  private let identity: JobIdentity
  private let interval: Duration
  private let state: Mutex<State>

  /// Reads the file if there is one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - identity: the run that wants to go on from it.
  ///   - interval: the time between two writings.
  /// - Throws: `CheckpointError` for what is no checkpoint, or another format's or another run's, and for
  ///   damage.
  init(path: String, identity: JobIdentity, interval: Duration) throws(CheckpointError) {
    self.path = path
    self.identity = identity
    self.interval = interval
    var parts: [String: Entry] = [:]
    if FileManager.default.fileExists(atPath: path) {
      let content = try Self.read(path)
      if let difference = content.identity.difference(from: identity) {
        throw CheckpointError(path, "checkpoint of another run: \(difference)")
      }
      parts = content.parts
    }
    state = Mutex(State(parts: parts))
  }

  /// The output of a part that is finished.
  func finished(_ key: String) -> [UInt8]? {
    state.withLock { $0.parts[key] }.flatMap { $0.isFinished ? [UInt8]($0.bytes) : nil }
  }

  /// The state of a part that was begun.
  func underWay(_ key: String) -> [UInt8]? {
    state.withLock { $0.parts[key] }.flatMap { $0.isFinished ? nil : [UInt8]($0.bytes) }
  }

  /// Whether it is time to keep a part again.
  func isDue(_ key: String) -> Bool {
    let now = ContinuousClock.now
    return state.withLock { state in
      guard let kept = state.kept[key] else {
        state.kept[key] = now
        return interval <= .zero
      }
      return now - kept >= interval
    }
  }

  /// Keeps a part, and writes the file if the last writing is long ago.
  func keep(_ bytes: [UInt8], of key: String, isFinished: Bool) throws(FileError) {
    let now = ContinuousClock.now
    let isDue = state.withLock { state in
      state.parts[key] = Entry(isFinished: isFinished, bytes: Data(bytes))
      state.kept[key] = now
      guard now - state.written >= interval else { return false }
      state.written = now
      return true
    }
    if isDue { try write() }
  }

  /// Writes all parts.
  func write() throws(FileError) {
    let content = Content(identity: identity, parts: state.withLock { $0.parts })
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    let payload: [UInt8]
    do { payload = [UInt8](try encoder.encode(content)) } catch {
      throw FileError(path, "cannot be written: \(error)", isOfMachine: true)
    }
    let head = "\(Self.format) \(SHA256.hexDigest(of: payload))\n"
    try AtomicFile.write(Array(head.utf8) + payload, to: URL(fileURLWithPath: path))
  }

  private static func read(_ path: String) throws(CheckpointError) -> Content {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try FileReading.bytes(of: path, limit: mostBytes) } catch {
      throw CheckpointError(path, error.reason)
    }
    guard let end = bytes.firstIndex(of: 10), end < 200 else {
      throw CheckpointError(path, "no checkpoint: expected a first line `\(format) …`")
    }
    let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    let found = String(head.first ?? "")
    guard head.count == 2, found == format else {
      if found.hasPrefix("ising-npu-"), found.contains("checkpoint/") {
        throw CheckpointError(
          path,
          "found a checkpoint of the format \(found), which another version of this program wrote, "
            + "expected \(format): that version can finish the run, and without the file it begins anew"
        )
      }
      throw CheckpointError(path, "no checkpoint: found `\(found)`, expected \(format)")
    }
    let payload = Array(bytes[(end + 1)...])
    guard SHA256.hexDigest(of: payload) == String(head[1]) else {
      throw CheckpointError(
        path, "damaged: the checksum of its first line does not fit the rest")
    }
    do { return try PropertyListDecoder().decode(Content.self, from: Data(payload)) } catch {
      throw CheckpointError(path, "damaged: \(error)")
    }
  }
}

/// Why a run cannot go on from a checkpoint.
public struct CheckpointError: Error, Equatable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong with it.
  public let reason: String

  /// An error.
  public init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  /// `run.state: checkpoint of another run: found seed 1, expected 2`.
  public var description: String { "\(path): \(reason)" }
}
