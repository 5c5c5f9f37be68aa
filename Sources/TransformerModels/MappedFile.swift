internal import Foundation

/// A file mapped into memory for reading; unmapped when the last tensor that views it is gone.
///
/// Whoever shortens the file meanwhile makes the process fault on the missing pages (mmap(2)).
final class MappedFile: @unchecked Sendable {  // the bytes never change and are mapped until deinit
  let path: String
  private let bytes: UnsafeRawBufferPointer
  /// Bytes of the file.
  var count: Int { bytes.count }

  /// Maps the file at `path`.
  ///
  /// - Throws: `missingFile`, or `unreadableFile`, also for a Git LFS pointer.
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
    try LFSPointer.check(self)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Calls `body` with some of the bytes.
  /// - Precondition: they lie in the file.
  func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes.bytes.extracting(range))
  }

  /// Calls `body` with `count` float32 values that begin at a byte.
  /// - Precondition: they lie in the file, and the byte is a multiple of four.
  func withFloats<Result, Failure: Error>(
    at offset: Int, count: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(
      offset % 4 == 0 && offset >= 0 && offset <= bytes.count
        && count <= (bytes.count - offset) / 4,
      "\(path): \(count) values at byte \(offset) of \(bytes.count)")
    defer { withExtendedLifetime(self) {} }
    // The mapping begins at a page.
    let floats = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + 4 * count)])
      .assumingMemoryBound(to: Float.self)
    return try body(floats.span)
  }

  /// Gives whole pages of some bytes back; who reads them again has them read from the file, or from the
  /// system's cache of it.
  func release(_ range: Range<Int>) {
    let page = Int(getpagesize())
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard first < end, end <= bytes.count, let start = bytes.baseAddress else { return }
    // Only advice: where it fails, the pages stay.
    _ = madvise(UnsafeMutableRawPointer(mutating: start + first), end - first, MADV_DONTNEED)
  }

  /// A copy of some of the bytes.
  /// - Precondition: they lie in the file.
  func copy(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }

  private static func failure(_ code: Int32, path: String) -> ModelFileError {
    code == ENOENT || code == ENOTDIR
      ? ModelFileError(.missingFile, file: path, found: "no such file", expected: "a file")
      : ModelFileError(
        .unreadableFile, file: path, found: String(cString: strerror(code)),
        expected: "a readable file")
  }
}
