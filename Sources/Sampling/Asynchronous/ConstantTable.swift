/// Numbers that never change, for hot loops: read without reference counts, and shared by all copies of
/// a sampler. Indices are checked in debug builds only.
final class ConstantTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // Written in the initialiser only.
  private let base: UnsafePointer<Element>
  private let count: Int

  /// Copies the elements.
  init(_ elements: [Element]) {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    memory.initialize(from: elements, count: elements.count)
    base = UnsafePointer(memory)
    count = elements.count
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    assert(index >= 0 && index < count, "index \(index) of \(count)")
    return base[index]
  }

  /// The elements without their owner, who must live longer.
  @inline(__always)
  var elements: LentConstants<Element> {
    LentConstants(UnsafeBufferPointer(start: base, count: count), count: count)
  }
}
