import Foundation

/// Reads whole files with errors that name the path and the system's reason.
enum FileReading {
  /// The bytes of a file or pipe.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` if it cannot be read, is a folder, or holds more than
  ///   `limit` bytes.
  static func bytes(of path: String, limit: Int) throws(RunFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw RunFailure(.badInput, "\(path): is a folder, expected a file")
    }
    // Pipes have no size: the buffer grows to whatever arrives.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(status.st_size), limit) + 1)
    let chunk = 1 << 16
    while true {
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: chunk))
      let count = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress! + start, chunk)
      }
      if count < 0 && errno == EINTR {
        bytes.removeLast(chunk)
        continue
      }
      guard count >= 0 else { throw failure(path) }
      bytes.removeLast(chunk - count)
      if count == 0 { return bytes }
      guard bytes.count <= limit else {
        throw RunFailure(.badInput, "\(path): holds more than \(limit) bytes, the limit")
      }
    }
  }

  private static func failure(_ path: String) -> RunFailure {
    RunFailure(.badInput, "\(path): cannot be read: \(SystemError.reason(errno))")
  }
}

/// Words for the system's error numbers.
enum SystemError {
  /// The system's sentence for an error number, in lower case at its start.
  static func reason(_ number: Int32) -> String {
    let sentence = String(cString: strerror(number))
    return sentence.prefix(1).lowercased() + sentence.dropFirst()
  }
}
