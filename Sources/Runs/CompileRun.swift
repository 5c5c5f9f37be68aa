public import ChipPrograms
import Foundation
import HardwareSpecs
import Jobs
import ModelCompiler
public import Reports
import TransformerModels

/// A model compiled for a chip: the program, its listing and a summary.
public struct CompileRun: Report {
  /// Name and version of the layout of the JSON document.
  public static let schema = "ising-npu-compile/1"

  /// Where it comes from.
  let provenance: Provenance
  /// The program.
  public let program: Program
  /// What it takes of the chip.
  let fit: Fit
  /// Whether the chip is made of several dies.
  let hasDies: Bool

  /// The program's text form.
  public var listing: String { Listing.text(of: program) }

  /// Compiles.
  ///
  /// - Throws: `RunFailure` for files that cannot be used and for models that do not fit.
  public static func perform(
    modelFolder: String, hardware: String, precision: Precision, gateThreshold: GateThreshold?,
    arguments: [String]
  ) throws(RunFailure) -> CompileRun {
    try RunFailure.ending {
      let chip = try SpecLibrary.chip(hardware)
      let model = try BusyLine.showing("loading \(modelFolder)") {
        try LoadedModel.load(folder: modelFolder)
      }
      let program = try BusyLine.showing("compiling \(model.name)") {
        try ModelCompiler.compile(
          model.graph, for: chip, precision: precision, gateThreshold: gateThreshold)
      }
      let needs = try CapacityNeeds(of: model.graph, on: chip, precision: precision)
      let share =
        program.couplingBits == 0
        ? 1 : Double(program.residentCouplingBits) / Double(program.couplingBits)
      return CompileRun(
        provenance: Provenance(arguments: arguments, specHash: chip.hash), program: program,
        fit: Fit(needs, on: chip, residentShare: share), hasDies: chip.dies.count > 1)
    }
  }

  /// The listing, and the binary form, which `simulate` runs.
  ///
  /// - Throws: what writing the binary form throws.
  public func files() throws -> [ResultFile] {
    [
      ResultFile("program.txt", text: listing),
      ResultFile("program.bin", Data(try ProgramFile.bytes(of: program))),
    ]
  }
}

extension CompileRun: HasFacts {
  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance, "model": program.name,
      "hardware": program.chip?.name ?? "",
      "precision": program.precision.map(Listing.describe) ?? "", "tiles": tiles,
      "tiles_available": fit.tiles.available, "memory_bits": fit.memory_bits.needed,
      "memory_bits_available": fit.memory_bits.available, "fits": fit.isWhole,
      "coupling_bits": program.couplingBits,
      "resident_coupling_bits": program.residentCouplingBits,
      "arrays": program.arrays.map { array in
        let placement = array.placement
        return [
          "name": array.name, "inputs": array.inputs, "outputs": array.outputs,
          "bits": array.bits, "row_tiles": placement.rowTiles,
          "column_tiles": placement.columnTiles, "resident": placement.resident,
          "rounds": placement.rounds,
        ] as Facts
      },
      "setup": program.setup.map(Listing.line),
      "instructions": program.instructions.map(Listing.line),
    ]
  }

  private var tiles: Int {
    program.arrays.reduce(0) { $0 + $1.placement.rowTiles * $1.placement.columnTiles }
  }
}

extension CompileRun {
  /// What was placed where, for readers.
  public func document() -> Document {
    let lines = program.setup.map(Listing.line) + program.instructions.map(Listing.line)
    return Document(
      title: "\(program.name) compiled for \(program.chip?.name ?? "")",
      sections: [
        Section(
          "",
          [
            .line(
              "\(program.name) for \(program.chip?.name ?? ""), "
                + "\(program.precision.map(Listing.describe) ?? ""): "
                + "\(program.instructions.count) instructions")
          ] + summary.map { .line($0) }), Section("Arrays", [.table(arrays)]),
        Section(
          "Instructions",
          [
            .table(
              Table("", [.words("instruction")], lines.map { [Cell($0)] })
                .shown(fold: "All \(lines.count) lines of the listing"), on: .page)
          ]),
      ], provenance: provenance)
  }

  private var arrays: Table {
    Table(
      "arrays",
      [
        .words("array", "name"), .figures("inputs", "inputs"), .figures("outputs", "outputs"),
        .figures("bits", "bits"), .figures("tiles", "row_tiles", "column_tiles"),
        .words("resident", "resident"), .figures("rounds", "rounds"),
      ],
      program.arrays.map { array in
        let place = array.placement
        return [
          Cell(array.name), .count(array.inputs), .count(array.outputs), .count(array.bits),
          Cell(
            "\(place.rowTiles)×\(place.columnTiles)",
            fields: ["\(place.rowTiles)", "\(place.columnTiles)"]),
          Cell(place.resident ? "yes" : "no", fields: [place.resident ? "1" : "0"]),
          .count(place.rounds),
        ]
      })
  }
}
