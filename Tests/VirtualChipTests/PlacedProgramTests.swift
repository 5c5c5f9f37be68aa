import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import VirtualChip

/// What moves to lanes, gates, norm units and ports change: counts and times, and no value.
@Suite("Programs with and without places")
struct PlacedProgramTests {
  static let tokens = [3, 1, 4, 1, 5, 9, 2, 6]

  /// The program as it was before service tiles had places: without the moves to them, but for those of
  /// residual operands.
  static func unplaced(_ program: Program, on chip: ChipSpec) -> Program {
    let plan = FloorPlan(chip.geometry)
    let service = plan.tiles(of: .gate).lowerBound..<plan.tiles
    var program = program
    program.instructions.removeAll { instruction in
      guard let move = instruction.operation as? Instruction.Move else { return false }
      return !instruction.name.hasSuffix("residual.move")
        && move.routes.allSatisfy { service.contains($0.paths[0].last ?? -1) }
    }
    return program
  }

  @Test("the same bits at every fidelity", arguments: Fidelity.Word.allCases, Draws.allCases)
  func sameBits(fidelity: Fidelity.Word, draws: Draws) throws {
    let placed = try Bench.machine(EventMachineTests.model, precision: Precision())
    let bare = try VirtualChip(
      program: Self.unplaced(placed.program, on: placed.chip), chip: placed.chip)
    #expect(bare.program.instructions.count < placed.program.instructions.count)
    let settings = RunSettings(fidelity: fidelity.fidelity(), draws: draws, samples: 16, seed: 5)
    let (found, expected) = try (
      placed.run(tokens: Self.tokens, settings: settings),
      bare.run(tokens: Self.tokens, settings: settings)
    )
    #expect(found.output.map(\.bitPattern) == expected.output.map(\.bitPattern))
    // Nothing but transport differs: what moves is counted, and partial sums there in place of one hop each.
    for component in ChipComponent.allCases where component != .network {
      #expect(found.record.byComponent[component] == expected.record.byComponent[component])
    }
    #expect(
      found.record.total[.networkBitHop] > 2 * expected.record.total[.networkBitHop])
    #expect(found.record.timeline.totalCycles > expected.record.timeline.totalCycles)
  }

  @Test("a norm in one unit does not share its rows with those that it is not sent to")
  func oneUnit() throws {
    let chip = try Bench.chip()
    let unit = FloorPlan(chip.geometry).tiles(of: .norm).lowerBound + 7
    func cycles(_ moves: [any Instruction.Operation]) throws -> UInt64 {
      let rows = (0..<9).map { row in (0..<6).map { Float(($0 + row) % 5) - 2 } }
      let program = Bench.program(
        rows: rows, chip: chip, values: [.init(kind: .field, width: 6)],
        moves + [.barrier, .normalise(0, epsilon: 1e-6, into: 1), .barrier, .send(1)])
      let record = try VirtualChip(program: program, chip: chip)
        .run(tokens: Array(0..<9), settings: RunSettings(fidelity: .expectation)).record
      return try #require(record.timeline.spans.last { $0.instruction == 2 + moves.count }).cycles
    }
    let move = Instruction.Move.move(
      0, blockWidth: 6, bitsPerElement: 32, routes: [Route(0, unit)])
    // All 64 units take turns, a row each: the same steps, of which later rows' are hidden.
    #expect(try cycles([move]) > 5 * cycles([]))
  }
}
