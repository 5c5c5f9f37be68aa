public import ChipPrograms
import HardwareSpecs
import LatticeCompiler
import Reports
import TransformerModels

/// A model compiled for a chip: the program, its listing and a summary.
public struct CompileRun: Sendable {
  /// The program's text form.
  public let listing: String
  /// One JSON document, with a final newline.
  public let json: String
  /// The program.
  public let program: Program

  /// Compiles.
  ///
  /// - Throws: `RunFailure` for files that cannot be used and for models that do not fit.
  public static func perform(
    modelFolder: String, hardware: String, precision: Precision, gateThreshold: GateThreshold?,
    arguments: [String]
  ) throws(RunFailure) -> CompileRun {
    let chip = try RunFailure.readingInput { try SpecLibrary.chip(hardware) }
    let model = try RunFailure.readingInput { try LoadedModel.load(folder: modelFolder) }
    let program = try RunFailure.readingInput {
      try LatticeCompiler.compile(
        model.graph, for: chip, precision: precision, gateThreshold: gateThreshold)
    }
    return CompileRun(
      listing: Listing.text(of: program),
      json: document(program, chip: chip, arguments: arguments).text() + "\n",
      program: program)
  }

  private static func document(
    _ program: Program, chip: ChipSpec, arguments: [String]
  ) -> JSONValue {
    let tiles = program.arrays.reduce(0) {
      $0 + $1.placement.rowTiles * $1.placement.columnTiles
    }
    return .object([
      ("schema", .string("ising-npu-compile/1")),
      (
        "provenance",
        .object([
          ("format_version", .integer(UInt64(Provenance.currentFormatVersion))),
          ("program_version", .string(Provenance.currentProgramVersion)),
          ("spec_hash", .string(chip.hash)),
          ("arguments", .array(arguments.map { .string($0) })),
        ])
      ),
      ("model", .string(program.name)),
      ("hardware", .string(program.chip?.name ?? "")),
      ("precision", .string(program.precision.map(Listing.describe) ?? "")),
      ("tiles", .integer(UInt64(tiles))),
      ("tiles_available", .integer(UInt64(chip.geometry.linearTiles))),
      ("coupling_bits", .integer(UInt64(program.couplingBits))),
      ("resident_coupling_bits", .integer(UInt64(program.residentCouplingBits))),
      (
        "arrays",
        .array(
          program.arrays.map { array in
            .object([
              ("name", .string(array.name)), ("inputs", .integer(UInt64(array.inputs))),
              ("outputs", .integer(UInt64(array.outputs))),
              ("bits", .integer(UInt64(array.bits))),
              ("row_tiles", .integer(UInt64(array.placement.rowTiles))),
              ("column_tiles", .integer(UInt64(array.placement.columnTiles))),
              ("resident", .bool(array.placement.resident)),
              ("rounds", .integer(UInt64(array.placement.rounds))),
            ])
          })
      ),
      ("setup", .array(program.setup.map { .string(Listing.line($0)) })),
      ("instructions", .array(program.instructions.map { .string(Listing.line($0)) })),
    ])
  }
}
