public import Reports

extension ValidateRun {
  /// The report as one JSON document, with a final newline.
  public static func json(of report: ValidationReport) -> String {
    ValidationDocument.document(of: report).text() + "\n"
  }

  /// The report for a terminal.
  public static func terminal(of report: ValidationReport) -> String {
    ValidationTable.text(of: report)
  }

  /// Ends a command whose checks did not all pass.
  ///
  /// - Throws: `RunFailure` of kind `.checkFailed` that names the checks.
  public static func requireSound(_ report: ValidationReport) throws(RunFailure) {
    let failures = report.failures
    guard !failures.isEmpty else { return }
    throw RunFailure(
      .checkFailed,
      "\(failures.count) \(failures.count == 1 ? "check" : "checks") failed: "
        + failures.joined(separator: ", "))
  }
}
