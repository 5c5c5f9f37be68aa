/// One text of a block: the tokens that are run, behind those that a cache has.
struct BlockSequence {
  /// Token ids, with their types (`TokenWord`).
  var tokens: ArraySlice<Int>
  /// Keys and values of the tokens before these; `nil` for a whole text.
  var cache: KeyValueCache?
  /// Tokens of the text after this call: rotations may depend on it.
  var length: Int

  /// A whole text.
  init(_ tokens: [Int]) {
    self.tokens = tokens[...]
    length = tokens.count
  }

  /// A part of a text whose tokens before it are in `cache`.
  init(_ tokens: ArraySlice<Int>, behind cache: KeyValueCache, length: Int) {
    self.tokens = tokens
    self.cache = cache
    self.length = length
  }

  /// Tokens before these.
  var past: Int { cache?.count ?? 0 }
}
