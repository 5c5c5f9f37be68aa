import ByteFormats

/// What comments of text formats say about the problem.
///
/// Formats without a place for a constant have comments for it: `c offset : 2.375`, `c scale : 2.7`
/// (bqpjson's and QUBOTools' translators), `# offset 3.5`, `# constant = -1`, and this program's own
/// `ising-npu kind=qubo offset=3.5`. The objective is scale · (terms + offset).
struct CommentSettings {
  var kind: IsingProblem.Kind?
  var offset: Double?
  var scale: Double?
  /// Whether another program's comment set `offset` or `scale`.
  private(set) var isForeign = false
  /// Lines that speak of an offset in a form that is not understood.
  private(set) var unclearLines: [Int] = []

  /// Takes the settings of a comment, if it has some.
  mutating func read(_ lines: ProblemLines) throws(ProblemFileError) {
    let text = lines.rest(Self.longest)
    let words = text.split { $0 == " " || $0 == "\t" || $0 == "#" || $0 == "%" }
    if let start = words.firstIndex(of: "ising-npu") {
      return try readOwn(words[(start + 1)...], lines)
    }
    let bytes = Array(text.lowercased().utf8)
    if let value = try Self.number(after: "offset", in: bytes, lines) {
      try set(\.offset, value, "offset", lines)
    } else if let value = try Self.number(after: "constant", in: bytes, lines) {
      try set(\.offset, value, "offset", lines)
    } else if Self.places(of: "offset", in: bytes).contains(where: {
      bytes[$0...].contains { Self.isDigit($0) }
    }) {
      unclearLines.append(lines.number)
    }
    if let value = try Self.number(after: "scale", in: bytes, lines) {
      try set(\.scale, value, "scale", lines)
    }
  }

  /// The part of a comment that is looked at, in bytes.
  private static let longest = 4096

  private mutating func readOwn(
    _ words: ArraySlice<Substring>, _ lines: ProblemLines
  ) throws(ProblemFileError) {
    for word in words {
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

  private mutating func set(
    _ setting: WritableKeyPath<Self, Double?>, _ value: Double, _ name: String,
    _ lines: ProblemLines
  ) throws(ProblemFileError) {
    guard self[keyPath: setting] == nil || self[keyPath: setting] == value else {
      throw lines.error("another \(name) than before, \(value)", "one \(name)")
    }
    self[keyPath: setting] = value
    isForeign = true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-") || byte >= 0x80
  }

  /// Where a word ends that stands alone.
  private static func places(of word: StaticString, in bytes: [UInt8]) -> [Int] {
    let count = word.utf8CodeUnitCount
    guard bytes.count >= count else { return [] }
    return (0...bytes.count - count).filter { start in
      (0..<count).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
        && (start == 0 || !isPartOfName(bytes[start - 1]))
        && (start + count == bytes.count || !isPartOfName(bytes[start + count]))
    }.map { $0 + count }
  }

  /// The number behind a word, with `=`, `:` or nothing but blanks between them.
  ///
  /// - Throws: where `=` or `:` follows, and no number.
  private static func number(
    after word: StaticString, in bytes: [UInt8], _ lines: ProblemLines
  ) throws(ProblemFileError) -> Double? {
    for place in places(of: word, in: bytes) {
      var start = place
      func skip() {
        while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
      }
      skip()
      let isAssigned =
        start < bytes.count
        && (bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ":"))
      if isAssigned {
        start += 1
        skip()
      }
      var end = start
      while end < bytes.count, !" \t\r,;)]}\"'".utf8.contains(bytes[end]) { end += 1 }
      if let value = DecimalNumber.parse(bytes, start..<end) { return value }
      // A sentence about scales is a comment; an offset without a value would be lost.
      if isAssigned, "\(word)" == "offset" {
        throw lines.error(
          "'offset' followed by \(ProblemFileError.quoted(bytes[start..<end]))",
          "a finite number")
      }
    }
    return nil
  }

  /// A sentence for comments that were not understood.
  func warning(fileName: String) -> String? {
    guard let line = unclearLines.first else { return nil }
    return "\(fileName):\(line): the comment speaks of an offset in no known form: it was not read "
      + "('offset = number' is)"
  }

  /// Refuses a constant or a scale for a form that has none.
  func refuse(_ what: String, fileName: String) throws(ProblemFileError) {
    guard isForeign, offset ?? 0 != 0 || scale ?? 1 != 1 else { return }
    throw ProblemFileError(
      fileName: fileName,
      found: "a comment with "
        + (scale ?? 1 != 1 ? "a scale of \(scale ?? 1)" : "an offset of \(offset ?? 0)"),
      expected: "none: \(what)")
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
