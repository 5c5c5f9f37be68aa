public import Reports

/// The best spins as a text file.
public enum SpinFile {
  /// A comment, then a variable and its spin a line. Texts with white space and lists stand as JSON.
  public static func text(labels: [JSONValue], spins: [Int8]) -> String {
    var text = "# variable spin\n"
    for (label, spin) in zip(labels, spins) { text += "\(word(label)) \(spin)\n" }
    return text
  }

  private static func word(_ label: JSONValue) -> String {
    guard case .string(let word) = label, !word.isEmpty, !word.hasPrefix("\""),
      !word.contains(where: { $0.isWhitespace || $0.isNewline })
    else { return label.line }
    return word
  }
}
