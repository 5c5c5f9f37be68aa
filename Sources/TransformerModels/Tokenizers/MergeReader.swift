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
    let text = String(String.UnicodeScalarView(parts))
    guard middle > 0, middle < parts.count - 1 else { throw failure(file, rank, "\"\(text)\"") }
    let (left, right) = (parts[..<middle], parts[(middle + 1)...])
    let rest = right.dropFirst(prefix.unicodeScalars.count)
    guard let first = tokens.id(of: left), let second = tokens.id(of: right),
      let result = tokens.id(of: Array(left + rest)[...])
    else {
      throw ModelFileError(
        .inconsistent, file: file, place: "merge \(rank + 1)", found: "\"\(text)\"",
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
}
