/// Turns a merge in words into one in ids.
enum MergeReader {
  /// The merge of the tokens on both sides of a space.
  ///
  /// - Parameters:
  ///   - parts: left token, space, right token.
  ///   - middle: the place of the space.
  /// - Throws: `inconsistent` if one of the three tokens does not exist.
  static func merge(
    _ parts: [Unicode.Scalar], at middle: Int, rank: Int, _ tokens: TokenTable, prefix: String = "",
    file: String
  ) throws(ModelFileError) -> MergeTable.Merge {
    func text() -> String { String(String.UnicodeScalarView(parts)) }
    guard middle > 0, middle < parts.count - 1 else { throw failure(file, rank, "\"\(text())\"") }
    let (left, right) = (parts[..<middle], parts[(middle + 1)...])
    let rest = right.dropFirst(prefix.unicodeScalars.count)
    guard let first = tokens.id(of: left), let second = tokens.id(of: right),
      let result = tokens.id(of: left, and: rest)
    else {
      throw ModelFileError(
        .inconsistent, file: file, place: "merge \(rank + 1)", found: "\"\(text())\"",
        expected: "two tokens of the vocabulary that make a third")
    }
    return .init(left: first, right: second, rank: rank, result: result)
  }

  /// An error at a merge that is none.
  static func failure(_ file: String, _ rank: Int, _ found: String) -> ModelFileError {
    ModelFileError(
      .wrongType, file: file, place: "merge \(rank + 1)", found: found,
      expected: "two tokens with a space between them, or a list of two")
  }

  /// The merges that a vocabulary with scores implies: every pair of tokens that makes a third, the third
  /// with the best score first, of equal ones that with the longest left part.
  static func merges(of tokens: TokenTable, score: (Int) -> Float) -> [MergeTable.Merge] {
    var merges: [MergeTable.Merge] = []
    for id in 0..<tokens.count {
      let token = tokens.token(id)
      // All cuts of a token cost the square of its length.
      guard token.count > 1, token.count <= 1000 else { continue }
      let first = merges.count
      for middle in (token.startIndex + 1)..<token.endIndex {
        guard let left = tokens.id(of: token[..<middle]),
          let right = tokens.id(of: token[middle...])
        else { continue }
        merges.append(
          .init(
            left: left, right: right, rank: token.distance(from: token.startIndex, to: middle),
            result: id))
      }
      merges[first...].sort { ($0.left, $0.right) < ($1.left, $1.right) }
    }
    let scores = (0..<tokens.count).map(score)
    // `rank` holds the length of the left part until the order is known.
    let order = merges.indices.sorted { first, second in
      let (a, b) = (merges[first], merges[second])
      if scores[a.result] != scores[b.result] { return scores[a.result] > scores[b.result] }
      return a.rank != b.rank ? a.rank > b.rank : first < second
    }
    return order.enumerated().map { rank, place in
      var merge = merges[place]
      merge.rank = rank
      return merge
    }
  }
}
