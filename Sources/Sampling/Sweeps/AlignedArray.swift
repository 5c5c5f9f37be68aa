/// Numbers that begin at a multiple of 64 bytes, so that no vector lies across two lines of the cache; a
/// value, copied when it is changed while shared.
///
/// Swift's arrays begin where their header ends, and vectors in them would be read in two halves each.
struct AlignedArray<Element: BitwiseCopyable & Sendable>: Sendable {
  private final class Storage: @unchecked Sendable {
    // Written only where there is one owner.
    let base: UnsafeMutablePointer<Element>

    init(_ count: Int) {
      base = UnsafeMutableRawPointer.allocate(
        byteCount: count * MemoryLayout<Element>.stride, alignment: 64
      ).bindMemory(to: Element.self, capacity: count)
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }
  }

  private var storage: Storage
  /// Number of elements.
  let count: Int

  /// Copies of one element.
  init(repeating element: Element, count: Int) {
    storage = Storage(count)
    self.count = count
    storage.base.initialize(repeating: element, count: count)
  }

  /// The elements for reading, while the array lives.
  @inline(__always)
  func read<Result>(_ body: (UnsafePointer<Element>) -> Result) -> Result {
    withExtendedLifetime(storage) { body(UnsafePointer(storage.base)) }
  }

  /// The elements for changing them.
  @inline(__always)
  mutating func change<Result>(_ body: (UnsafeMutablePointer<Element>) -> Result) -> Result {
    if !isKnownUniquelyReferenced(&storage) {
      let copy = Storage(count)
      copy.base.initialize(from: storage.base, count: count)
      storage = copy
    }
    return withExtendedLifetime(storage) { body(storage.base) }
  }

  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "index \(index) of \(count)")
    return storage.base[index]
  }
}
