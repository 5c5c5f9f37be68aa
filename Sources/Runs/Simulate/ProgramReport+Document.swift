import HardwareSpecs
import EnergyBudgets
import ExecutionRecords
public import Reports

/// The JSON document of `simulate` for a compiled program (docs/mapping.md, *Program files*).
extension ProgramReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-program/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance,
      "program": ["model": model, "instructions": listing.count] as Facts,
      "hardware": ["name": hardware] as Facts, "settings": settings, "npu": chip, "start": start,
      // One entry an instruction that was executed, in the order of execution.
      "timeline": chip.record.timeline.spans.map { span in
        [
          "instruction": span.instruction, "line": listing[span.instruction],
          "start_cycle": span.startCycle, "cycles": span.cycles,
        ] as Facts
      },
      "outputs": outputs,
    ] + (reads.isEmpty ? [:] : ["reads": reads])
      + (control.map { ["control": $0] } ?? [:]) + ["warnings": warnings]
  }
}

extension ProgramReport.Output: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts { ["token_ids": tokenIDs, "values": values] }
}

extension ProgramReport {
  /// The report for readers.
  ///
  /// - Throws: `PictureError` where a figure cannot be drawn.
  public func document() throws(PictureError) -> Document {
    let budget = chip.budget
    let inputs = "\(outputs.count) input\(outputs.count == 1 ? "" : "s")"
    let energy = budget.total_J.map {
      "\(Quantity.text($0.nominal, "J")) [\(Quantity.range($0, "J"))]"
    }
    let lines = outputs.enumerated().map { index, output in
      let shown = output.values.prefix(8).map { Quantity.decimals(Double($0), 4) }
      return "  output \(index + 1), \(output.tokenIDs.count) tokens, "
        + "\(output.values.count) numbers: " + shown.joined(separator: " ")
        + (output.values.count > 8 ? " …" : "")
    }
    var agents: [Section] = []
    for read in reads {
      agents.append(Section(read.line, try read.parts(SimulateReport.mostRows)))
    }
    return Document(
      title: "\(model) on \(hardware)",
      sections: [
        Section("", [.line("\(model) on \(hardware): \(listing.count) instructions, \(inputs)")]),
        Section(
          "Time and energy",
          [
            .line(
              "  time\(outputs.count > 1 ? " of all \(inputs)" : "") \(Quantity.text(budget.duration_s, "s")), "
                + "\(Quantity.count(chip.record.timeline.totalCycles)) cycles, "
                + "timing \(chip.timing)"), .line("  energy " + (energy ?? "unknown")),
          ]),
        control?.section ?? Section("", []),
        Section("Actions", [.table(Table(actions: budget, on: [.terminal, .page, .file]))]),
        Section(
          "Energy by component",
          [
            .bars(
              BarChart(
                unit: "J", axis: .fromZero,
                bars: budget.byComponent.map { share in
                  .init(
                    share.key.rawValue, share.energy_J,
                    figure: .band(
                      share.energy_J, "J", missing: budget.missing(in: share.counts)))
                }))
          ]),
        Section("Outputs", lines.map { .line($0) }),
      ] + agents + [
        Section(
          "",
          [
            .table(CSVTables.layers(of: chip), on: .file),
            .table(CSVTables.components(of: chip), on: .file),
            .table(CSVTables.instructions(of: chip), on: .file),
          ]),
        Section("", [.table(listingTable, on: .page)]),
      ],
      warnings: warnings, settings: settings, provenance: provenance)
  }

  private var listingTable: Table {
    Table(
      "", [.words("instruction")], listing.map { [Cell($0)] }
    ).shown(fold: "The \(listing.count) instructions")
  }
}
