import ByteFormats

/// What this program adds to text formats in a comment that others skip:
/// `ising-npu kind=qubo offset=3.5`.
///
/// It keeps what the format itself has no place for: qbsolv's files, dimod's COO and Matrix Market have
/// no offset, and Matrix Market does not say what its matrix means.
struct CommentSettings {
  var kind: IsingProblem.Kind?
  var offset: Double?

  /// Takes the settings of a comment, if it has some.
  mutating func read(_ lines: ProblemLines) throws(ProblemFileError) {
    let words = lines.rest.split { $0 == " " || $0 == "\t" || $0 == "#" || $0 == "%" }
    guard let start = words.firstIndex(of: "ising-npu") else { return }
    for word in words[(start + 1)...] {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      switch (parts.first, parts.last) {
      case ("kind", let name?) where parts.count == 2:
        guard let kind = IsingProblem.Kind(rawValue: name) else {
          let names = IsingProblem.Kind.allCases.map(\.rawValue).joined(separator: ", ")
          throw lines.error(ProblemFileError.quoted(ArraySlice(word.utf8)), "kind= \(names)")
        }
        self.kind = kind
      case ("offset", let text?) where parts.count == 2:
        let bytes = Array(text.utf8)
        guard let value = DecimalNumber.parse(bytes, bytes.indices) else {
          throw lines.error(ProblemFileError.quoted(ArraySlice(word.utf8)), "offset= a number")
        }
        offset = value
      default:
        throw lines.error(
          ProblemFileError.quoted(ArraySlice(word.utf8)), "'kind=…' or 'offset=…'")
      }
    }
  }

  /// The comment's text; nil where there is nothing to say.
  var text: [UInt8]? {
    guard kind != nil || offset != nil else { return nil }
    var text = Array("ising-npu".utf8)
    if let kind { text += Array(" kind=\(kind.rawValue)".utf8) }
    if let offset {
      text += Array(" offset=".utf8)
      DecimalNumber.appendPlain(offset, to: &text)
    }
    return text
  }
}
