/// Elements in memory that nobody changes while they are lent; else as ``LentElements``.
struct LentConstants<Element>: @unchecked Sendable {
  fileprivate let base: UnsafePointer<Element>
  /// How many elements from the first on may be read.
  let count: Int

  /// The first `count` elements of a buffer, which the lender keeps alive.
  @inline(__always)
  init(_ buffer: UnsafeBufferPointer<Element>, count: Int) {
    precondition(count >= 0 && count <= buffer.count, "\(count) of \(buffer.count) elements")
    base = buffer.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<Element>.alignment)!
    self.count = count
  }

  @inline(__always)
  fileprivate init(base: UnsafePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    assert(index >= 0 && index < count, "index \(index) of \(count)")
    return base[index]
  }

  /// The elements from a place on.
  @inline(__always)
  func from(_ first: Int) -> Self {
    assert(first >= 0 && first <= count, "place \(first) of \(count)")
    return Self(base: base + first, count: count &- first)
  }

}

extension LentConstants where Element: BitwiseCopyable {
  /// The same memory as smaller or larger elements, of which only whole ones count.
  @inline(__always)
  func viewed<Other: BitwiseCopyable>(as _: Other.Type) -> LentConstants<Other> {
    LentConstants<Other>(
      base: UnsafeRawPointer(base).assumingMemoryBound(to: Other.self),
      count: count &* MemoryLayout<Element>.stride / MemoryLayout<Other>.stride)
  }

  /// A vector of the first elements, wherever it begins.
  @inline(__always)
  func vector<Vector: SIMD & BitwiseCopyable>(_: Vector.Type) -> Vector
  where Vector.Scalar == Element {
    assert(count >= Vector.scalarCount, "\(count) elements for \(Vector.scalarCount) lanes")
    return UnsafeRawPointer(base).loadUnaligned(as: Vector.self)
  }
}

extension Array {
  /// Lends the elements for reading.
  /// - Parameter count: how many there must be.
  @inline(__always)
  func lendConstants<Result>(count: Int, _ body: (LentConstants<Element>) -> Result) -> Result {
    precondition(self.count == count, "\(self.count) elements, expected \(count)")
    return withUnsafeBufferPointer { body(LentConstants($0, count: count)) }
  }
}
