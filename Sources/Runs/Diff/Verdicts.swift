import Reports

/// Checks that passed on one side and failed, or were not made, on the other.
enum Verdicts {
  /// Those that fail on the right first, then those that failed on the left.
  ///
  /// - Parameters:
  ///   - before: leaves of the left summary by path.
  ///   - after: those of the right one.
  static func changes(
    _ before: [String: JSONTree], _ after: [String: JSONTree]
  ) -> [DiffReport.Change] {
    let paths = Set(before.keys).union(after.keys).filter(hold)
    return paths.sorted().compactMap { path -> DiffReport.Change? in
      let (left, right) = (before[path], after[path])
      guard left != right else { return nil }
      let name = path.dropFirst("checks[".count).dropLast("].passed".count)
      return .init(path: String(name), left: words(left), right: words(right))
    }.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
      .map(\.element)
  }

  /// Whether a path is that of a check's verdict.
  static func hold(_ path: String) -> Bool {
    path.hasPrefix("checks[") && path.hasSuffix("].passed")
  }

  private static func words(_ verdict: JSONTree?) -> JSONValue? {
    verdict.map { .string($0 == .bool(true) ? "passed" : "failed") }
  }

  private static func rank(_ change: DiffReport.Change) -> Int {
    if change.right?.words == "failed" { return change.left == nil ? 1 : 0 }
    return change.left?.words == "failed" ? 2 : 3
  }
}
