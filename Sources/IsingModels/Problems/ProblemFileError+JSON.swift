import ByteFormats

extension ProblemFileError {
  /// Reads JSON in a part of a file's bytes.
  ///
  /// - Throws: what `read` throws, as an error of the file at the key that was being read, else at a byte.
  static func reading(
    _ bytes: [UInt8], _ range: Range<Int>, _ fileName: String,
    _ read: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(ProblemFileError) {
    var scanner = JSONScanner(bytes, range: range)
    do { try read(&scanner) } catch {
      let next =
        error.position < range.upperBound
        ? quoted(bytes[error.position..<min(error.position + 12, range.upperBound)])
        : "the end of the JSON"
      let (found, expected): (String?, String) =
        switch error.fault {
        case .expected(let expectation): (nil, words(expectation))
        case .repeatedKey(let name): ("key '\(name)' twice", "each key once")
        case .invalidText: ("a text that is not UTF-8", "UTF-8")
        case .content(let found, let expected): (found, expected)
        }
      throw ProblemFileError(
        fileName: fileName, place: error.key.map { "key '\($0)'" } ?? "byte \(error.position)",
        found: found ?? next, expected: expected)
    }
  }

  private static func words(_ expectation: JSONError.Expectation) -> String {
    switch expectation {
    case .value: "a value"
    case .key, .text: "a text in quotes"
    case .number: "a finite number"
    case .wholeNumber: "a whole number"
    case .truth: "true or false"
    case .objectStart: "'{'"
    case .objectEnd: "'}'"
    case .listStart: "'['"
    case .listEnd: "']'"
    case .colon: "':'"
    case .digit: "a digit"
    case .closingQuote: "a closing quote"
    case .noControlCharacter: "no control characters in a text"
    case .escape: "an escape sequence"
    case .surrogate: "both halves of a surrogate pair"
    case .hexadecimalDigits: "four hexadecimal digits"
    case .word(let word): word
    case .depth: "at most \(JSONScanner.maximumDepth) nested lists and objects"
    }
  }
}
