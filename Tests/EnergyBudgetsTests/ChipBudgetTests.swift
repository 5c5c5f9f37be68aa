import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Testing

@Suite struct ChipBudgetTests {
  @Test func countsTimesPricesByHand() throws {
    var entry = InstructionRecord(instruction: 0, name: "a", layer: 2)
    entry.add(.agentUpdate, .sampling, on: .raceTiles, 3)
    entry.add(.networkBitHop, .deterministic, on: .network, 10)
    var timeline = Timeline(clock_Hz: 1e9)
    timeline.place(instruction: 0, cycles: 2_000_000)
    let record = ExecutionRecord(
      instructions: [entry], timeline: timeline, couplingBits: 0, residentCouplingBits: 0)
    let chip = Samples.chip(
      prices: [.agentUpdate: Samples.price(1, 2, 4), .networkBitHop: Samples.price(0.5, 1, 1.5)],
      statics: [5, 7])
    let budget = ChipBudget(record: record, chip: chip)
    let dynamic = try #require(budget.dynamic_J)
    #expect(dynamic.nominal == 16)
    // Not all figures err to the same side: nearer than 3 · 1 + 10 · 0.5 and 3 · 4 + 10 · 1.5.
    #expect(dynamic.low > 8 && dynamic.low < 16 && dynamic.high > 16 && dynamic.high < 27)
    #expect(agree(budget.static_J.nominal, 12 * 0.002))
    #expect(budget.static_J.low > 6 * 0.002 && budget.static_J.high < 36 * 0.002)
    let total = try #require(budget.total_J)
    #expect(agree(total.nominal, 16.024))
    #expect(agree(try #require(budget.averagePower_W).nominal, 16.024 / 0.002))
    #expect(budget.byComponent.map(\.key) == [.raceTiles, .network])
    #expect(budget.byComponent[0].energy_J?.nominal == 6)
    #expect(budget.byLayer.map(\.key) == [2])
    #expect(budget.byClass.map { $0.energy_J?.nominal } == [10, 6, 0])
    #expect(budget.byAction.map(\.key) == [.agentUpdate, .networkBitHop])
    #expect(budget.byInstruction[0].key.name == "a")
    #expect(budget.statics.map(\.name) == ["power0", "power1"])
  }

  /// design.md identity: energies agree over every axis to 10⁻¹², counts exactly. Percentiles do not add up.
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func axesAgree(_ seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let record = Samples.randomRecord(&generator)
    let prices = Samples.randomPrices(&generator)
    let budget = ChipBudget(record: record, chip: Samples.chip(prices: prices))
    let dynamic = try #require(budget.dynamic_J)
    func check<Key>(_ shares: [ChipBudget.Share<Key>], _ axis: String) throws {
      var sum = 0.0
      var counts = ActionCounts()
      for share in shares {
        sum += try #require(share.energy_J).nominal
        counts += share.counts
      }
      #expect(counts == record.total, "\(axis)")
      #expect(agree(sum, dynamic.nominal), "\(axis)")
    }
    try check(budget.byComponent, "component")
    try check(budget.byLayer, "layer")
    try check(budget.byInstruction, "instruction")
    try check(budget.byAction, "action")
    try check(budget.byClass, "class")
    var expected = 0.0
    for action in Action.allCases {
      expected += Double(record.total[action]) * prices[action]!.nominal
    }
    #expect(agree(expected, dynamic.nominal))
  }

  @Test func aMissingPriceMakesTheEnergyUnknown() throws {
    var generator = SplitMix(seed: 9)
    let record = Samples.randomRecord(&generator)
    var prices = Samples.randomPrices(&generator)
    prices[.agentRead] = nil
    prices[.clampWrite] = nil
    let budget = ChipBudget(record: record, chip: Samples.chip(prices: prices, statics: [1]))
    #expect(budget.missingPrices == [.clampWrite, .agentRead])
    #expect(budget.dynamic_J == nil && budget.total_J == nil && budget.averagePower_W == nil)
    #expect(budget.static_J.nominal > 0)
    for share in budget.byAction {
      #expect((share.energy_J == nil) == [.agentRead, .clampWrite].contains(share.key))
    }
    let known = budget.byInstruction.filter { $0.energy_J != nil }
    #expect(known.allSatisfy { $0.counts[.agentRead] == 0 && $0.counts[.clampWrite] == 0 })
  }

  @Test func pricesOfActionsThatDidNotHappenAreNotMissed() throws {
    var entry = InstructionRecord(instruction: 0, name: "a", layer: nil)
    entry.add(.dacSet, .sampling, on: .raceTiles, 1)
    let record = ExecutionRecord(
      instructions: [entry], timeline: Timeline(clock_Hz: 1e9), couplingBits: 0,
      residentCouplingBits: 0)
    let budget = ChipBudget(
      record: record, chip: Samples.chip(prices: [.dacSet: Samples.price(1, 1, 1)]))
    #expect(budget.missingPrices.isEmpty)
    #expect(budget.total_J == Band(exactly: 1))
    #expect(budget.averagePower_W == nil)
  }

  @Test func ceilingPricesByHand() throws {
    var entry = InstructionRecord(instruction: 0, name: "a", layer: nil)
    entry.add(.agentUpdate, .sampling, on: .raceTiles, 100)
    entry.add(.dacSet, .sampling, on: .raceTiles, 300)
    var timeline = Timeline(clock_Hz: 1)
    timeline.place(instruction: 0, cycles: 10)
    let record = ExecutionRecord(
      instructions: [entry], timeline: timeline, couplingBits: 0, residentCouplingBits: 0)
    let prices = [Action.agentUpdate: Samples.price(0, 0.1, 1), .dacSet: Samples.price(0, 0.05, 1)]
    let chip = Samples.chip(prices: prices, statics: [1], claimed: 5)
    let ceilings = try #require(CeilingPrices(record: record, chip: chip))
    // 5 W · 10 s − 1 W · 10 s = 40 J over 400 actions.
    #expect(ceilings.allowance_J.nominal == 40)
    // The static power is within 0.5 and 3 W: a width of √6 to either side.
    #expect(abs(ceilings.allowance_J.low - (50 - 10 * 6.0.squareRoot())) < 2)
    #expect(abs(ceilings.allowance_J.high - (50 - 10 / 6.0.squareRoot())) < 0.5)
    #expect(ceilings.perAction_J?.nominal == 0.1)
    #expect(ceilings.byAction.map(\.action) == [.agentUpdate, .dacSet])
    #expect(agree(try #require(ceilings.byAction[0].ceiling_J), 0.25))
    #expect(agree(try #require(ceilings.byAction[1].ceiling_J), 0.1))
    #expect(ceilings.byAction[0].stated_J == 0.1)
    #expect(!ceilings.staticsExceedClaim)
    let impossible = Samples.chip(prices: prices, statics: [6], claimed: 5)
    let negative = try #require(CeilingPrices(record: record, chip: impossible))
    #expect(negative.staticsExceedClaim)
    #expect(negative.allowance_J.nominal == -10)
    #expect(CeilingPrices(record: record, chip: Samples.chip(prices: prices)) == nil)
  }

  @Test func theDefaultChipPricesEveryRecord() throws {
    var generator = SplitMix(seed: 4)
    let record = Samples.randomRecord(&generator)
    let budget = ChipBudget(record: record, chip: try SpecLibrary.chip(SpecLibrary.defaultChip))
    #expect(budget.missingPrices.isEmpty && budget.total_J != nil)
  }
}
