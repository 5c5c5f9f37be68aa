import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing

/// Models on chips of several dies: what lies where.
@Suite("Several dies") struct DiesTests {
  /// 4 dies of 8 linear tiles.
  private static let plan = FloorPlan(
    ChipGeometry().with {
      ($0.linearTiles, $0.tileRows, $0.tileColumns, $0.digitalLanes) = (32, 4, 4, 16)
    }, dies: ChipDies().with { ($0.rows, $0.columns) = (2, 2) })

  private static func starts(_ needs: [(Int?, Int)], from first: Int = 0) -> [Int] {
    DiePacking.starts(
      of: needs.map { .init(layer: $0.0, tiles: $0.1) }, from: first, on: plan)
  }

  @Test func layersStayTogether() {
    // Two layers of 5 on two dies; the third on a die of its own.
    #expect(Self.starts([(0, 2), (0, 3), (1, 5), (2, 4), (2, 1)]) == [0, 2, 8, 16, 20])
    // Layers of 4 fill dies in pairs.
    #expect(Self.starts([(0, 4), (1, 4), (2, 4)]) == [0, 4, 8])
    // A layer larger than a die is cut between arrays.
    #expect(Self.starts([(0, 5), (0, 5), (0, 5)]) == [0, 8, 16])
    // Without tiles to spare everything lies one behind the other.
    #expect(Self.starts([(0, 7), (1, 7), (2, 7), (3, 7), (nil, 4)]) == [0, 7, 14, 21, 28])
    // As far as they reach: 2 for the first border, none for the others.
    #expect(Self.starts([(0, 6), (1, 7), (2, 17)]) == [0, 8, 15])
    #expect(Self.starts([(0, 6), (1, 4)], from: 3) == [8, 16])
    #expect(Self.starts([]) == [])
  }

  @Test("one die is as ever") func oneDie() {
    let plan = FloorPlan(
      ChipGeometry().with { ($0.linearTiles, $0.tileColumns, $0.digitalLanes) = (32, 4, 16) })
    let parts: [DiePacking.Part] = [
      .init(layer: 0, tiles: 7), .init(layer: 1, tiles: 9), .init(layer: 1, tiles: 1),
    ]
    #expect(DiePacking.starts(of: parts, from: 2, on: plan) == [2, 9, 18])
  }

  /// Each array of the model fits a die; so do its values, as long as the die has tiles of their kind.
  @Test func valuesLieOnTheDiesOfTheirArrays() throws {
    let chip = try Bench.chip(linearTiles: 64, raceTiles: 8) {
      ($0.geometry.gateAgents, $0.geometry.digitalLanes, $0.geometry.normUnits) = (64, 64, 8)
      ($0.dies.rows, $0.dies.columns) = (2, 2)
    }
    let plan = FloorPlan(chip)
    let mesh = Mesh(plan)
    let mapping = try Bench.mapping(after: "schedule", on: chip)
    for array in mapping.arrays {
      #expect(Set(array.placement.tiles.map(plan.die(of:))).count == 1, "\(array.name)")
    }
    for (term, home) in zip(mapping.terms, mapping.homes) {
      switch term.kind {
      case .array(let index):
        #expect(
          Set(home.tiles.map(plan.die(of:)))
            == Set(mapping.arrays[index].placement.tiles.map(plan.die(of:))), "\(term.name)")
      case .gate, .potential:
        #expect(
          Set(home.tiles.map(plan.die(of:)))
            .isSubset(of: mapping.homes[term.inputs[0]].tiles.map(plan.die(of:))), "\(term.name)")
      default: continue
      }
    }
    // Sums do not leave the die; something must, since the model takes two.
    var crossings = 0
    for case let move as Instruction.Move in mapping.instructions.map(\.operation) {
      crossings += move.routes.reduce(0) { $0 + mesh.crossings($1) }
    }
    #expect(crossings > 0)
    for instruction in mapping.instructions where instruction.name.hasSuffix(".sums") {
      guard let move = instruction.operation as? Instruction.Move else { continue }
      #expect(move.routes.allSatisfy { mesh.crossings($0) == 0 }, "\(instruction.name)")
    }
  }

  /// Buffers and tables: each die has an equal share of the memory, the tables lie on one.
  @Test func memoryIsSharedOut() throws {
    func chip(_ bits: Int, dies: Int) throws -> ChipSpec {
      try Bench.chip(offChip: true, onChip_bits: bits) { $0.dies.columns = dies }
    }
    // The buffers take 2688 bits (`PlaceTests`), all tables 2560.
    let onOne = try Bench.mapping(after: "place", on: chip(5248, dies: 1))
    #expect(onOne.tables.map(\.onChip) == [true, true, true])
    let onTwo = try Bench.mapping(after: "place", on: chip(2 * 5248 - 2, dies: 2))
    #expect(onTwo.tables.map(\.onChip) == [false, true, true])
    let short = Bench.error(on: try chip(5248, dies: 2))
    #expect(
      "\(try #require(short))".contains("a die's share of the on-chip memory of bench"))
  }
}
