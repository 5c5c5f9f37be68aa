import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import MoebiusGeometry
import TransformerModels
import VirtualChip

/// Chips, programs and machines for tests.
enum Bench {
  /// The default chip with tiles of 16 × 16 couplings, changed as a test likes.
  static func chip(_ change: (inout ChipSpec) -> Void = { _ in }) throws -> ChipSpec {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.name = "bench"
    chip.geometry.tileRows = 16
    chip.geometry.tileColumns = 16
    change(&chip)
    return chip
  }

  /// A machine with a compiled random model.
  static func machine(
    _ model: TinyModel, precision: Precision = Precision(weightBlock: 0),
    gate: GateThreshold? = nil, position: PositionFlow? = nil,
    chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> VirtualChip {
    let chip = try chip(change)
    let program = try ModelCompiler.compile(
      position.map { model.graph.positioned(by: $0) } ?? model.graph, for: chip,
      precision: precision, gateThreshold: gate)
    return try VirtualChip(program: program, chip: chip)
  }

  /// A program of a table's rows and what `instructions` do with them: value 0 is fetched.
  ///
  /// Row r of the table is `rows[r]`, each as the sum of a coarse and a fine 16-bit code.
  static func program(
    rows: [[Float]], chip: ChipSpec, values: [Program.ValueDeclaration] = [],
    arrays: [CouplingArray] = [], vectors: [[Float]] = [], precision: Precision = Precision(),
    setup: [any Instruction.Operation] = [], _ operations: [any Instruction.Operation]
  ) -> Program {
    let width = rows[0].count
    let coarse = table("coarse", rows)
    let rest = zip(rows, coarse.decoded).map { row, code in zip(row, code).map { $0 - $1 } }
    let tables = [coarse.table, table("fine", rest).table]
    func instructions(_ operations: [any Instruction.Operation]) -> [Instruction] {
      operations.map { .init(name: $0.mnemonic, layer: nil, operation: $0) }
    }
    return Program(
      name: "bench", chip: .init(name: chip.name, hash: chip.identity), precision: precision,
      maximumTokens: 512, values: [.init(kind: .field, width: width)] + values, arrays: arrays,
      tables: tables, vectors: vectors, setup: instructions(setup),
      instructions: instructions([.fetch(tables: [0, 1], into: 0)] + operations))
  }

  private static func table(
    _ name: String, _ rows: [[Float]]
  ) -> (table: PresetTable, decoded: [[Float]]) {
    let scales = rows.map { row in (row.map(\.magnitude).max() ?? 0) / 32767 }
      .map { $0 > 0 ? $0 : 1 }
    let codes = zip(rows, scales).map { row, scale in
      row.map { Int16(max(-32767, min(32767, ($0 / scale).rounded()))) }
    }
    let table = PresetTable(
      name: name, index: .token, rows: rows.count, width: rows[0].count, bits: 16,
      codes: codes.flatMap(\.self), scales: scales, onChip: true)
    return (table, zip(codes, scales).map { row, scale in row.map { Float($0) * scale } })
  }
}
