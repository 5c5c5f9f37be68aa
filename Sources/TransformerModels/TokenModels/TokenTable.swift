/// Tokens by id, and ids by token, compared scalar by scalar.
struct TokenTable: Sendable {
  private let scalars: [Unicode.Scalar]
  private let starts: [Int32]
  /// Ids by hash; −1 where a slot is empty.
  private let slots: [Int32]
  private let mask: Int

  /// One more than the largest id.
  var count: Int { starts.count - 1 }

  /// Builds the table of words by id, empty where an id has none; of equal words the last counts.
  init(words: [String]) {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(words.reduce(0) { $0 + $1.utf8.count })
    var starts: [Int32] = [0]
    starts.reserveCapacity(words.count + 1)
    for word in words {
      scalars.append(contentsOf: word.unicodeScalars)
      starts.append(Int32(scalars.count))
    }
    var capacity = 16
    while capacity < 2 * words.count { capacity *= 2 }
    var slots = [Int32](repeating: -1, count: capacity)
    for id in words.indices {
      let range = Int(starts[id])..<Int(starts[id + 1])
      guard !range.isEmpty else { continue }
      var slot = TokenTable.place(TokenTable.hash(scalars[range])) & (capacity - 1)
      while slots[slot] >= 0 {
        let other = Int(slots[slot])
        if scalars[Int(starts[other])..<Int(starts[other + 1])] == scalars[range] { break }
        slot = (slot + 1) & (capacity - 1)
      }
      slots[slot] = Int32(id)
    }
    self.scalars = scalars
    self.starts = starts
    self.slots = slots
    mask = capacity - 1
  }

  /// The token of an id; empty where there is none.
  func token(_ id: Int) -> ArraySlice<Unicode.Scalar> {
    guard id >= 0, id < count else { return [] }
    return scalars[Int(starts[id])..<Int(starts[id + 1])]
  }

  /// The id of a token; `nil` if there is none.
  func id(of token: ArraySlice<Unicode.Scalar>) -> Int? { id(of: token, and: []) }

  /// The id of a token in two parts; `nil` if there is none.
  func id(
    of left: ArraySlice<Unicode.Scalar>, and right: ArraySlice<Unicode.Scalar>
  ) -> Int? {
    let count = left.count + right.count
    guard count > 0 else { return nil }
    var slot = TokenTable.place(TokenTable.hash(right, after: TokenTable.hash(left))) & mask
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      let (start, end) = (Int(starts[id]), Int(starts[id + 1]))
      let middle = start + left.count
      if end - start == count, scalars[start..<middle] == left, scalars[middle..<end] == right {
        return id
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The id of a token; `nil` if there is none.
  func id(of token: String) -> Int? { id(of: Array(token.unicodeScalars)[...]) }

  private static func hash(
    _ token: ArraySlice<Unicode.Scalar>, after start: UInt64 = 0xcbf2_9ce4_8422_2325
  ) -> UInt64 {
    var hash = start
    for scalar in token { hash = (hash ^ UInt64(scalar.value)) &* 0x9e37_79b9_7f4a_7c15 }
    return hash
  }

  private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) }
}
