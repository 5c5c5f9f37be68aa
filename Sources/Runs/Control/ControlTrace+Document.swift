import CriticalControl
import Foundation
public import Reports
import SampleStatistics

extension ControlTrace {
  /// Heads on a terminal.
  private static let mostRows = 24

  /// The trace for readers.
  ///
  /// - Throws: `PictureError` where a picture cannot be drawn.
  public func document() throws(PictureError) -> Document {
    let source =
      request.model.map { "\($0.folder) on \(Quantity.counted($0.texts.count, "text"))" }
      ?? request.scores.sentence
    let title = "control: \(source)"
    let pictures = try ControlCharts(self).pictures()
    return Document(
      title: title,
      sections: [
        Section(
          "",
          Part.lead([title]) + [
            .sentence(
              settings.sentence(besides: Self.settings(of: request.usual)), indent: 0,
              on: .terminal)
          ]),
        Section("", [.cards(cards)]),
        Section("Heads", [.table(headTable.shown(rows: Self.mostRows))] + rest + [.line(summary)]),
      ]
        + pictures.map { picture in
          Section(picture.title, [.picture(picture.drawing, name: picture.name)])
        } + [Section("", [.table(stepTable, on: .file)])],
      warnings: warnings, settings: settings,
      provenance: Provenance(arguments: request.arguments, seed: request.seed))
  }

  /// How many heads are in the corridor, and how fast.
  private var summary: String {
    let steps = reached
    let inside = steps.compactMap(\.self)
    let corridor = "H_t ± \(request.band) nat"
    guard let most = inside.max() else {
      return "none of \(Quantity.counted(steps.count, "head")) settled: none reached \(corridor)"
    }
    let share = "\(inside.count) of \(Quantity.counted(steps.count, "head")) reach \(corridor)"
    let settled = controlled.count {
      $0.head.steps.settled(target: $0.target, band: request.band) != nil
    }
    return share + ", the slowest in \(most) steps; \(settled) are there at the end"
  }

  private var rest: [Part] {
    heads.count > Self.mostRows
      ? [.line("… \(heads.count - Self.mostRows) more heads: --out, --csv, --json", on: .terminal)]
      : []
  }

  private var cards: [Card] {
    let inside = reached.compactMap(\.self)
    let ratios = controlled.map(\.head.finalRatio).filter(\.isFinite)
    var cards = [
      Card(
        "heads in the corridor", .count(inside.count),
        remark: "of \(controlled.count), at some step")
    ]
    if let most = inside.max() {
      cards.append(Card("steps of the slowest", .count(most), remark: "from \(request.start)/√d"))
    }
    if let low = ratios.min(), let high = ratios.max() {
      cards.append(
        Card(
          "β√d at the end", Cell(String(format: "%.3g to %.3g", low, high)),
          remark: "1 is the textbook's"))
    }
    return cards
  }

  /// `heads.csv`: one row a head.
  private var headTable: Table {
    func number(_ value: Double?, _ digits: Int = 3) -> Cell {
      guard let value, value.isFinite else { return Cell(nil, "–") }
      let isLong = abs(value) >= 1e4 || (value != 0 && abs(value) < 1e-3)
      return Cell(value, String(format: isLong ? "%.2e" : "%.\(digits)f", value))
    }
    return Table(
      "heads",
      [
        .words("head", "head"), .figures("ln N", "log_n"), .figures("σ", "deviation"),
        .figures("H_t", "target_nats"), .figures("gain", "gain"),
        .figures("β√d first", "first_beta_over_textbook"),
        .figures("last", "last_beta_over_textbook"),
        .figures("H last", "last_entropy_nats"), .figures("steps", "steps_into_band"),
        .figures("β*√d target", "target_beta_over_textbook"),
        .figures("printed", "printed_beta_over_textbook"),
      ],
      heads.map { head in
        let steps = head.target.flatMap { head.steps.reached(target: $0, band: request.band) }
        let target = head.starts?.values.first { $0.derivation == .targetEntropy }
        let printed = head.starts?.values.first { $0.derivation == .freeEnergy }
        let textbook = head.source.textbook
        return [
          Cell(head.source.name), number(head.logCount), number(head.starts?.deviation),
          number(head.target), number(head.gain),
          number(head.steps.first.map { $0.beta / textbook }), number(head.finalRatio),
          number(head.steps.last?.entropy), steps.map { Cell.count($0) } ?? Cell(nil, "–"),
          number(target.map { $0.beta / textbook }), number(printed.map { $0.beta / textbook }),
        ]
      })
  }

  /// `steps.csv`: one row a head and step.
  private var stepTable: Table {
    Table(
      file: "steps",
      header: [
        "layer", "head", "step", "beta", "beta_over_textbook", "entropy_nats", "reading_nats",
      ],
      rows: heads.flatMap { head in
        head.steps.enumerated().map { index, step in
          [
            head.source.layer.map { "\($0)" } ?? "", "\(head.source.head)", "\(index)",
            "\(step.beta)", "\(step.beta / head.source.textbook)", "\(step.entropy)",
            Cell.field(step.reading),
          ]
        }
      })
  }
}
