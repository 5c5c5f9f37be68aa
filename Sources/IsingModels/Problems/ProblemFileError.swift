/// What is wrong with a problem file.
public struct ProblemFileError: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let fileName: String
  /// Where in it: a line from 1, a byte, a key; nil where the whole is meant.
  public let place: String?
  /// What stands there.
  public let found: String
  /// What could stand there.
  public let expected: String

  /// An error.
  public init(fileName: String, place: String? = nil, found: String, expected: String) {
    self.fileName = fileName
    self.place = place
    self.found = found
    self.expected = expected
  }

  /// `G1.txt:7: found 'x', expected a whole number from 1 to 800`.
  public var description: String {
    "\(fileName)\(place.map { ":\($0)" } ?? ""): found \(found), expected \(expected)"
  }

  /// Bytes of a file in quotes: at most 40, and control characters as a dot.
  static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for scalar in String(decoding: bytes.prefix(40), as: UTF8.self).unicodeScalars {
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "·" : scalar)
    }
    return "'\(text)\(bytes.count > 40 ? "…" : "")'"
  }
}
