import ChipPrograms
import HardwareSpecs
import ModelCompiler
import Testing

@Suite("Pass place") struct PlaceTests {
  private func listing(_ pass: String, _ chip: ChipSpec, _ prefixes: [String]) throws -> String {
    MappingListing.text(of: try Bench.mapping(after: pass, on: chip)).split(separator: "\n")
      .filter { line in prefixes.contains { line.hasPrefix($0) } }.joined(separator: "\n")
  }

  @Test func everythingFits() throws {
    let chip = try Bench.chip()
    #expect(
      try listing("place", chip, ["array", "table", "%0", "%2", "%5", "%9"]) == """
        %0 nx8 = tables(T0, T1, T2) ; embedding @ 38.41 x 4
        %2 nx8 = array(%1, A0) ; layer0.query @ 38.41 x 4
        %5 nx8 = race(%2, %3, %4, heads 2/2 x 4) ; layer0.attention @ 32.33 x 4
        %9 nx16 = array(%8, A4) ; layer0.intermediate @ 39.40.38.41 x 4
        table T0 word 12x8 16b by token on-chip
        table T1 position 6x8 16b by position on-chip
        table T2 type 2x8 16b by type on-chip
        array A0 layer0.query 8x8 8b block 8 tiles 2x2 at 0...3 resident
        array A1 layer0.key 8x8 8b block 8 tiles 2x2 at 4...7 resident
        array A2 layer0.value 8x8 8b block 8 tiles 2x2 at 8...11 resident
        array A3 layer0.attention.output 8x8 8b block 8 tiles 2x2 at 12...15 resident
        array A4 layer0.intermediate 16x8 8b block 8 tiles 2x4 at 16...23 resident
        array A5 layer0.output 8x16 8b block 16 tiles 4x2 at 24...31 resident
        """)
    #expect(
      try listing("tile", chip, ["%0", "array A5", "table T0"]) == """
        %0 nx8 = tables(T0, T1, T2) ; embedding
        table T0 word 12x8 16b by token off-chip
        array A5 layer0.output 8x16 8b block 16 tiles 4x2
        """)
  }

  @Test func aPoolServesTheRest() throws {
    #expect(
      try listing("place", Bench.chip(linearTiles: 20, offChip: true), ["array"]) == """
        array A0 layer0.query 8x8 8b block 8 tiles 2x2 at 0...3 reloaded in 1
        array A1 layer0.key 8x8 8b block 8 tiles 2x2 at 0...3 reloaded in 1
        array A2 layer0.value 8x8 8b block 8 tiles 2x2 at 0...3 reloaded in 1
        array A3 layer0.attention.output 8x8 8b block 8 tiles 2x2 at 0...3 reloaded in 1
        array A4 layer0.intermediate 16x8 8b block 8 tiles 2x4 at 4...11 resident
        array A5 layer0.output 8x16 8b block 16 tiles 4x2 at 12...19 resident
        """)
  }

  @Test func aTinyChipReloadsInRounds() throws {
    #expect(
      try listing("place", Bench.chip(linearTiles: 3, offChip: true), ["array"]) == """
        array A0 layer0.query 8x8 8b block 8 tiles 2x2 at 0...2,0 reloaded in 2
        array A1 layer0.key 8x8 8b block 8 tiles 2x2 at 0...2,0 reloaded in 2
        array A2 layer0.value 8x8 8b block 8 tiles 2x2 at 0...2,0 reloaded in 2
        array A3 layer0.attention.output 8x8 8b block 8 tiles 2x2 at 0...2,0 reloaded in 2
        array A4 layer0.intermediate 16x8 8b block 8 tiles 2x4 at 0...2,0...2,0...1 reloaded in 3
        array A5 layer0.output 8x16 8b block 16 tiles 4x2 at 0...2,0...2,0...1 reloaded in 3
        """)
  }

  /// What holds on chips of every size, down to one tile.
  @Test(arguments: 1...33)
  func noResidentArraySharesATile(tiles: Int) throws {
    let mapping = try Bench.mapping(
      after: "place", on: try Bench.chip(linearTiles: tiles, offChip: true))
    let placements = mapping.arrays.map(\.placement)
    let residents = placements.filter(\.resident).flatMap(\.tiles)
    #expect(Set(residents).count == residents.count)
    let others = Set(placements.filter { !$0.resident }.flatMap(\.tiles))
    #expect(others.isDisjoint(with: residents))
    #expect((residents + others).allSatisfy { (0..<tiles).contains($0) })
    for placement in placements {
      let uses = Dictionary(grouping: placement.tiles) { $0 }.values.map(\.count)
      #expect(placement.rounds == uses.max())
      #expect(placement.tiles.count == placement.rowTiles * placement.columnTiles)
      if placement.resident { #expect(placement.rounds == 1) }
    }
    #expect((tiles >= 32) == placements.allSatisfy(\.resident))
  }

  /// Against all choices of residents, on small cases.
  @Test(arguments: 1...30)
  func thePlanIsTheBest(available: Int) {
    for needs in [
      [9, 9, 9, 9, 36, 36], [1, 2, 3, 4, 5], [4, 4, 4, 4, 8, 8], [12, 1, 1, 7], [5],
    ] {
      let plan = ResidencyPlan.best(needs: needs, available: available)
      #expect(plan.resident.count == needs.count)
      func tiles(_ resident: [Bool]) -> Int {
        zip(needs, resident).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
      }
      // Never more than there is, and the pool serves each array that is not resident.
      #expect(plan.pool + tiles(plan.resident) <= available)
      let others = zip(needs, plan.resident).filter { !$0.1 }.map(\.0)
      if needs.allSatisfy({ $0 <= available }) { #expect(others.allSatisfy { $0 <= plan.pool }) }
      if needs.reduce(0, +) <= available { #expect(plan.pool == 0 && others.isEmpty) }
    }
  }

  @Test func plansOfKnownCases() {
    // Pool of 9 and seven of the small arrays, better than a pool of 36.
    #expect(
      ResidencyPlan.best(needs: [9, 9, 9, 9, 36], available: 54)
        == .init(pool: 9, resident: [true, false, false, false, true]))
    #expect(
      ResidencyPlan.best(needs: [4, 4, 8], available: 12)
        == .init(pool: 4, resident: [false, false, true]))
    #expect(
      ResidencyPlan.best(needs: [4, 20], available: 10)
        == .init(pool: 10, resident: [false, false]))
    #expect(ResidencyPlan.best(needs: [], available: 0) == .init(pool: 0, resident: []))
  }

  /// Smallest first: what does not fit stays off the chip, if there is memory off the chip.
  @Test(arguments: [
    (2688 + 255, [false, false, false]), (2688 + 256, [false, false, true]),
    (2688 + 256 + 767, [false, false, true]), (2688 + 256 + 768, [false, true, true]),
    (2688 + 256 + 768 + 1535, [false, true, true]),
    (2688 + 256 + 768 + 1536, [true, true, true]),
  ])
  func tablesSmallestFirst(bits: Int, onChip: [Bool]) throws {
    let chip = try Bench.chip(offChip: true, onChip_bits: bits)
    #expect(try Bench.mapping(after: "place", on: chip).tables.map(\.onChip) == onChip)
  }
}
