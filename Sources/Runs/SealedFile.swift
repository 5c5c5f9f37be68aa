import ByteFormats
import Foundation

/// A file that tells damage: a line with the format and the SHA-256 of the rest, then the rest.
enum SealedFile {
  /// Writes a file whole or not at all.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  static func write(_ payload: [UInt8], format: String, to path: String) throws(RunFailure) {
    let head = "\(format) \(SHA256.hexDigest(of: payload))\n"
    try AtomicFile.write(Array(head.utf8) + payload, to: URL(fileURLWithPath: path))
  }

  /// What was written.
  ///
  /// - Throws: `RunFailure` of kind `.badInput`, naming the file, for another format and for damage.
  static func read(
    _ path: String, format: String, limit: Int
  ) throws(RunFailure) -> [UInt8] {
    let bytes = try FileReading.bytes(of: path, limit: limit)
    guard let end = bytes.firstIndex(of: 10), end < 200 else {
      throw RunFailure(.badInput, "\(path): no checkpoint: expected a first line `\(format) …`")
    }
    let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    guard head.count == 2, head[0] == format else {
      throw RunFailure(
        .badInput, "\(path): no checkpoint: found `\(head.first ?? "")`, expected \(format)")
    }
    let payload = Array(bytes[(end + 1)...])
    guard SHA256.hexDigest(of: payload) == String(head[1]) else {
      throw RunFailure(
        .badInput, "\(path): damaged: the checksum of its first line does not fit the rest")
    }
    return payload
  }
}
