import HardwareSpecs
import EnergyBudgets
import ExecutionRecords
import Foundation
import SampleStatistics
public import Reports

/// The report has quantities of its own.
private typealias Words = Quantity

extension SimulateReport {
  /// Rows of one kind that readers see; `quantities.csv` has all.
  static let mostRows = 24

  /// The report for readers.
  ///
  /// - Throws: `PictureError` where a figure cannot be drawn.
  public func document() throws(PictureError) -> Document {
    let summary =
      "\(program.name) on \(chip): \(program.agents) agents, \(program.couplings) couplings"
      + (program.storesExactly ? "" : ", stored with rounding")
    var sections = [
      Section(
        "",
        [
          .line(summary), .line(settings.sentence(besides: defaultSettings), on: .terminal),
          .table(quantityTable, on: .file),
        ])
    ]
    for read in reads { sections.append(Section(read.line, try read.parts(Self.mostRows))) }
    sections.append(Section("Time and energy", costParts))
    return Document(
      title: "\(program.name) on \(chip)", sections: sections, warnings: warnings,
      settings: settings, provenance: provenance)
  }

  /// The states that were read.
  public func files() -> [ResultFile] { arrays }

  private var costParts: [Part] {
    func line(_ name: String, _ budget: ChipBudget) -> Part {
      let energy =
        budget.total_J.map { Words.text($0, "J") } ?? Words.unknown(budget.missingPrices)
      let power = budget.averagePower_W.map { ", " + Words.text($0, "W") } ?? ""
      return .line("\(name): \(Words.text(budget.duration_s, "s")), \(energy)\(power)")
    }
    let operations = budget.operationCount
    let classes = budget.byClass.map { share in
      let count = Double(share.counts.total(of: share.key))
      return "\(share.key.rawValue) \(Words.percent(operations > 0 ? count / operations : 0))"
        + (budget.dynamicShare(of: share.energy_J).map {
          " (\(Words.percent($0)) of the energy of actions)"
        } ?? "")
    }
    let actions = budget.byAction.map { share in
      let energy = share.energy_J.map { ", " + Words.text($0, "J") } ?? ""
      let count = Words.count(share.counts[share.key])
      return Part.line("  \(Words.name(share.key)): \(count)\(energy)", on: .terminal)
    }
    let bars = budget.byAction.map { share in
      BarChart.Bar(
        "\(Words.name(share.key)) × \(Words.count(share.counts[share.key]))", share.energy_J,
        figure: .band(share.energy_J, "J", missing: [share.key]))
    }
    let rate = wall_s > 0 ? ": " + Words.text(Double(events) / wall_s, "/s") : ""
    var parts = [line("set-up, once", setup), line("run", budget)]
    parts.append(.sentence("operations by class: " + classes.joined(separator: ", ")))
    parts += actions
    parts += [
      .bars(BarChart("Energy by action", unit: "J", axis: .fromZero, bars: bars)),
      .line("simulated \(Words.count(events)) events in \(Words.text(wall_s, "s"))\(rate)"),
      .table(Table(actions: budget, on: .file), on: .file),
    ]
    return parts
  }

  /// `quantities.csv`: one row a quantity of a read instruction.
  private var quantityTable: Table {
    Table(
      file: "quantities",
      header: [
        "instruction", "beta", "kind", "name", "value", "error", "tau", "effective_samples",
        "exact", "stored",
      ],
      rows: reads.flatMap { read in
        read.quantities.map { quantity in
          let measured = quantity.measured
          return ["\(read.instruction)", "\(read.beta)", quantity.kind.rawValue, quantity.name]
            + [
              measured?.value, measured?.error, measured?.tau, measured?.effectiveSamples,
              quantity.exact, quantity.stored,
            ].map(Cell.field)
        }
      })
  }
}

