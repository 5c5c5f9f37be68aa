import Foundation
public import Reports

extension ReproduceReport {
  /// A table of all figures, then a section a result.
  public func document() -> Document {
    let title =
      "reproduced \(count(.reproduced)) of \(Quantity.counted(outcomes.count, "published result"))"
    return Document(
      title: title,
      sections: [
        Section("", Part.lead([title, tally]) + [.table(figureTable, on: .file)]),
        Section("Results", [.table(resultTable, on: .readers)]),
      ] + outcomes.map(Self.section), verdict: "", provenance: provenance)
  }

  private var tally: String {
    Verdict.allCases.filter { count($0) > 0 }.map { "\($0.rawValue) \(count($0))" }
      .joined(separator: ", ")
      + "; of the reproduced ones \(reproducedOfOthers) are others' measurements or simulations"
  }

  private var resultTable: Table {
    Table(
      "",
      [
        .words("result"), .words("published figures", on: .page), .words("verdict"),
        .figures("largest difference"), .figures("time"),
      ],
      outcomes.map { outcome in
        let worst = outcome.figures.map { abs($0.deviations) }.max()
        return [
          Cell(outcome.result.name), Cell(outcome.result.kind.rawValue),
          Cell(outcome.verdict.rawValue),
          Cell(worst, worst.map { String(format: "%.1f σ", $0) } ?? "–"),
          Cell(
            outcome.seconds, outcome.seconds > 0 ? String(format: "%.1f s", outcome.seconds) : "–"),
        ]
      })
  }

  /// All figures, for a file.
  private var figureTable: Table {
    Table(
      "figures",
      [
        .words("", "result"), .words("", "kind"), .words("", "result_verdict"),
        .words("", "figure"), .words("", "unit"),
        .figures("", "published"), .figures("", "published_error"), .figures("", "ours"),
        .figures("", "our_error"), .figures("", "difference"), .figures("", "standard_errors"),
        .words("", "basis"), .words("", "verdict"),
      ],
      outcomes.flatMap { outcome in
        outcome.figures.map { one in
          [
            Cell(outcome.result.name), Cell(outcome.result.kind.rawValue),
            Cell(outcome.verdict.rawValue), Cell(one.figure.name), Cell(one.figure.unit),
            Cell(one.published, ""), Cell(one.error, ""), Cell(one.ours, ""),
            Cell(one.ourError, ""), Cell(one.difference, ""), Cell(one.deviations, ""),
            Cell(one.figure.basis.rawValue), Cell(one.verdict.rawValue),
          ]
        }
      })
  }

  private static func section(_ outcome: Outcome) -> Section {
    let result = outcome.result
    var parts: [Part] = [
      .line("", on: .terminal),
      .line("\(result.name): \(outcome.verdict.rawValue)", on: .terminal),
      .sentence(result.title), .sentence("source: \(result.source) (\(result.kind.rawValue))"),
    ]
    if !outcome.figures.isEmpty { parts.append(.table(table(outcome.figures), on: .readers)) }
    parts += outcome.lacking.map { .sentence("needs \($0)") }
    if !result.missing.isEmpty { parts.append(.sentence(result.missing)) }
    if let failure = outcome.failure { parts.append(.sentence("failed: \(failure)")) }
    if !result.analogue.isEmpty { parts.append(.sentence("analogue: \(result.analogue)")) }
    parts.append(.sentence(result.note))
    parts += result.commands.map { .sentence("ising-npu \($0.line)", indent: 4) }
    parts.append(.note("Licence: \(result.licence)"))
    return Section("\(result.name): \(outcome.verdict.rawValue)", parts)
  }

  private static func table(_ figures: [Figure]) -> Table {
    Table(
      "",
      [
        .words("figure"), .figures("published"), .figures("±"), .figures("ours"), .figures("±"),
        .figures("difference"), .words("unit"), .words("verdict"),
      ],
      figures.map { one in
        let share =
          one.published == 0
          ? "" : String(format: " %+.1f %%", 100 * one.difference / one.published)
        return [
          Cell(one.figure.name), number(one.published), number(one.error), number(one.ours),
          number(one.ourError), Cell(String(format: "%+.1f σ", one.deviations) + share),
          Cell(one.figure.unit),
          Cell(
            one.figure.basis == .apart
              ? one.verdict.rawValue
              : (one.agrees ? "agrees" : "differs")
                + (one.figure.basis == .fitted ? ", fitted to it" : ", by construction")),
        ]
      })
  }

  private static func number(_ value: Double) -> Cell {
    Cell(value, String(format: abs(value) < 1e-3 && value != 0 ? "%.2g" : "%.7g", value))
  }
}
