/// Numbers that vector loops write and read while the memory is lent to them. Their number is checked
/// when they are made, indices in debug builds only.
struct ScratchNumbers<Number: BitwiseCopyable> {
  private let base: UnsafeMutablePointer<Number>
  private let count: Int

  /// Some numbers of a buffer.
  @inline(__always)
  init(_ buffer: UnsafeMutableBufferPointer<Number>, _ part: Range<Int>) {
    precondition(!part.isEmpty && part.lowerBound >= 0 && part.upperBound <= buffer.count)
    base = buffer.baseAddress! + part.lowerBound
    count = part.count
  }

  @inline(__always)
  subscript(index: Int) -> Number {
    get {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      base[index] = newValue
    }
  }

  /// Sets sixteen numbers at once.
  @inline(__always)
  func store(_ lanes: SIMD16<Number>, at index: Int) where Number: SIMDScalar {
    assert(index >= 0 && index + 16 <= count, "lanes from \(index) of \(count)")
    UnsafeMutableRawPointer(base + index).storeBytes(of: lanes, as: SIMD16<Number>.self)
  }

  /// Sixteen numbers at once.
  @inline(__always)
  func lanes(_ index: Int) -> SIMD16<Number> where Number: SIMDScalar {
    assert(index >= 0 && index + 16 <= count, "lanes from \(index) of \(count)")
    return UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Number>.self)
  }

  /// Lends numbers that mean nothing yet, in `parts` of `size` each.
  @inline(__always)
  static func lend(
    parts: Int, of size: Int, _ body: (_ part: (Int) -> ScratchNumbers<Number>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Number.self, capacity: parts * size) { buffer in
      body { ScratchNumbers(buffer, $0 * size..<($0 + 1) * size) }
    }
  }
}
