// Conversions lane by lane, written out. They compile to one instruction in a kernel that they are
// inlined into, where the generic initialisers and functions of the standard library stay calls.

extension SIMD16<Float> {
  /// The nearest floats.
  @inline(__always)
  init(nearest integers: SIMD16<Int32>) {
    self.init()
    for lane in 0..<16 { self[lane] = Float(integers[lane]) }
  }

  /// The nearest floats.
  @inline(__always)
  init(nearest integers: SIMD16<UInt32>) {
    self.init()
    for lane in 0..<16 { self[lane] = Float(integers[lane]) }
  }
}

extension SIMD16<Int32> {
  /// The larger one of each lane and 0, without a comparison, whose masks do not always stay in
  /// registers. Compiles to one instruction.
  @inline(__always)
  var aboveZero: Self { self & ~(self &>> Self(repeating: 31)) }
}

extension SIMD64<Int8> {
  /// The bits that differ. The operator of the standard library is a loop over 64 lanes.
  @inline(__always)
  func xor(_ other: Self) -> Self {
    unsafeBitCast(
      unsafeBitCast(self, to: SIMD16<UInt32>.self) ^ unsafeBitCast(other, to: SIMD16<UInt32>.self),
      to: Self.self)
  }
}
