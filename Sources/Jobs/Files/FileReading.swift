import Foundation

/// Reads whole files with errors that name the path and the system's reason.
public enum FileReading {
  /// The bytes of a file or pipe.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the most bytes.
  /// - Throws: `FileError` if it cannot be read, is a folder, or holds more than
  ///   `limit` bytes.
  public static func bytes(of path: String, limit: Int) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw FileError(path, "is a folder, expected a file")
    }
    // Pipes have no size: the buffer grows to whatever arrives.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(status.st_size), limit) + 1)
    let chunk = 1 << 16
    while true {
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: chunk))
      let count = bytes.withUnsafeMutableBytes {
        let free = UnsafeMutableRawBufferPointer(rebasing: $0[start...])
        return read(descriptor, free.baseAddress, free.count)
      }
      if count < 0 && errno == EINTR {
        bytes.removeLast(chunk)
        continue
      }
      guard count >= 0 else { throw failure(path) }
      bytes.removeLast(chunk - count)
      if count == 0 { return bytes }
      guard bytes.count <= limit else {
        throw FileError(path, "holds more than \(limit) bytes, the limit")
      }
    }
  }

  private static func failure(_ path: String) -> FileError {
    FileError(path, "cannot be read: \(FileError.sentence(errno))")
  }
}
