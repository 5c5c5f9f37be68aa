/// One long sequence of random words, for chains that draw from one place: words 1024 i … 1024 i + 1023
/// are the blocks i of the sites 0 to 255 of a key, made sixteen at a time.
///
/// The sequence is a function of the key alone, and does not repeat within 2⁶⁴ words.
@frozen
public struct WordSequence: Sendable {
  /// Words made at a time.
  public static let batch = 1024

  @usableFromInline let key: StreamKey
  @usableFromInline var nextBatch: UInt64
  @usableFromInline var words: [UInt32]
  @usableFromInline var used: Int

  /// The sequence of a key from its first word.
  public init(_ key: StreamKey) {
    self.key = key
    nextBatch = 0
    words = Array(repeating: 0, count: Self.batch)
    used = Self.batch
  }

  /// The sequence of a key from the word of a `position` on.
  public init(_ key: StreamKey, position: UInt64) {
    self.init(key)
    nextBatch = position / UInt64(Self.batch)
    let rest = Int(position % UInt64(Self.batch))
    guard rest > 0 else { return }
    refill()
    used = rest
  }

  /// How many words were taken: where a sequence that is stopped can go on.
  public var position: UInt64 { nextBatch &* UInt64(Self.batch) &- UInt64(Self.batch - used) }

  @inline(never)
  @usableFromInline
  mutating func refill() {
    let block = UInt32(truncatingIfNeeded: nextBatch)
    let firstSite = UInt32(truncatingIfNeeded: nextBatch >> 32) << 8
    let key = key
    var span = words.mutableSpan
    var bytes = span.mutableBytes
    for group in 0..<16 {
      let made = Philox.sixteenBlocks(
        key: key, firstSite: firstSite | UInt32(16 * group), block: block)
      let base = 256 * group
      bytes.storeBytes(of: made.0, toByteOffset: base, as: SIMD16<UInt32>.self)
      bytes.storeBytes(of: made.1, toByteOffset: base + 64, as: SIMD16<UInt32>.self)
      bytes.storeBytes(of: made.2, toByteOffset: base + 128, as: SIMD16<UInt32>.self)
      bytes.storeBytes(of: made.3, toByteOffset: base + 192, as: SIMD16<UInt32>.self)
    }
    nextBatch &+= 1
    used = 0
  }

  /// The next word.
  @inlinable @inline(__always)
  public mutating func next() -> UInt32 {
    if used == Self.batch { refill() }
    let word = words[used]
    used &+= 1
    return word
  }

  /// Hands over the next words in one piece.
  /// - Precondition: they lie in one batch, as they do where all pieces have one length that divides
  ///   `batch`.
  @inlinable @inline(__always)
  public mutating func withNext<Result>(
    _ count: Int, _ body: (Span<UInt32>) -> Result
  ) -> Result {
    if used == Self.batch { refill() }
    let first = used
    precondition(first + count <= Self.batch, "\(count) words across two batches")
    used += count
    return body(words.span.extracting(first..<(first + count)))
  }

  /// A uniform number in (0, 1) with 52 bits, from two words.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double {
    let high = next()
    return Uniforms.openDouble(high, next())
  }

  /// An integer in 0 ..< count from one word, ⌊word · count / 2³²⌋: probabilities are off by at most
  /// 2⁻³² each.
  @inlinable @inline(__always)
  public mutating func index(below count: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(next()) &* UInt64(count)) &>> 32)
  }
}
