import ByteFormats

/// Lines of a text format on their way out.
struct ProblemText {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func line(_ text: String) {
    bytes += Array(text.utf8)
    bytes.append(0x0a)
  }

  /// Two indices and a number, without an exponent.
  mutating func line(_ i: Int, _ j: Int, _ value: Double) {
    DecimalNumber.appendWhole(i, to: &bytes)
    bytes.append(0x20)
    DecimalNumber.appendWhole(j, to: &bytes)
    bytes.append(0x20)
    DecimalNumber.appendPlain(value, to: &bytes)
    bytes.append(0x0a)
  }

  /// A comment with this program's settings, behind the format's mark of a comment.
  mutating func comment(_ mark: String, kind: IsingProblem.Kind? = nil, offset: Double) {
    let settings = CommentSettings(kind: kind, offset: offset == 0 ? nil : offset)
    guard let text = settings.text else { return }
    bytes += Array(mark.utf8) + text
    bytes.append(0x0a)
  }
}
