import HardwareSpecs
import Foundation

extension ValidationReport {
  /// The report for readers: the failing checks marked and first, then those with the least room.
  public func document() -> Document {
    Document(
      title: "\(model.name) on \(hardware.name): is the mapping sound?",
      sections: [
        Section(
          "",
          [
            .sentence("\(model.name) on \(hardware.name): \(hardware.summary)"),
            .sentence(
              "\(textWords); \(settings.sentence(besides: defaultSettings))", on: .terminal),
            .sentence(textWords + ".", on: .page),
          ]),
        Section("Room to the limits", [.bars(bars), .note(barNote)]),
        Section("Checks", [.table(table), .table(fileTable, on: .file)]),
        Section("What was found", explanations + others),
      ],
      warnings: warnings, verdict: verdict, settings: settings, provenance: provenance,
      origin: ["description of the chip": "SHA-256 \(hardware.hash)"])
  }

  private var textWords: String {
    "\(texts.count) \(texts.count == 1 ? "text" : "texts") of \(texts.tokens) tokens"
  }

  private var table: Table {
    Table(
      "",
      [
        .words(""), .words("check"), .figures("value"), .figures("limit"), .figures("margin"),
        .words("why", on: .page),
      ],
      ordered.map { check in
        let sign = check.bound == .atMost ? "≤ " : "≥ "
        return [
          check.passed ? " " : .unknown("✗"), Cell(check.name),
          Cell(check.value.map { Self.quantity($0, check.unit) } ?? "not applicable"),
          Cell(check.limit.map { sign + Self.quantity($0, check.unit) } ?? ""),
          Cell(check.margin.map { String(format: "%+.1f %%", $0 * 100) } ?? ""),
          Cell(check.detail),
        ]
      })
  }

  /// `checks.csv`: one row a check.
  private var fileTable: Table {
    Table(
      file: "checks",
      header: ["name", "value", "limit", "bound", "margin", "unit", "passed", "detail"],
      rows: checks.map { check in
        [
          check.name, Cell.field(check.value), Cell.field(check.limit), check.bound.rawValue,
          Cell.field(check.margin), check.unit, check.passed ? "1" : "0", check.detail,
        ]
      })
  }

  /// How much of its limit each value uses up: 100 % is the limit.
  private var bars: BarChart {
    BarChart(
      unit: "%", axis: .fromZero,
      bars: ordered.compactMap { check in
        guard let value = check.value, let limit = check.limit, value > 0, limit > 0 else {
          return nil
        }
        let used = 100 * (check.bound == .atMost ? value / limit : limit / value)
        return .init(
          check.name, Band(exactly: used), figure: Cell(Quantity.percent(used / 100)),
          colour: check.passed ? .chip : .twin)
      })
  }

  private var barNote: String {
    "How much of a limit is used up: values over limits where a value must not exceed its limit, limits "
      + "over values where it must reach it. What is beyond 100 % fails."
  }

  /// Sentences of a terminal about the checks, which a page has in its table.
  private var explanations: [Part] {
    ordered.map {
      .sentence("\($0.passed ? "" : "✗ ")\($0.name): \($0.detail)", indent: 4, on: .terminal)
    }
  }

  private var others: [Part] {
    omissions.map { .sentence("not checked: \($0.name): \($0.reason)", indent: 4) }
      + (target.map { target in
        let mark = target.samples == nil ? "✗ " : ""
        return [.sentence("\(mark)target cosine: \(target.detail)", indent: 4)]
      } ?? [])
  }

  /// SI prefixes for physical units; plain figures for numbers and counted things.
  private static func quantity(_ value: Double, _ unit: String) -> String {
    if ["s", "W", "J", "Hz"].contains(unit) { return Quantity.text(value, unit) }
    let number: String
    if value == value.rounded(), value.magnitude < 1e15 {
      number = (value < 0 ? "-" : "") + Quantity.count(UInt64(value.magnitude))
    } else if value.magnitude < 1e-3 {
      number = String(format: "%.2e", value)
    } else {
      number = String(format: "%.5g", value)
    }
    // One tile is no tiles.
    let isOne = value == 1 && unit.count > 1 && unit.hasSuffix("s") && !unit.contains("/")
    return unit.isEmpty ? number : "\(number) \(isOne ? String(unit.dropLast()) : unit)"
  }

  private var verdict: String {
    failures.isEmpty
      ? (isInterrupted ? "interrupted" : "sound") + ": \(checks.count) checks, none failed"
      : "not sound: \(failures.count) of \(checks.count) checks failed: "
        + failures.joined(separator: ", ")
  }
}
