/// Words as a trie over Unicode scalars, held as one hash table from (node, scalar) to node: one probe a
/// scalar finds all words that begin at a place.
struct ScalarTrie: Sendable {
  /// Where every word begins.
  static let root: UInt32 = 0

  private let keys: [UInt64]
  private let nodes: [UInt32]
  private let mask: Int
  /// Id of the word that ends at a node, or −1.
  private let ids: [Int32]

  /// Builds the trie.
  ///
  /// - Parameters:
  ///   - words: words by id; empty where an id has no word. Of equal words the last counts.
  ///   - path: a text that has a node though no word may begin with it.
  init(words: [String], path: String = "") {
    let steps = words.reduce(path.utf8.count) { $0 + $1.utf8.count }
    var capacity = 16
    while capacity < 2 * steps + 2 { capacity *= 2 }
    let mask = capacity - 1
    var keys = [UInt64](repeating: .max, count: capacity)
    var nodes = [UInt32](repeating: 0, count: capacity)
    var ids: [Int32] = [-1]
    func step(_ node: UInt32, _ scalar: UInt32) -> UInt32 {
      let key = ScalarTrie.key(node, scalar)
      var slot = ScalarTrie.slot(key, mask)
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
      var node = ScalarTrie.root
      for scalar in word.unicodeScalars { node = step(node, scalar.value) }
      ids[Int(node)] = Int32(id)
    }
    var node = ScalarTrie.root
    for scalar in path.unicodeScalars { node = step(node, scalar.value) }
    self.keys = keys
    self.nodes = nodes
    self.mask = mask
    self.ids = ids
  }

  /// The node behind a scalar; `nil` if no word goes on so.
  @inline(__always)
  func child(_ node: UInt32, _ scalar: UInt32) -> UInt32? {
    let key = ScalarTrie.key(node, scalar)
    var slot = ScalarTrie.slot(key, mask)
    while true {
      if keys[slot] == key { return nodes[slot] }
      if keys[slot] == .max { return nil }
      slot = (slot &+ 1) & mask
    }
  }

  /// Id of the word that ends at a node; −1 if none does.
  @inline(__always)
  func id(at node: UInt32) -> Int32 { ids[Int(node)] }

  /// The node behind a text; `nil` if no word begins with it.
  func node(behind text: some Sequence<Unicode.Scalar>) -> UInt32? {
    var node = ScalarTrie.root
    for scalar in text {
      guard let next = child(node, scalar.value) else { return nil }
      node = next
    }
    return node
  }

  /// Id of a word; `nil` if there is none.
  func id(of word: some Sequence<Unicode.Scalar>) -> Int? {
    guard let node = node(behind: word), ids[Int(node)] >= 0 else { return nil }
    return Int(ids[Int(node)])
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
