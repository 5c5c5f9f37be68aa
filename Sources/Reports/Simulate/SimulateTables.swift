import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import SampleStatistics

/// The report of `simulate` as text.
public enum SimulateTables {
  /// Rows of one kind on a terminal.
  static let mostRows = 24

  /// A screen of text, with a final newline.
  /// - Parameter report: the report.
  /// - Returns: the text.
  public static func text(of report: SimulateReport) -> String {
    var lines = [
      "\(report.program) on \(report.chip): \(report.agents) agents, \(report.couplings) couplings"
        + (report.storesExactly ? "" : ", stored with rounding"),
      report.settings.map { setting in
        switch setting.value {
        case .number(let value): "\(setting.key) \(value)"
        case .word(let value): "\(setting.key) \(value)"
        }
      }.joined(separator: ", "),
    ]
    for read in report.reads { lines += [""] + text(of: read) }
    lines += [""] + costs(report)
    lines.append(
      "simulated \(Quantity.count(report.events)) events in "
        + Quantity.text(report.wall_s, "s")
        + (report.wall_s > 0
          ? ": " + Quantity.text(Double(report.events) / report.wall_s, "/s") : ""))
    lines += report.warnings.flatMap { TerminalReport.wrapped("warning: " + $0, indent: 2) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(of read: SimulateReport.Read) -> [String] {
    var lines = ["`\(read.line)` (instruction \(read.instruction))"]
    lines.append(
      "  β \(short(read.beta)), \(read.held) held; \(Quantity.count(UInt64(read.count))) reads, one "
        + "each \(Quantity.text(read.interval_s, "s")) of the chip")
    let hasStored = read.quantities.contains { $0.stored != nil }
    var rows = [
      ["quantity", "measured", "τ_int", "exact", "off by"] + (hasStored ? ["as stored"] : [])
    ]
    for kind in [SimulateReport.Quantity.Kind.observable, .energy, .mean, .correlation] {
      let all = read.quantities.filter { $0.kind == kind }
      for quantity in all.prefix(mostRows) {
        rows.append(row(quantity, hasStored: hasStored))
      }
      if all.count > mostRows { rows.append(["… \(all.count - mostRows) more in the JSON"]) }
    }
    lines += TerminalReport.table(rows, rightFrom: 1).map { "  " + $0 }
    if let slowest = read.slowest, let samples = read.effectiveSamples {
      var line =
        "  \(Quantity.count(UInt64(samples.rounded()))) effective samples of the slowest, "
        + slowest.name
      if let rate = read.samplesPerSecond { line += "; " + Quantity.text(rate, "/s") }
      lines.append(line)
      lines.append(
        "  effective samples per joule: "
          + (read.samplesPerJoule.map {
            let range = String(format: " (%.2e to %.2e)", $0.low, $0.high)
            return String(format: "%.2e", $0.nominal) + range
          } ?? Figures.unknownText(read.budget.missingPrices)))
    }
    return lines
  }

  private static func row(_ quantity: SimulateReport.Quantity, hasStored: Bool) -> [String] {
    func digits(_ value: Double?, _ format: String) -> String {
      // What is 0 but for the order of its sum has no sign.
      value.map { String(format: format, $0.magnitude < 1e-12 ? 0 : $0) } ?? "–"
    }
    var row = [quantity.name]
    row.append(quantity.measured.map(LatticeTables.uncertain) ?? "–")
    row.append(digits(quantity.measured?.tau, "%.2f"))
    row.append(digits(quantity.exact, "%.6f"))
    row.append(digits(quantity.standardErrors, "%+.1f σ"))
    if hasStored { row.append(digits(quantity.stored, "%.6f")) }
    return row
  }

  private static func costs(_ report: SimulateReport) -> [String] {
    func line(_ name: String, _ budget: ChipBudget) -> String {
      let energy =
        budget.total_J.map { Figures.plain($0, "J") } ?? Figures.unknownText(budget.missingPrices)
      let power = budget.averagePower_W.map { ", " + Figures.plain($0, "W") } ?? ""
      return "\(name): \(Quantity.text(budget.duration_s, "s")), \(energy)\(power)"
    }
    var lines = [line("set-up, once", report.setup), line("run", report.budget)]
    let words = shares(report.budget).map { share in
      "\(share.actionClass.rawValue) \(Quantity.percent(share.operations))"
        + (share.energy.map { " (\(Quantity.percent($0)) of the energy of actions)" } ?? "")
    }
    lines.append("operations by class: " + words.joined(separator: ", "))
    for share in report.budget.byAction {
      lines.append(
        "  \(Figures.name(share.key)): \(Quantity.count(share.counts[share.key]))"
          + (share.energy_J.map { ", " + Figures.plain($0, "J") } ?? ""))
    }
    return lines
  }

  /// The share of each class in operations and in the energy of actions.
  static func shares(
    _ budget: ChipBudget
  ) -> [(actionClass: ActionClass, operations: Double, energy: Double?)] {
    let all = budget.byClass.reduce(0.0) { $0 + Double($1.counts.total(of: $1.key)) }
    return budget.byClass.map { share in
      (
        share.key, all > 0 ? Double(share.counts.total(of: share.key)) / all : 0,
        budget.dynamic_J.flatMap { total in
          share.energy_J.flatMap { total.nominal > 0 ? $0.nominal / total.nominal : nil }
        }
      )
    }
  }

  private static func short(_ value: Double) -> String { String(format: "%g", value) }
}
