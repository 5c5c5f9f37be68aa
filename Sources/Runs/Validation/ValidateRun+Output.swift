public import Reports

extension ValidateRun {
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
