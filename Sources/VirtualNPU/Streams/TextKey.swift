import ByteFormats

/// Names a text by its tokens, so that its draws do not depend on the batch that it is in.
enum TextKey {
  /// FNV-1a over the tokens' bytes, then a finaliser that spreads neighbouring texts.
  static func hash(_ tokens: [Int]) -> UInt32 {
    var bytes = FNV1a()
    for token in tokens {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.add(UInt8(truncatingIfNeeded: token >> shift))
      }
    }
    var hash = bytes.value
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    return UInt32(truncatingIfNeeded: hash)
  }
}
