import Foundation

/// The report of `validate` for a terminal: the checks by name, the failing ones marked and explained.
public enum ValidationTable {
  /// The text, with a final newline.
  public static func text(of report: ValidationReport) -> String {
    var lines = head(report)
    lines += TerminalReport.table(
      [["", "check", "value", "limit", "margin"]] + report.checks.map(row), rightFrom: 2)
    lines.append("")
    for check in report.checks where !check.passed {
      lines += TerminalReport.wrapped("✗ \(check.name): \(check.detail)", indent: 4)
    }
    for check in report.checks where check.passed {
      lines += TerminalReport.wrapped("  \(check.name): \(check.detail)", indent: 4)
    }
    for omission in report.omissions {
      lines += TerminalReport.wrapped(
        "  not checked: \(omission.name): \(omission.reason)", indent: 4)
    }
    if let target = report.target {
      lines += TerminalReport.wrapped(
        (target.samples == nil ? "✗ " : "  ") + "target cosine: \(target.detail)", indent: 4)
    }
    for warning in report.warnings {
      lines += TerminalReport.wrapped("warning: " + warning, indent: 9)
    }
    lines += ["", verdict(report)]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func head(_ report: ValidationReport) -> [String] {
    let settings = report.settings.map { setting in
      switch setting.value {
      case .number(let value): "\(setting.key.replacing("_", with: " ")) \(value)"
      case .word(let value): "\(setting.key.replacing("_", with: " ")) \(value)"
      }
    }
    return TerminalReport.wrapped(
      "\(report.model) on \(report.hardware): \(report.hardwareSummary)", indent: 2)
      + TerminalReport.wrapped(
        "\(report.texts.count) \(report.texts.count == 1 ? "text" : "texts") of "
          + "\(report.texts.tokens) tokens; " + settings.joined(separator: ", "), indent: 2) + [""]
  }

  private static func row(_ check: ValidationCheck) -> [String] {
    let sign = check.bound == .atMost ? "≤ " : "≥ "
    return [
      check.passed ? " " : "✗", check.name,
      check.value.map { quantity($0, check.unit) } ?? "not applicable",
      check.limit.map { sign + quantity($0, check.unit) } ?? "",
      check.margin.map { String(format: "%+.1f %%", $0 * 100) } ?? "",
    ]
  }

  /// SI prefixes for physical units; plain figures for numbers and counted things.
  private static func quantity(_ value: Double, _ unit: String) -> String {
    if ["s", "W", "J", "Hz"].contains(unit) { return Quantity.text(value, unit) }
    let number: String
    if value == value.rounded(), value.magnitude < 1e15 {
      number = "\(Int(value))"
    } else if value.magnitude < 1e-3 {
      number = String(format: "%.2e", value)
    } else {
      number = String(format: "%.5g", value)
    }
    return unit.isEmpty ? number : "\(number) \(unit)"
  }

  private static func verdict(_ report: ValidationReport) -> String {
    let failures = report.failures
    guard !failures.isEmpty else {
      return "sound: \(report.checks.count) checks, none failed"
    }
    return "not sound: \(failures.count) of \(report.checks.count) checks failed: "
      + failures.joined(separator: ", ")
  }
}