extension SimulateReport.Read {
  /// One read instruction for readers.
  func parts(_ mostRows: Int) throws(PictureError) -> [Part] {
    let head =
      "  β \(String(format: "%g", beta)), \(held) held; \(Quantity.count(UInt64(count))) read\(count == 1 ? "" : "s"), one "
      + "each \(Quantity.text(interval_s, "s")) of the chip"
    let hasStored = quantities.contains { $0.stored != nil }
    var rows: [[Cell]] = []
    for kind in [SimulateReport.Quantity.Kind.state, .observable, .energy, .mean, .correlation] {
      let all = quantities.filter { $0.kind == kind }
      rows += all.prefix(mostRows).map(\.cells)
      if all.count > mostRows {
        rows.append([Cell("… \(all.count - mostRows) more in the JSON"), "", "", "", "", ""])
      }
    }
    let table = Table(
      "",
      [
        .words("quantity"), .figures("measured"), .figures("τ_int"), .figures("exact"),
        .figures("off by"),
        .figures("as stored", on: hasStored ? [.terminal, .page] : []),
      ], rows
    ).shown(indent: 4)
    var parts: [Part] = [
      .line("`\(line)` (instruction \(instruction))", on: .terminal), .line(head), .table(table),
    ]
    if let slowest, let samples = effectiveSamples {
      parts += [
        .line(
          "  \(Quantity.count(UInt64(min(max(samples, 0), 1e15).rounded()))) effective samples of the slowest, "
            + slowest.name + (samplesPerSecond.map { "; " + Quantity.text($0, "/s") } ?? "")),
        .line(
          "  effective samples per joule: "
            + (samplesPerJoule.map {
              String(format: "%.2e (%.2e to %.2e)", $0.nominal, $0.low, $0.high)
            } ?? Quantity.unknown(budget.missingPrices))),
      ]
    }
    if let chart = try agreement() {
      parts.append(.picture(chart, name: "read-\(instruction)"))
    }
    return parts
  }

  /// Measured means and correlations against those of all states; `nil` where there are none.
  private func agreement() throws(PictureError) -> Drawing? {
    let points = quantities.filter {
      ($0.kind == .mean || $0.kind == .correlation) && $0.exact != nil && $0.measured != nil
    }
    guard points.count > 1 else { return nil }
    let series = [
      ("means", SimulateReport.Quantity.Kind.mean), ("correlations", .correlation),
    ].map { label, kind in
      let own = points.filter { $0.kind == kind }
      return Chart.Series(
        label: label, x: own.map { $0.exact ?? .nan }, y: own.map { $0.measured?.value ?? .nan },
        errors: own.map { $0.measured?.error ?? .nan }, isJoined: false)
    }
    let ends = points.compactMap(\.exact)
    let range = [ends.min() ?? 0, ends.max() ?? 0]
    return try Chart.drawing(
      of: [
        Chart(
          title: "measured against exact", xLabel: "by all states", yLabel: "measured",
          series: series.filter { !$0.x.isEmpty },
          curves: [.init(label: "equal", x: range, y: range)])
      ], title: line)
  }
}

extension SimulateReport.Quantity {
  /// A row of the table.
  fileprivate var cells: [Cell] {
    func digits(_ value: Double?, _ format: String) -> Cell {
      // What is 0 but for the order of its sum has no sign.
      Cell(value.map { String(format: format, $0.magnitude < 1e-12 ? 0 : $0) } ?? "–")
    }
    return [
      Cell(name), Cell(measured?.words ?? "–"), digits(measured?.tau, "%.2f"),
      digits(exact, "%.6f"), digits(standardErrors, "%+.1f σ"), digits(stored, "%.6f"),
    ]
  }
}

extension Table {
  /// `actions.csv`, or the same for readers: one row an action with its count and energy.
  init(actions budget: ChipBudget, on media: Media) {
    self.init(
      "actions",
      [
        .words("action", "action", on: media), .figures("count", "count", on: media),
        .figures("energy", "energy_low_J", "energy_nominal_J", "energy_high_J", on: media),
      ],
      budget.byAction.map { share in
        [
          Cell(share.key.rawValue), .count(share.counts[share.key]),
          .band(share.energy_J, "J", missing: share.energy_J == nil ? [] : [share.key]),
        ]
      })
  }
}
