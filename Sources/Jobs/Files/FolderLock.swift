public import Foundation

/// A folder that one run of this program writes its results to; the lock goes with the process, however it ends.
public final class FolderLock: Sendable {
  private let descriptor: Int32
  /// Whether nobody else writes there; `false` on a file system without locks.
  public let isHeld: Bool

  /// Takes the lock without waiting.
  ///
  /// - Parameter url: a folder that exists.
  /// - Throws: `FileError` where another run holds it.
  public init(_ url: URL) throws(FileError) {
    descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    isHeld = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0
    guard !isHeld, descriptor >= 0, errno == EWOULDBLOCK else { return }
    close(descriptor)
    throw FileError(
      url.path,
      "found another run that writes its results there, expected another folder, or to wait for its end"
    )
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
