/// Reads what `ByteWriter` writes, in the same order.
package struct ByteReader {
  /// The bytes end too early, or hold what they cannot.
  package struct Damaged: Error {
    @inlinable
    package init() {}
  }

  /// All bytes, also those that are read or do not belong to the range.
  package let bytes: [UInt8]
  /// The place of the next byte.
  @usableFromInline package internal(set) var position: Int
  /// Where the range ends.
  package let end: Int

  /// A reader of `bytes`.
  package init(_ bytes: [UInt8]) { self.init(bytes, range: bytes.indices) }

  /// A reader of a part of `bytes`.
  package init(_ bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Bytes that are left.
  @inlinable
  package var remaining: Int { end - position }

  /// Whether all was read.
  @inlinable
  package var isAtEnd: Bool { position == end }

  /// The next bytes.
  /// - Precondition: `count` is not negative.
  @inlinable
  package mutating func slice(_ count: Int) throws(Damaged) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw Damaged() }
    position += count
    return bytes[(position - count)..<position]
  }

  /// The next number of so many bytes, without a sign.
  /// - Precondition: `size` is 8 at most, and as many bytes are left.
  @inlinable
  package mutating func unsigned(_ size: Int) -> UInt64 {
    var bits: UInt64 = 0
    for k in 0..<size { bits |= UInt64(bytes[position + k]) << UInt64(8 * k) }
    position += size
    return bits
  }

  /// The next number.
  @inlinable
  package mutating func get<Number: BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(Damaged) -> Number {
    let content = try slice(MemoryLayout<Number>.size)
    return content.span.bytes.unsafeLoadUnaligned(as: Number.self)
  }

  /// So many numbers.
  /// - Precondition: `count` is not negative.
  @inlinable
  package mutating func get<Number: BitwiseCopyable>(
    _ count: Int, of type: Number.Type = Number.self
  ) throws(Damaged) -> [Number] {
    let stride = MemoryLayout<Number>.stride
    guard count <= remaining / stride else { throw Damaged() }
    let content = try slice(count * stride)
    return [Number](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: content)
      filled = count
    }
  }

  /// A count in eight bytes, and as many numbers.
  @inlinable
  package mutating func list<Number: BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(Damaged) -> [Number] {
    let count: UInt64 = try get()
    guard let count = Int(exactly: count) else { throw Damaged() }
    return try get(count)
  }
}
