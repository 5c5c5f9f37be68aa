/// A WordPiece vocabulary and its greedy longest match.
///
/// A trie finds the longest match with one probe a scalar, where trying each prefix of a word costs the
/// square.
struct WordPieceVocabulary: Sendable {
  /// Words by id; empty where an id has no word.
  let words: [String]
  /// Stands for a word that no sequence of pieces spells.
  let unknown: Int
  /// Longer words are unknown.
  let maximumScalars: Int

  let trie: ScalarTrie
  /// The node behind the continuation prefix, where all pieces but the first begin; 0 if none.
  private let continuation: UInt32

  /// Builds the trie.
  ///
  /// - Parameter words: words by id; empty where an id has no word.
  init(words: [String], unknown: Int, continuationPrefix: String, maximumScalars: Int) {
    self.words = words
    self.unknown = unknown
    self.maximumScalars = maximumScalars
    trie = ScalarTrie(words: words, path: continuationPrefix)
    continuation = trie.node(behind: continuationPrefix.unicodeScalars) ?? ScalarTrie.root
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
      var node = start == 0 ? ScalarTrie.root : continuation
      var longest = -1
      var end = start
      var index = start
      while index < word.count, let next = trie.child(node, word[index]) {
        node = next
        index += 1
        let id = trie.id(at: node)
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
}
