/// Numbers of the upper 16 bits of float32.
public enum BrainFloat {
  /// The nearest, ties to even; what is not a number stays so.
  @inlinable @inline(__always)
  public static func bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let rounded = bits &+ 0x7fff &+ (bits &>> 16 & 1)
    return UInt16(truncatingIfNeeded: (value.isNaN ? bits | 0x0040_0000 : rounded) &>> 16)
  }

  /// The number of 16 bits.
  @inlinable @inline(__always)
  public static func value(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) &<< 16) }

  /// Writes the nearest numbers to `values`.
  static func round(_ values: Span<Float>, into target: inout MutableSpan<UInt16>) {
    precondition(values.count == target.count)
    for index in target.indices { target[index] = bits(values[index]) }
  }
}
