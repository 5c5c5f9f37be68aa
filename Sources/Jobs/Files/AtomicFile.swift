public import Foundation

/// Writes result files so that a reader sees the whole file or none of it.
public enum AtomicFile {
  /// Writes bytes to a temporary name in the same folder, then renames it over `url`.
  ///
  /// The temporary file never stays behind: where the file system has files without names it gets its name when it is
  /// whole, so that nothing is left even of a process that is killed. The file gets the permissions that `umask` leaves of 0666.
  /// A link is followed. What is no file, a pipe or a device, is written to as it is.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - url: the file; one that exists is replaced.
  ///   - durable: wait until the bytes and the new name are on the disk.
  /// - Throws: `FileError` with the path and the system's reason.
  public static func write(
    _ bytes: some DataProtocol, to url: URL, durable: Bool = false
  ) throws(FileError) {
    try write(to: url, durable: durable) { writeAll(bytes, to: $0) }
  }

  /// Writes a text that is made piece by piece, as `write(_:to:durable:)` does.
  ///
  /// - Parameters:
  ///   - url: the file; one that exists is replaced when the whole text is written.
  ///   - pieces: gives the pieces in order.
  /// - Throws: as `write(_:to:durable:)`, and what `pieces` throws; there is then no new file.
  public static func write(
    to url: URL, pieces: (_ take: (String) throws -> Void) throws -> Void
  ) throws {
    var failure: (any Error)?
    do throws(FileError) {
      try write(to: url, durable: false) { descriptor in
        do {
          try pieces { piece in
            if let number = writeAll(Array(piece.utf8), to: descriptor) {
              throw WriteFailure(number: number)
            }
          }
          return nil
        } catch let error as WriteFailure {
          return error.number
        } catch {
          failure = error
          return ECANCELED
        }
      }
    } catch { throw failure ?? error }
  }

  /// What the system said to a piece.
  private struct WriteFailure: Error {
    let number: Int32
  }

  /// Writes a file whose content `content` writes to a descriptor, or returns the error number.
  private static func write(
    to url: URL, durable: Bool, content: (Int32) -> Int32?
  ) throws(FileError) {
    // An end of the process in between would leave the temporary file behind.
    Interruption.keep()
    var status = stat()
    if stat(url.path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR:
        throw FileError(url.path, "is a folder, expected a file to write")
      default: return try writeThrough(to: url.path, content)
      }
    }
    var link = stat()
    let isLink = lstat(url.path, &link) == 0 && link.st_mode & S_IFMT == S_IFLNK
    let url = isLink ? url.resolvingSymlinksInPath() : url
    let folder = url.deletingLastPathComponent().path
    try checkIsFolder(folder)
    let temporary = "\(folder)/.ising-npu-\(UUID().uuidString).tmp"
    let nameless = openNameless(in: folder)
    let descriptor =
      nameless ?? open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(url.path, errno) }
    var problem = content(descriptor)
    if problem == nil, durable, fsync(descriptor) != 0 { problem = errno }
    if problem == nil, nameless != nil,
      linkat(AT_FDCWD, "\(descriptors)/\(descriptor)", AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) != 0
    {
      problem = errno
    }
    if close(descriptor) != 0, problem == nil { problem = errno }
    if problem == nil, rename(temporary, url.path) != 0 { problem = errno }
    if let problem {
      unlink(temporary)
      throw failure(url.path, problem)
    }
    if durable { synchronise(folder) }
  }

  /// Writes a text as UTF-8, as `write(_:to:durable:)` does.
  ///
  /// - Throws: as `write(_:to:durable:)`.
  public static func write(
    text: String, to url: URL, durable: Bool = false
  ) throws(FileError) {
    try write(Array(text.utf8), to: url, durable: durable)
  }

  /// Gives a whole file another place in the same file system.
  ///
  /// - Parameters:
  ///   - source: the file.
  ///   - url: its new place; a file that is there is replaced.
  /// - Throws: `FileError` with the new path and the system's reason.
  public static func move(_ source: URL, to url: URL) throws(FileError) {
    guard rename(source.path, url.path) == 0 else { throw failure(url.path, errno) }
  }

  /// Makes a folder for results, with the folders above it; one that exists is used.
  ///
  /// - Throws: `FileError` with the path and the reason, e.g. that a file has this name.
  public static func makeFolder(_ url: URL) throws(FileError) {
    var status = stat()
    guard stat(url.path, &status) != 0 else { return try checkIsFolder(url.path) }
    let parent = url.deletingLastPathComponent()
    if parent.path != url.path { try makeFolder(parent) }
    guard mkdir(url.path, 0o777) == 0 || errno == EEXIST else {
      throw FileError(url.path, "cannot make the folder: \(FileError.sentence(errno))")
    }
  }

  /// Where the system shows what a process has open.
  private static let descriptors = "/proc/self/fd"

  /// A new file without a name; `nil` where the file system or the system has none.
  private static func openNameless(in folder: String) -> Int32? {
    // O_TMPFILE, which Swift does not import.
    let flag: Int32 = 0o20_000_000 | O_DIRECTORY
    guard access(descriptors, X_OK) == 0 else { return nil }
    let descriptor = open(folder, flag | O_WRONLY | O_CLOEXEC, 0o666)
    return descriptor >= 0 ? descriptor : nil
  }

  private static func checkIsFolder(_ path: String) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileError(path, "\(FileError.sentence(errno)), expected a folder")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(path, "is a file, expected a folder")
    }
  }

  /// Writes to a pipe or a device.
  private static func writeThrough(
    to path: String, _ content: (Int32) -> Int32?
  ) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    var problem = content(descriptor)
    if close(descriptor) != 0, problem == nil { problem = errno }
    if let problem { throw failure(path, problem) }
  }

  /// Writes everything, or returns the error number.
  private static func writeAll(_ bytes: some DataProtocol, to descriptor: Int32) -> Int32? {
    for region in bytes.regions {
      let problem: Int32? = region.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
          let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
          let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
          if count < 0 && errno == EINTR { continue }
          guard count >= 0 else { return errno }
          done += count
        }
        return nil
      }
      if let problem { return problem }
    }
    return nil
  }

  /// Puts the renamed entry on the disk; a file system that cannot do this loses only durability.
  private static func synchronise(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func failure(_ path: String, _ number: Int32) -> FileError {
    FileError(
      path, "cannot be written: \(FileError.sentence(number))",
      isOfMachine: [ENOSPC, EDQUOT, EFBIG, EIO, EMFILE, ENFILE, ENOMEM].contains(number))
  }
}
