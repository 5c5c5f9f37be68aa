import Reports

/// Values with standard errors in two summaries: what differs is told in standard errors of the difference.
struct Estimates {
  /// The most that differs first.
  private(set) var changes: [DiffReport.Change] = []
  /// Estimates that are on both sides.
  private(set) var count = 0
  private let bases: Set<String>

  /// Compares what has a `value` and an `error`.
  ///
  /// - Parameters:
  ///   - before: leaves of the left summary by path.
  ///   - after: those of the right one.
  init(_ before: [String: JSONTree], _ after: [String: JSONTree]) {
    bases = Self.bases(before).union(Self.bases(after))
    for base in bases.sorted() {
      let (left, right) = (before[base + ".value"], after[base + ".value"])
      let (a, b) = (left?.value?.number, right?.value?.number)
      if a != nil, b != nil { count += 1 }
      guard left != right else { continue }
      let errors = [before, after].map { $0[base + ".error"]?.value?.number ?? 0 }
      let error = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
      var change = DiffReport.Change(path: base, left: left?.value, right: right?.value)
      if let a, let b, error > 0 { change.standardErrors = (b - a) / error }
      changes.append(change)
    }
    changes.sort { left, right in
      let sizes = [left, right].map { abs($0.standardErrors ?? .infinity) }
      return sizes[0] == sizes[1] ? left.path < right.path : sizes[0] > sizes[1]
    }
  }

  /// Whether a path is an estimate's value, which `changes` tells.
  func tell(_ path: String) -> Bool {
    path.hasSuffix(".value") && bases.contains(String(path.dropLast(6)))
  }

  /// Whether a path belongs to an estimate: its error, autocorrelation time, deviation.
  func hold(_ path: String) -> Bool {
    guard let dot = path.lastIndex(of: ".") else { return false }
    return bases.contains(String(path[..<dot]))
  }

  private static func bases(_ leaves: [String: JSONTree]) -> Set<String> {
    Set(
      leaves.keys.lazy.filter { $0.hasSuffix(".value") }.map { String($0.dropLast(6)) }
        .filter { leaves[$0 + ".error"] != nil })
  }
}
