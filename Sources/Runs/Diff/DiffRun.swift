import Jobs
import Reports

/// `diff`: what changed between two result folders.
public enum DiffRun {
  /// Compares the summaries of two folders.
  ///
  /// - Parameters:
  ///   - left: a result folder.
  ///   - right: another one.
  ///   - showsTimes: whether the report lists times and rates that were measured; they never make results differ.
  /// - Throws: `RunFailure` of kind `.badInput` for folders without a summary of this program, and for
  ///   summaries of different commands or versions.
  public static func perform(
    left: String, right: String, showsTimes: Bool = false
  ) throws(RunFailure) -> DiffReport {
    try RunFailure.ending {
      try BusyLine.showing("comparing \(left) and \(right)") {
        var report = try report(try ResultSummary(folder: left), try ResultSummary(folder: right))
        report.showsTimes = showsTimes
        return report
      }
    }
  }

  private static func report(
    _ left: ResultSummary, _ right: ResultSummary
  ) throws(FileError) -> DiffReport {
    guard left.schema == right.schema else {
      throw FileError(
        "\(right.path)/summary.json",
        "schema: found \(right.schema), expected \(left.schema) as in "
          + "\(left.path)")
    }
    let (before, after) = (left.leaves, right.leaves)
    let estimates = Estimates(before, after)
    var changes: [DiffReport.Change] = []
    var times: [DiffReport.Change] = []
    var vectors: [DiffReport.VectorChange] = []
    for path in Set(before.keys).union(after.keys).sorted() {
      let (old, new) = (before[path], after[path])
      guard old != new, !Verdicts.hold(path) else { continue }
      if MeasuredTimes.hold(path, of: left.schema) {
        times.append(.init(path: path, left: old.map(single), right: new.map(single)))
      } else if estimates.tell(path) {
        continue
      } else if let oldVector = old?.vector, let newVector = new?.vector {
        vectors.append(vectorChange(path, oldVector, newVector))
      } else {
        changes.append(.init(path: path, left: old.map(single), right: new.map(single)))
      }
    }
    return DiffReport(
      schema: left.schema, left: .init(path: left.path, arguments: left.arguments),
      right: .init(path: right.path, arguments: right.arguments),
      sections: DiffSections.sections(
        verdicts: Verdicts.changes(before, after), estimates: estimates, others: changes),
      vectors: vectors, estimates: estimates.count, times: times)
  }

  /// A value for the report; of an array or object only that it is there.
  private static func single(_ tree: JSONTree) -> JSONValue {
    if let value = tree.value { return value }
    guard case .array(let elements) = tree else { return .string("{}") }
    return .string("list of \(elements.count)")
  }

  private static func vectorChange(
    _ path: String, _ left: [Double], _ right: [Double]
  ) -> DiffReport.VectorChange {
    guard left.count == right.count else {
      return .init(path: path, cosine: nil, largestDifference: nil)
    }
    var (dot, squareOfLeft, squareOfRight, largest) = (0.0, 0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) {
      dot += a * b
      squareOfLeft += a * a
      squareOfRight += b * b
      largest = max(largest, abs(a - b))
    }
    let norm = (squareOfLeft * squareOfRight).squareRoot()
    return .init(
      path: path, cosine: norm > 0 ? min(1, max(-1, dot / norm)) : nil,
      largestDifference: largest)
  }

  /// Ends a command that asked for an exit code.
  ///
  /// - Throws: `RunFailure` of kind `.checkFailed` if anything but the provenance and measured times differs.
  public static func requireSame(_ report: DiffReport) throws(RunFailure) {
    guard report.isSame else {
      throw RunFailure(.checkFailed, "\(report.left.path) and \(report.right.path) differ")
    }
  }
}
