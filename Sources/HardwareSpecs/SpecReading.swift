/// What chips and devices have in common.
enum SpecReading {
  /// Checks the `format` line at the top of a description.
  static func checkFormat(_ top: SpecMapping, _ expected: String) {
    guard let format = top.text("format"), format != expected else { return }
    top.document.report(
      top.line(of: "format"), "format", found: "`\(format)`", expected: "`\(expected)`")
  }
}
