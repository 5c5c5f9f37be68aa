/// Names in the text of a program: as they are where they are one word, else in quotes.
enum ProgramName {
  /// The word for a name. One of visible ASCII without `"`, `\`, `#`, `;` and `,` is its own word; any
  /// other stands in double quotes, with `\"`, `\\` and `\u{…}` for control characters.
  static func word(_ name: String) -> String {
    if !name.isEmpty, name.utf8.allSatisfy(isPlain) { return name }
    var word = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"", "\\": word += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        word += "\\u{\(String(scalar.value, radix: 16))}"
      default: word.unicodeScalars.append(scalar)
      }
    }
    return word + "\""
  }

  /// The name and, where the name does not say it, the encoder layer: `layer2.query` is of layer 2, and
  /// `pool` of none; else `pool layer 2`, `layer2.query no layer`.
  static func words(_ name: String, layer: Int?) -> String {
    guard layer != impliedLayer(of: name) else { return word(name) }
    return word(name) + (layer.map { " layer \($0)" } ?? " no layer")
  }

  /// The layer that a name tells: the number in `layer2.…`.
  static func impliedLayer(of name: String) -> Int? {
    let parts = name.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1)
    guard parts.count == 2, name.utf8.starts(with: "layer".utf8) else { return nil }
    let digits = String(decoding: parts[0].dropFirst(5), as: UTF8.self)
    guard let number = Int(digits), String(number) == digits else { return nil }
    return number
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"\"\\#;,".utf8.contains(byte)
  }
}
