/// A WordPiece vocabulary and its greedy longest match.
///
/// The words form a trie over Unicode scalars, held as one hash table from (node, scalar) to node: one
/// probe a scalar finds the longest match, where trying each prefix of a word costs the square.
struct WordPieceVocabulary: Sendable {
  /// Words by id; empty where an id has no word.
  let words: [String]
  /// Stands for a word that no sequence of pieces spells.
  let unknown: Int
  /// Longer words are unknown.
  let maximumScalars: Int

  private let keys: [UInt64]
  private let nodes: [UInt32]
  private let mask: Int
  /// Id of the word that ends at a node, or −1.
  private let ids: [Int32]
  /// The node behind the continuation prefix, where all pieces but the first begin; 0 if none.
  private let continuation: UInt32

  /// Builds the trie.
  ///
  /// - Parameter words: words by id; empty where an id has no word.
  init(words: [String], unknown: Int, continuationPrefix: String, maximumScalars: Int) {
    self.words = words
    self.unknown = unknown
    self.maximumScalars = maximumScalars
    let steps = words.reduce(0) { $0 + $1.utf8.count }
    var capacity = 16
    while capacity < 2 * steps + 2 { capacity *= 2 }
    let mask = capacity - 1
    var keys = [UInt64](repeating: .max, count: capacity)
    var nodes = [UInt32](repeating: 0, count: capacity)
    var ids: [Int32] = [-1]
    func step(_ node: UInt32, _ scalar: UInt32) -> UInt32 {
      let key = WordPieceVocabulary.key(node, scalar)
      var slot = WordPieceVocabulary.slot(key, mask)
      while keys[slot] != key {
        if keys[slot] == .max {
          keys[slot] = key
          nodes[slot] = UInt32(ids.count)
          ids.append(-1)
          break
        }
        slot = (slot + 1) & mask
      }
      return nodes[slot]
    }
    for (id, word) in words.enumerated() where !word.isEmpty {
      var node: UInt32 = 0
      for scalar in word.unicodeScalars { node = step(node, scalar.value) }
      ids[Int(node)] = Int32(id)
    }
    var prefixNode: UInt32 = 0
    for scalar in continuationPrefix.unicodeScalars { prefixNode = step(prefixNode, scalar.value) }
    self.keys = keys
    self.nodes = nodes
    self.mask = mask
    self.ids = ids
    continuation = prefixNode
  }

  /// Appends the ids of the pieces of `word`, or the unknown id.
  func append(_ word: [UInt32], to tokens: inout [Int]) {
    guard word.count <= maximumScalars else {
      tokens.append(unknown)
      return
    }
    let before = tokens.count
    var start = 0
    while start < word.count {
      var node: UInt32 = start == 0 ? 0 : continuation
      var longest = -1
      var end = start
      var index = start
      while index < word.count, let next = child(node, word[index]) {
        node = next
        index += 1
        let id = ids[Int(node)]
        if id >= 0 {
          longest = Int(id)
          end = index
        }
      }
      guard longest >= 0 else {  // one unknown piece makes the whole word unknown
        tokens.removeSubrange(before...)
        tokens.append(unknown)
        return
      }
      tokens.append(longest)
      start = end
    }
  }

  @inline(__always)
  private func child(_ node: UInt32, _ scalar: UInt32) -> UInt32? {
    let key = WordPieceVocabulary.key(node, scalar)
    var slot = WordPieceVocabulary.slot(key, mask)
    while true {
      if keys[slot] == key { return nodes[slot] }
      if keys[slot] == .max { return nil }
      slot = (slot &+ 1) & mask
    }
  }

  /// Scalars have 21 bits.
  @inline(__always)
  private static func key(_ node: UInt32, _ scalar: UInt32) -> UInt64 {
    UInt64(node) << 21 | UInt64(scalar)
  }

  /// Fibonacci hashing: the high bits of a product with 2⁶⁴ over the golden ratio.
  @inline(__always)
  private static func slot(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
  }
}
