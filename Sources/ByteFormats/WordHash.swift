/// A 64-bit hash that takes eight bytes a step: multiply and fold, with the constants of splitmix64.
/// It guards against mistakes, not against forgery.
package struct WordHash {
  @usableFromInline var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// The hash of nothing.
  package init() {}

  /// Takes a word.
  @inlinable
  package mutating func add(_ word: UInt64) {
    var mixed = (state ^ word) &* 0xbf58_476d_1ce4_e5b9
    mixed ^= mixed >> 32
    state = mixed &* 0x94d0_49bb_1331_11eb &+ 0x9e37_79b9_7f4a_7c15
  }

  /// Takes a list: its length, and its bytes.
  @inlinable
  package mutating func add<Element: BitwiseCopyable>(_ elements: [Element]) {
    add(UInt64(elements.count))
    let bytes = elements.span.bytes
    let whole = bytes.byteCount & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      add(bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
    for place in whole..<bytes.byteCount {
      add(UInt64(bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)))
    }
  }

  /// Takes a text.
  @inlinable
  package mutating func add(_ text: String) { add(Array(text.utf8)) }

  /// The hash of everything so far, in hexadecimal.
  package var hexadecimal: String { String(state ^ (state >> 29), radix: 16) }
}
