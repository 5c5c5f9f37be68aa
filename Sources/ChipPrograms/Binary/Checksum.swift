/// FNV-1a of 64 bits. Each step is a bijection of its state, so two files that differ in one byte never
/// have the same sum; it guards against damage, not against forgery.
package enum Checksum {
  /// The sum of bytes.
  package static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBufferPointer { buffer in
      var sum: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in buffer { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return sum
    }
  }
}
