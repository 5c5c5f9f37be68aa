/// Elements in memory while they are lent to a loop that touches them at random, or to threads that have
/// agreed who changes which.
///
/// Their number is checked when they are lent. Indices are checked in debug builds only: that they stay
/// below it is due to what the owner has checked of its tables before it lent anything.
package struct LentElements<Element>: BitwiseCopyable, @unchecked Sendable {
  fileprivate let base: UnsafeMutablePointer<Element>
  /// How many elements from the first on may be touched.
  package let count: Int

  /// The first `count` elements of a buffer, which the lender keeps alive.
  @inline(__always)
  package init(_ buffer: UnsafeMutableBufferPointer<Element>, count: Int) {
    precondition(count >= 0 && count <= buffer.count, "\(count) of \(buffer.count) elements")
    // Nothing is read through the place that stands for no memory.
    base = buffer.baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
    self.count = count
  }

  @inline(__always)
  fileprivate init(base: UnsafeMutablePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  @inline(__always)
  package subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      return base[index]
    }
    nonmutating _modify {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      yield &base[index]
    }
  }

  /// The elements from a place on.
  @inline(__always)
  package func from(_ first: Int) -> Self {
    assert(first >= 0 && first <= count, "place \(first) of \(count)")
    return Self(base: base + first, count: count &- first)
  }

  /// The same elements for reading only.
  @inline(__always)
  var constants: LentConstants<Element> {
    LentConstants(UnsafeBufferPointer(start: base, count: count), count: count)
  }
}

extension LentElements where Element: BitwiseCopyable {
  /// The same memory as smaller or larger elements, of which only whole ones count.
  @inline(__always)
  package func viewed<Other: BitwiseCopyable>(as _: Other.Type) -> LentElements<Other> {
    LentElements<Other>(
      base: UnsafeMutableRawPointer(base).assumingMemoryBound(to: Other.self),
      count: count &* MemoryLayout<Element>.stride / MemoryLayout<Other>.stride)
  }

  /// Lends new memory that begins at a multiple of 64 bytes and holds nothing yet.
  @inline(__always)
  static func scratch<Result>(_ count: Int, _ body: (Self) -> Result) -> Result {
    withUnsafeTemporaryAllocation(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 64
    ) { body(Self($0.bindMemory(to: Element.self), count: count)) }
  }
}

extension Array {
  /// Lends the elements for changing them.
  /// - Parameter count: how many there must be.
  @inline(__always)
  package mutating func lend<Result>(count: Int, _ body: (LentElements<Element>) -> Result)
    -> Result
  {
    precondition(self.count == count, "\(self.count) elements, expected \(count)")
    return withUnsafeMutableBufferPointer { body(LentElements($0, count: count)) }
  }
}
