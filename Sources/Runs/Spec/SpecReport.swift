import ChipComponents
import EnergyBudgets
import HardwareSpecs
public import Reports

/// Every figure of a hardware description.
public struct SpecReport: Report {
  /// Name and version of the layout of the JSON document.
  public static let schema = "ising-npu-spec/1"

  /// The figures.
  let listing: SpecListing
}

extension SpecReport: HasFacts {
  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "name": listing.name, "kind": listing.kind.rawValue,
      "summary": listing.summary, "hash": listing.hash,
      "figures": listing.rows.map { row in
        [
          "section": row.section, "key": row.key, "value": row.value, "unit": row.unit,
          "text": row.text, "low": row.band?.low, "high": row.band?.high, "source": row.source,
          "confidence": row.confidence?.rawValue, "evidence": row.evidence.rawValue,
          "line": row.line,
        ] as Facts
      },
      "derived": listing.rows.filter { $0.formula != nil }.map { row in
        [
          "name": row.key, "value": row.value, "unit": row.unit, "formula": row.formula,
          "inputs": Facts(row.inputs.map { ($0.name, $0.value) }),
          "evidence": row.evidence.rawValue, "low": row.band?.low, "high": row.band?.high,
          "meaning": row.meaning,
          "input_figures": row.inputs.map { input in
            [
              "name": input.name, "value": input.value, "unit": input.unit,
              "evidence": input.evidence.rawValue, "source": input.source,
            ] as Facts
          },
        ] as Facts
      },
      "missing_prices": listing.missingPrices,
      "contradictions": listing.contradictions.map(\.description),
    ]
  }
}

extension SpecReport {
  /// The figures by section, with their bands and sources.
  public func document() -> Document {
    var names: [String] = []
    for row in listing.rows where !names.contains(row.section) { names.append(row.section) }
    let sections = names.map { name in
      let rows = listing.rows.filter { $0.section == name }
      return Section(
        name,
        (name.isEmpty ? [] : [.line(name, on: .terminal)]) + [.table(Self.table(rows))]
          + Self.bars(rows))
    }
    let missing = listing.missingPrices.joined(separator: ", ")
    return Document(
      title: "\(listing.kind.rawValue) \(listing.name)",
      sections: [
        Section(
          "",
          [
            .line("\(listing.kind.rawValue) \(listing.name): \(listing.summary)"),
            .line("sha256 \(listing.hash)"), .table(file, on: .file),
          ])
      ] + sections + [Section("", missing.isEmpty ? [] : [.line("no price for: \(missing)")])]
        + [Section("", listing.contradictions.map { .line("contradiction: \($0)") })])
  }

  private static func table(_ rows: [SpecRow]) -> Table {
    Table(
      "",
      [
        .words("key"), .words("value"), .words("band"), .words("confidence"), .words("source"),
      ],
      rows.map { row in
        [
          Cell(row.key), Cell(row.text),
          Cell(row.band.map { "[\(Quantity.range($0, row.unit))]" } ?? ""),
          Cell(row.confidence?.rawValue ?? ""), Cell(row.source),
        ]
      }
    ).shown(hasHead: false)
  }

  /// Energies beside each other, where there are several.
  private static func bars(_ rows: [SpecRow]) -> [Part] {
    let energies = rows.filter { $0.unit == "J" && $0.band != nil }
    guard energies.count > 1 else { return [] }
    return [
      .bars(
        BarChart(
          unit: "J", axis: .decades,
          bars: energies.map { .init($0.key, $0.band, figure: .band($0.band, "J")) })),
      .note("The scale is logarithmic: the length of a bar counts powers of ten."),
    ]
  }

  /// `figures.csv`: one row a figure.
  private var file: Table {
    Table(
      file: "figures",
      header: [
        "section", "key", "value", "unit", "text", "low", "high", "source", "confidence", "line",
      ],
      rows: listing.rows.map { row in
        [
          row.section, row.key, row.value.map { "\($0)" } ?? "", row.unit, row.text,
          row.band.map { "\($0.low)" } ?? "", row.band.map { "\($0.high)" } ?? "", row.source,
          row.confidence?.rawValue ?? "", row.line.map { "\($0)" } ?? "",
        ]
      })
  }
}
