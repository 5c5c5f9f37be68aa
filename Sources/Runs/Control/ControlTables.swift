import CriticalControl
public import Reports

/// The printed tables of the source document, each figure beside what its own formula gives.
public struct ControlTables: Report {
  /// Name and version of the layout.
  public static let schema = "ising-npu-control-tables/1"

  /// The tables.
  let tables: [PrintedTable]
  /// Where it comes from.
  let provenance: Provenance

  /// Computes all tables.
  /// - Parameter arguments: of the command.
  public init(arguments: [String]) {
    tables = PrintedTable.all
    provenance = Provenance(arguments: arguments)
  }
}

extension ControlTables: HasFacts {
  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance,
      "tables": tables.map { table in
        [
          "name": table.name, "formula": table.formula, "finding": table.finding,
          "rows": table.rows.map { row in
            [
              "label": row.label, "printed": row.printed, "computed": row.computed,
              "agrees": row.agrees, "unit": row.unit, "low": row.range?.lowerBound,
              "high": row.range?.upperBound, "tolerance": row.tolerance, "ratio": row.ratio,
              "remark": row.remark,
            ] as Facts
          },
        ] as Facts
      },
    ]
  }

  /// The tables, one a section, with what does not add up marked.
  public func document() -> Document {
    let all = tables.flatMap(\.rows)
    let wrong = all.count { !$0.agrees }
    return Document(
      title: "CEAS, the printed tables recomputed",
      sections: [
        Section(
          "",
          Part.lead(["CEAS, the printed tables recomputed"]) + [
            .sentence(
              "\(all.count) printed figures, of which \(wrong) do not follow from their own formula (✗). All are "
                + "projections of the source document; nothing measured stands behind them.",
              indent: 0), .table(file, on: .file),
          ])
      ]
        + tables.map { table in
          Section(
            table.name,
            [
              .line(""), .sentence("\(table.name): \(table.formula)"),
              .table(Self.table(table)), .sentence(table.finding),
            ])
        },
      provenance: provenance)
  }

  private static func table(_ table: PrintedTable) -> Table {
    Table(
      "",
      [
        .words("figure"), .figures("printed"), .figures("by the formula"), .figures("range"),
        .words(""), .words(""),
      ],
      table.rows.map { row in
        [
          Cell(row.label), Cell(Self.words(row.printed, row.unit)),
          Cell(row.computed.map { Self.words($0, row.unit) } ?? "–"),
          Cell(
            row.range.map {
              Self.words($0.lowerBound, "") + " to " + Self.words($0.upperBound, row.unit)
            } ?? ""),
          Cell(row.agrees ? "" : row.computed == nil ? "?" : "✗"),
          Cell((row.agrees ? "" : Self.ratio(row)) + row.remark),
        ]
      }
    )
  }

  private static func ratio(_ row: PrintedTable.Row) -> String {
    guard let ratio = row.ratio, ratio >= 2 || ratio <= 0.5 else { return "" }
    return Quantity.ratio(ratio) + "; "
  }

  /// A figure in four digits, with groups from 10 000 on.
  private static func words(_ value: Double, _ unit: String) -> String {
    let whole = value >= 9999.5 ? UInt64(exactly: value.rounded()) : nil
    let number = whole.map(Quantity.count) ?? Self.rounded(value)
    return unit.isEmpty ? number : "\(number) \(unit)"
  }

  private static func rounded(_ value: Double) -> String {
    let text = Quantity.decimals(value, value < 10 ? 3 : value < 100 ? 2 : 1)
    guard text.contains(".") else { return text }
    var digits = Substring(text)
    while digits.last == "0" { digits.removeLast() }
    if digits.last == "." { digits.removeLast() }
    return String(digits)
  }

  /// `figures.csv`: one row a figure.
  private var file: Table {
    Table(
      file: "figures",
      header: [
        "table", "label", "printed", "computed", "low", "high", "unit", "tolerance", "agrees",
        "remark",
      ],
      rows: tables.flatMap { table in
        table.rows.map { row in
          [
            table.name, row.label, "\(row.printed)", Cell.field(row.computed),
            Cell.field(row.range?.lowerBound), Cell.field(row.range?.upperBound), row.unit,
            "\(row.tolerance)", "\(row.agrees)", row.remark,
          ]
        }
      })
  }
}
