internal import Foundation

/// A file mapped into memory for reading; unmapped when the last tensor that views it is gone.
///
/// Whoever shortens the file meanwhile makes the process fault on the missing pages (mmap(2)).
final class MappedFile: @unchecked Sendable {  // the bytes never change and are mapped until deinit
  let path: String
  let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  ///
  /// - Throws: `missingFile` or `unreadableFile`.
  init(path: String) throws(ModelFileError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw MappedFile.failure(errno, path: path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw MappedFile.failure(errno, path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ModelFileError(
        .unreadableFile, file: path, found: "a folder or device", expected: "a regular file")
    }
    let size = Int(status.st_size)
    guard size > 0 else {  // mmap refuses an empty range
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else {
      throw MappedFile.failure(errno, path: path)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  private static func failure(_ code: Int32, path: String) -> ModelFileError {
    code == ENOENT || code == ENOTDIR
      ? ModelFileError(.missingFile, file: path, found: "no such file", expected: "a file")
      : ModelFileError(
        .unreadableFile, file: path, found: String(cString: strerror(code)),
        expected: "a readable file")
  }
}
