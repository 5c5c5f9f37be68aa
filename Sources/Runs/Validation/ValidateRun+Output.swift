import Jobs
public import Reports

extension ValidateRun {
  /// Ends a command whose checks did not all pass; one that Ctrl-C stopped has a code of its own.
  ///
  /// - Throws: `RunFailure` of kind `.checkFailed` that names the checks.
  public static func requireSound(_ report: ValidationReport) throws(RunFailure) {
    let failures = report.failures
    guard !failures.isEmpty, !Interruption.isRequested else { return }
    throw RunFailure(
      .checkFailed,
      "\(failures.count) \(failures.count == 1 ? "check" : "checks") failed: "
        + failures.joined(separator: ", "))
  }
}
