import Foundation

/// The report of `diff` for a terminal.
public enum DiffTable {
  /// Most changes of a section that are listed; the JSON document has all.
  private static let mostRows = 20

  /// The text, with a final newline.
  public static func text(of report: DiffReport) -> String {
    var lines = [
      "left   \(report.left.path)", "right  \(report.right.path)", "",
    ]
    if report.isSame {
      return lines.joined(separator: "\n") + "nothing but the provenance differs\n"
    }
    for section in report.sections where !section.changes.isEmpty {
      lines += TerminalReport.table(
        [[section.title, "left", "right", "difference", "relative"]]
          + section.changes.prefix(mostRows).map { row($0, section.unit) }, rightFrom: 1)
      let more = section.changes.count - mostRows
      if more > 0 { lines.append("  … and \(more) more (--json lists all)") }
      lines.append("")
    }
    if !report.vectors.isEmpty {
      lines += TerminalReport.table(
        [["lists of numbers", "cosine", "largest difference"]]
          + report.vectors.prefix(mostRows).map { vector in
            [
              TerminalReport.excerpt(vector.path, 60),
              vector.cosine.map { Quantity.decimals($0, 6) } ?? "–",
              vector.largestDifference.map { String(format: "%.3g", $0) } ?? "other length",
            ]
          }, rightFrom: 1)
      let more = report.vectors.count - mostRows
      if more > 0 { lines.append("  … and \(more) more (--json lists all)") }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func row(_ change: DiffReport.Change, _ unit: String) -> [String] {
    [
      TerminalReport.excerpt(change.path, 60), words(change.left, unit),
      words(change.right, unit),
      change.difference.map { signed($0, unit) } ?? "",
      change.relative.map { String(format: "%+.2f %%", $0 * 100) } ?? "",
    ]
  }

  private static func words(_ value: JSONValue?, _ unit: String) -> String {
    switch value {
    case nil: "absent"
    case .some(.string(let text)): TerminalReport.excerpt(text, 24)
    case .some(.integer(let count)): Quantity.count(count)
    case .some(let value):
      value.number.map { number in
        unit.isEmpty ? String(format: "%.6g", number) : Quantity.text(number, unit)
      } ?? value.line
    }
  }

  private static func signed(_ value: Double, _ unit: String) -> String {
    let text =
      unit.isEmpty ? String(format: "%.4g", abs(value)) : Quantity.text(abs(value), unit)
    return (value < 0 ? "-" : "+") + text
  }
}
