/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo). Each step is a bijection of its state, so two
/// files that differ in one byte never have the same sum; it guards against damage, not against forgery.
package struct FNV1a {
  /// The hash of all bytes so far.
  @usableFromInline package internal(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of nothing.
  @inlinable
  package init() {}

  /// Takes one byte.
  @inlinable @inline(__always)
  package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

  /// The hash of bytes.
  package static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    let bytes = bytes.span
    var hash = FNV1a()
    for place in bytes.indices { hash.add(bytes[place]) }
    return hash.value
  }
}
