import EnergyBudgets
import ExecutionRecords
import HardwareSpecs

/// The report of a compiled program for a terminal.
public enum ProgramTables {
  /// The report as text.
  /// - Parameter report: the report.
  /// - Returns: the text, with a final newline.
  public static func text(of report: ProgramReport) -> String {
    let budget = report.chip.budget
    var lines = [
      "\(report.model) on \(report.hardware): \(report.listing.count) instructions, "
        + "\(report.outputs.count) input\(report.outputs.count == 1 ? "" : "s")",
      "",
      "  time \(Quantity.text(budget.duration_s, "s")), "
        + "\(Quantity.count(report.chip.record.timeline.totalCycles)) cycles, "
        + "timing \(report.chip.timing)",
      "  energy "
        + (budget.total_J.map {
          "\(Quantity.text($0.nominal, "J")) \(TerminalReport.range($0, "J"))"
        } ?? "unknown"),
      "",
    ]
    var rows = [["action", "count", "energy"]]
    for share in budget.byAction {
      rows.append([
        share.key.rawValue, Quantity.count(share.counts[share.key]),
        share.energy_J.map { Quantity.text($0.nominal, "J") } ?? "unknown",
      ])
    }
    lines += TerminalReport.table(rows, rightFrom: 1) + [""]
    for (index, output) in report.outputs.enumerated() {
      let shown = output.values.prefix(8).map { Quantity.decimals(Double($0), 4) }
      lines.append(
        "  output \(index + 1), \(output.tokenIDs.count) tokens, \(output.values.count) numbers: "
          + shown.joined(separator: " ") + (output.values.count > 8 ? " …" : ""))
    }
    if !report.warnings.isEmpty {
      lines.append("")
      for warning in report.warnings { lines += TerminalReport.wrapped(warning, indent: 2) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
