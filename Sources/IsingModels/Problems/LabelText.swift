import ByteFormats

extension JSONScanner {
  /// A list of labels as dimod writes them: numbers, texts, and lists for tuples.
  mutating func labels() throws(JSONError) -> [VariableLabel] {
    var labels: [VariableLabel] = []
    try list { (scanner) throws(JSONError) in labels.append(try scanner.label(depth: 0)) }
    return labels
  }

  /// A label: a number, a text, or a list of labels.
  mutating func label(depth: Int) throws(JSONError) -> VariableLabel {
    switch peek() {
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "["):
      guard depth < 16 else { throw failure(expected: "labels of at most 16 nested lists") }
      var parts: [VariableLabel] = []
      try list { (scanner) throws(JSONError) in
        parts.append(try scanner.label(depth: depth + 1))
      }
      return .list(parts)
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      switch try value() {
      case .integer(let number): return .integer(number)
      case .number(let number) where number.isFinite: return .real(number)
      default: throw failure(expected: "a label: a finite number, a text or a list of such")
      }
    default: throw failure(expected: "a label: a number, a text or a list of such")
    }
  }
}

extension VariableLabel {
  /// Labels of a file, if they are not 0 … N − 1.
  ///
  /// - Throws: where there are not `count` different ones.
  static func checked(
    _ labels: [VariableLabel], count: Int, fileName: String, place: String
  ) throws(ProblemFileError) -> [VariableLabel]? {
    guard labels.count == count else {
      throw ProblemFileError(
        fileName: fileName, place: place, found: "\(labels.count) labels", expected: "\(count)")
    }
    if labels.enumerated().allSatisfy({ $1 == .integer($0) }) { return nil }
    // Compared as they are written: texts of the same letters in different code points differ.
    var seen: Set<String> = []
    for label in labels where !seen.insert(label.json).inserted {
      throw ProblemFileError(
        fileName: fileName, place: place, found: "the label \(label.json) twice",
        expected: "different labels")
    }
    return labels
  }

  /// The label in JSON, in ASCII as dimod's binary form wants it.
  var json: String {
    switch self {
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .text(let text): JSONText.quoted(text)
    case .list(let parts): "[\(parts.map(\.json).joined(separator: ", "))]"
    }
  }
}

/// JSON as text.
enum JSONText {
  /// A text in quotes, in ASCII.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: quoted += "\\\""
      case 0x5c: quoted += "\\\\"
      case 0x20..<0x7f: quoted.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return quoted + "\""
  }
}
