import DenseAlgebra

/// How many bits of the keys' and values' codes are 1, by key/value head: what an analog twin charges.
///
/// Codes are two's complement of b bits, a column of a tile for each.
struct OperandBits {
  private let channels: Int
  private let mask: UInt32
  /// The largest code of a weight.
  private let limit: Float
  /// By head, [token][channel]: ones of all keys up to the token.
  private var keys: [[Int32]]
  /// By head: ones of a token's value over its channels.
  private var values: [[Int32]]

  /// No tokens of so many heads.
  init(groups: Int, channels: Int, bits: Int) {
    self.channels = channels
    mask = UInt32(truncatingIfNeeded: (UInt64(1) << bits) - 1)
    limit = Float((1 << bits) - 1)
    keys = Array(repeating: [], count: groups)
    values = keys
  }

  /// Ones of a code.
  private func ones(_ code: Float) -> Int32 {
    Int32((UInt32(bitPattern: Int32(code)) & mask).nonzeroBitCount)
  }

  /// Takes the code of a key's next channel.
  mutating func append(keyCode code: Float, group: Int) {
    let before = keys[group].count - channels
    keys[group].append((before < 0 ? 0 : keys[group][before]) + ones(code))
  }

  /// Begins a token's value.
  mutating func appendValue(group: Int) { values[group].append(0) }

  /// Takes the code of the next channel of the last token's value.
  mutating func append(valueCode code: Float, group: Int) {
    values[group][values[group].count - 1] += ones(code)
  }

  /// Products of a bit of a query's code and a bit of a key's that are 1, over the keys that it sees.
  func products(ofQuery codes: Span<Float>, group: Int, keys seen: Range<Int>) -> Int {
    let keys = keys[group]
    /// Ones of the query's bits with all keys up to one.
    func upTo(_ key: Int) -> Int {
      guard key > 0 else { return 0 }
      let ones = keys.span.extracting(((key - 1) * channels)..<(key * channels))
      var products = 0
      for channel in codes.indices {
        products += Int(codes[channel]).nonzeroBitCount * Int(ones[channel])
      }
      return products
    }
    return upTo(seen.upperBound) - upTo(seen.lowerBound)
  }

  /// Products of a bit of a key's weight and a bit of its value that are 1, over the keys that are seen.
  /// Weights are the codes of b bits of e^{score − largest score}, as a table gives them.
  func products(ofScores scores: Span<Float>, group: Int, keys seen: Range<Int>) -> Int {
    let count = seen.count
    var largest = scores[0]
    for key in 1..<max(1, count) where scores[key] > largest { largest = scores[key] }
    let values = values[group]
    let ones = values.span.extracting(seen)
    var products = 0
    for first in stride(from: 0, to: count, by: 16) {
      // What lies beyond the keys may be anything.
      let weights = VectorFunctions.exp(scores.lanes(first) - largest)
      let codes = integers(weights.smaller(Lanes(repeating: 1)) * limit)
      for lane in 0..<min(16, count &- first) {
        products &+= UInt32(bitPattern: codes[lane]).nonzeroBitCount &* Int(ones[first &+ lane])
      }
    }
    return products
  }
}
