internal import Glibc
internal import Synchronization

/// Memory of one matrix of weights, in pages of 2 MiB where the system has them: one row on the left reads each
/// weight once, and with pages of 4 KiB a third of the time goes to finding them.
///
/// Many matrices share a stretch of memory, so that small ones do not take a page each; a stretch is given back
/// when the last of them is gone. Written by who made it, then read by any thread.
final class WeightMemory: @unchecked Sendable {
  private let stretch: Stretch
  let start: UnsafeMutableRawPointer

  /// Zeros at a whole cache line.
  init(byteCount: Int) {
    precondition(byteCount >= 0, "\(byteCount) bytes")
    let count = (max(1, byteCount) + 63) & ~63
    (stretch, start) = Self.open.withLock { open in
      if let stretch = open.stretch, let start = stretch.take(count) { return (stretch, start) }
      let stretch = Stretch(atLeast: count)
      open.stretch = stretch
      return (stretch, stretch.take(count)!)
    }
  }

  private struct Open {
    weak var stretch: Stretch?
  }

  private static let open = Mutex(Open())

  /// Pages of zeros, of which no memory is there before they are written.
  private final class Stretch: @unchecked Sendable {  // `used` changes under the lock of `open`
    private static let page = 2 << 20
    private static let usual = 64 << 20

    private let mapping: UnsafeMutableRawPointer
    private let mappedCount: Int
    private let first: UnsafeMutableRawPointer
    private let count: Int
    private var used = 0

    init(atLeast byteCount: Int) {
      count = max(Self.usual, (byteCount + Self.page - 1) & ~(Self.page - 1))
      mappedCount = count + Self.page
      guard
        let mapping = mmap(
          nil, mappedCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        mapping != MAP_FAILED
      else { preconditionFailure("no memory for \(mappedCount) bytes of weights") }
      self.mapping = mapping
      first = mapping.alignedUp(toMultipleOf: Self.page)
      // Advice: where it is not taken, pages stay small.
      madvise(first, count, MADV_HUGEPAGE)
    }

    /// The next bytes; `nil` where fewer are left.
    func take(_ byteCount: Int) -> UnsafeMutableRawPointer? {
      guard byteCount <= count - used else { return nil }
      defer { used += byteCount }
      return first + used
    }

    deinit { munmap(mapping, mappedCount) }
  }
}
