/// Numbers that begin at a multiple of 64 bytes, so that no vector lies across two lines of the cache; a
/// value, copied when it is changed while shared.
///
/// Swift's arrays begin where their header ends, and vectors in them would be read in two halves each.
struct AlignedArray<Element: BitwiseCopyable & Sendable>: Sendable {
  private final class Storage: @unchecked Sendable {
    // Written only where there is one owner.
    private let base: UnsafeMutablePointer<Element>
    private let count: Int

    init(_ count: Int) {
      precondition(count >= 0, "\(count) elements")
      self.count = count
      base = UnsafeMutableRawPointer.allocate(
        byteCount: count * MemoryLayout<Element>.stride, alignment: 64
      ).bindMemory(to: Element.self, capacity: count)
    }

    /// The elements without their owner, who must live longer.
    @inline(__always)
    var elements: LentElements<Element> {
      LentElements(UnsafeMutableBufferPointer(start: base, count: count), count: count)
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
    for index in 0..<count { storage.elements[index] = element }
  }

  /// The elements for reading, while the array lives.
  @inline(__always)
  func read<Result>(_ body: (LentConstants<Element>) -> Result) -> Result {
    withExtendedLifetime(storage) { body(storage.elements.constants) }
  }

  /// The elements for changing them.
  @inline(__always)
  mutating func change<Result>(_ body: (LentElements<Element>) -> Result) -> Result {
    if !isKnownUniquelyReferenced(&storage) {
      let copy = Storage(count)
      for index in 0..<count { copy.elements[index] = storage.elements[index] }
      storage = copy
    }
    return withExtendedLifetime(storage) { body(storage.elements) }
  }

  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "index \(index) of \(count)")
    return storage.elements[index]
  }
}
