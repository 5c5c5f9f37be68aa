import ByteFormats

/// Names a text by its tokens, so that its draws do not depend on the batch that it is in: FNV-1a over the
/// tokens' bytes, then a finaliser that spreads neighbouring texts.
struct TextKey {
  private var hash = FNV1a()

  /// The name of nothing.
  init() {}

  /// The name of tokens.
  init(_ tokens: [Int]) {
    for token in tokens { add(token) }
  }

  /// Goes on with a token.
  mutating func add(_ token: Int) {
    for shift in stride(from: 0, to: 32, by: 8) {
      hash.add(UInt8(truncatingIfNeeded: token >> shift))
    }
  }

  /// The name.
  var value: UInt32 {
    var value = hash.value
    value ^= value >> 33
    value = value &* 0xff51_afd7_ed55_8ccd
    value ^= value >> 33
    return UInt32(truncatingIfNeeded: value)
  }
}
