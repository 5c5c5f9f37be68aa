/// What chips and devices have in common.
enum SpecReading {
  /// The top of a description of a format, with its name and summary; empty texts stand for those that are
  /// missing or wrong, which is reported.
  static func head(
    of document: SpecDocument, format: String
  ) -> (top: SpecMapping, name: String, summary: String) {
    let top = SpecMapping(document.root, path: "", in: document)
    checkFormat(top, format)
    return (top, top.text("name") ?? "", top.text("summary") ?? "")
  }

  /// Checks the `format` line at the top of a description.
  static func checkFormat(_ top: SpecMapping, _ expected: String) {
    guard let format = top.text("format"), format != expected else { return }
    top.document.report(
      top.line(of: "format"), "format", found: "`\(format)`", expected: "`\(expected)`")
  }
}
