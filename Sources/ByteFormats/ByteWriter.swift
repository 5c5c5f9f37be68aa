#if _endian(big)
  #error("binary forms are little endian, and numbers are written as they lie in memory")
#endif

/// Bytes in little endian, one number after the other.
package struct ByteWriter {
  /// What was written.
  package var bytes: [UInt8] = []

  package init() {}

  /// Appends a number.
  @inlinable
  package mutating func put<Number: BitwiseCopyable>(_ number: Number) {
    withUnsafeBytes(of: number) { bytes += $0 }
  }

  /// Appends how many numbers there are, in eight bytes, and the numbers.
  @inlinable
  package mutating func put<Number: BitwiseCopyable>(_ numbers: [Number]) {
    put(UInt64(numbers.count))
    numbers.withUnsafeBytes { bytes += $0 }
  }

  /// Writes a number over the bytes at a place.
  /// - Precondition: there are as many bytes behind it.
  package mutating func set(_ number: UInt64, at offset: Int) {
    var elements = bytes.mutableSpan
    var target = elements.mutableBytes
    target.storeBytes(of: number, toByteOffset: offset, as: UInt64.self)
  }
}
