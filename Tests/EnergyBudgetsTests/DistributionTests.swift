import ChipComponents
import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing

@Suite struct DistributionTests {
  /// Standard errors of a percentile of 2001 normal draws in standard deviations: √(p (1 − p)/n) / φ(z) for
  /// p = 5 % and 95 %, and for the median.
  private static let (tailError, medianError) = (0.0473, 0.028)

  private static func record(_ counts: [(Action, Int)], seconds: Double = 0) -> ExecutionRecord {
    var entry = InstructionRecord(instruction: 0, name: "a", layer: nil)
    for (action, count) in counts { entry.add(action, .deterministic, on: .linearTiles, count) }
    var timeline = Timeline(clock_Hz: 1e3)
    timeline.place(instruction: 0, cycles: UInt64(seconds * 1e3))
    return ExecutionRecord(
      instructions: [entry], timeline: timeline, couplingBits: 0, residentCouplingBits: 0)
  }

  /// A price whose logarithm has this standard deviation.
  private static func price(_ nominal: Double, spread: Double) -> Price {
    let factor = exp(spread * 1.6448536269514722)
    return Samples.price(nominal / factor, nominal, nominal * factor)
  }

  @Test("the array program gives the values of the plain draw, formula by formula")
  func programEqualsDraw() throws {
    let plan = ChipPlan(try SpecLibrary.chip(SpecLibrary.defaultChip))
    let formulas = Action.allCases.compactMap { plan.prices[$0] } + plan.powers.map(\.power)
    let program = FormulaProgram(formulas)
    let names = program.constantNames
    #expect(names.count > 10)
    var generator = SplitMix(seed: 5)
    // More draws than one block of the program.
    let draws = (0..<70).map { _ in
      Dictionary(
        uniqueKeysWithValues: names.map { ($0, Double.random(in: -3...3, using: &generator)) })
    }
    let columns = program.columns(
      draws: draws.count,
      constants: program.constants.map { figure in
        draws.map { figure.value * exp(figure.spread * $0[figure.name]!) }
      })
    for (index, deviations) in draws.enumerated() {
      var draw = Draw(deviations: deviations)
      for (formula, column) in zip(formulas, columns) {
        #expect(column[index] == draw.value(of: formula))
      }
    }
    let own = program.columns(draws: 1, constants: program.constants.map { [$0.value] })
    #expect(zip(formulas, own).allSatisfy { $0.value == $1[0] })
  }

  @Test("one log-normal price has its own band, within four standard errors")
  func bandOfOnePrice() throws {
    let spread = 0.7
    let chip = Samples.chip(prices: [.agentUpdate: Self.price(2, spread: spread)])
    let energy = try #require(DrawnPrices(chip).energy(of: Self.record([(.agentUpdate, 5)]).total))
    #expect(energy.nominal == 10)
    let found = energy.percentiles
    let z = 1.6448536269514722
    #expect(abs(log(found.p05 / 10) + z * spread) < 4 * Self.tailError * spread)
    #expect(abs(log(found.p95 / 10) - z * spread) < 4 * Self.tailError * spread)
    #expect(abs(log(found.p50 / 10)) < 4 * Self.medianError * spread)
  }

  @Test("independent prices: the band of a sum is narrower than the sum of the bands")
  func sumsOfIndependentPrices() throws {
    let actions = Array(Action.allCases.prefix(9))
    let prices = Dictionary(
      uniqueKeysWithValues: actions.map { ($0, Self.price(1, spread: 0.3)) })
    let budget = ChipBudget(
      record: Self.record(actions.map { ($0, 1) }), chip: Samples.chip(prices: prices))
    let total = try #require(budget.total_J)
    #expect(total.nominal == 9)
    // Nine equal terms of relative deviation 0.307 (log-normal): 0.102 of their sum, whose mean is 9 e^{0.045}.
    let mean = 9 * exp(0.045)
    let deviation = mean * (exp(0.09) - 1).squareRoot() / 3
    #expect(abs(total.high - (mean + 1.645 * deviation)) < 5 * Self.tailError * deviation)
    #expect(abs(total.low - (mean - 1.645 * deviation)) < 5 * Self.tailError * deviation)
  }

  @Test("both sides of a ratio share their constants: a common price leaves no band")
  func ratiosShareTheirDraws() throws {
    let chip = Samples.chip(
      prices: [.agentUpdate: Self.price(1, spread: 1), .tableLookup: Self.price(1, spread: 1)])
    let prices = DrawnPrices(chip)
    func energy(_ counts: [(Action, Int)]) throws -> Drawn {
      try #require(prices.energy(of: Self.record(counts).total))
    }
    let same = (try energy([(.agentUpdate, 6)]) / energy([(.agentUpdate, 3)])).percentiles
    #expect(abs(same.p05 - 2) < 1e-12 && abs(same.p95 - 2) < 1e-12)
    let other = (try energy([(.agentUpdate, 6)]) / energy([(.tableLookup, 3)])).percentiles
    // Two independent deviations of 1: √2 · 1.645 to either side.
    #expect(abs(log(other.p95 / 2) - 2.326) < 4 * Self.tailError * 2.0.squareRoot())
    let partly =
      (try energy([(.agentUpdate, 6)])
      / energy([(.agentUpdate, 3), (.tableLookup, 3)])).percentiles
    #expect(partly.p95 / partly.p05 < other.p95 / other.p05)
  }

  @Test("a band of which nothing is known keeps its three figures")
  func foreignBands() {
    let band = Drawn(Band(low: 1, nominal: 2, high: 10), named: "device").percentiles
    #expect(abs(band.p50 / 2 - 1) < 4 * Self.medianError * log(5) / 1.645)
    #expect(abs(log(band.p05)) < 4 * Self.tailError * log(2) / 1.645)
    #expect(abs(log(band.p95 / 10)) < 4 * Self.tailError * log(5) / 1.645)
  }

  @Test("shares of the variance and what halves the band, by hand")
  func tornado() throws {
    let chip = Samples.chip(
      prices: [
        .agentUpdate: Self.price(1, spread: 0.4), .tableLookup: Self.price(1, spread: 0.2),
        .division: Samples.price(1, 1, 1),
      ])
    let record = Self.record([(.agentUpdate, 10), (.tableLookup, 10), (.division, 10)])
    let found = try #require(Uncertainty(of: record, at: DrawnPrices(chip)))
    #expect(found.tornado.map(\.name) == ["price_agent_update", "price_table_lookup"])
    // Slopes are (spread · third), to the third order of spread: shares 4/5 and 1/5.
    #expect(abs(found.tornado[0].share - 0.8) < 0.01)
    #expect(abs(found.tornado.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    #expect(found.tornado[0].evidence == .assumed && found.tornado[0].source == "test")
    let halving = try #require(found.halving)
    #expect(halving.constants == ["price_agent_update"])
    let gain = log(halving.width) / log(halving.narrowed)
    // Two widths, each between two percentiles: four errors of √2 · tailError / (2 · 1.645) each.
    #expect(abs(gain / 5.0.squareRoot() - 1) < 4 * Self.tailError / 1.645)
  }

  @Test("no single measurement halves the band of equal errors")
  func severalMeasurements() throws {
    let actions = Array(Action.allCases.prefix(4))
    let chip = Samples.chip(
      prices: Dictionary(uniqueKeysWithValues: actions.map { ($0, Self.price(1, spread: 0.2)) }))
    let record = Self.record(actions.map { ($0, 7) })
    let halving = try #require(Uncertainty(of: record, at: DrawnPrices(chip))?.halving)
    #expect(halving.constants.count == 3)
    #expect(halving.narrowed < halving.width)
  }

  @Test("exact prices have no band, missing ones no uncertainty")
  func withoutUncertainty() throws {
    let record = Self.record([(.agentUpdate, 10)], seconds: 1)
    let exact = Samples.chip(prices: [.agentUpdate: Samples.price(1, 1, 1)])
    let found = try #require(Uncertainty(of: record, at: DrawnPrices(exact)))
    #expect(found.energy_J == Percentiles(p05: 10, p50: 10, p95: 10))
    #expect(found.tornado.isEmpty && found.halving == nil)
    #expect(Uncertainty(of: record, at: DrawnPrices(Samples.chip(prices: [:]))) == nil)
  }

  @Test("the same bits on any number of threads")
  func threads() async throws {
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    var generator = SplitMix(seed: 3)
    let record = Samples.randomRecord(&generator)
    let alone = ChipBudget(record: record, chip: chip)
    await withTaskGroup(of: Band?.self) { group in
      for _ in 0..<4 { group.addTask { ChipBudget(record: record, chip: chip).total_J } }
      for await total in group { #expect(total == alone.total_J) }
    }
  }

  @Test("the default chip: its total is known better than by the worst case of its prices")
  func theDefaultChip() throws {
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    var generator = SplitMix(seed: 8)
    let record = Samples.randomRecord(&generator)
    let budget = ChipBudget(record: record, chip: chip)
    let total = try #require(budget.total_J)
    let prices = ChipPrices(chip)
    var worst = prices.totalStaticPower_W * budget.duration_s
    for action in record.total.present {
      worst += try #require(prices.prices[action]).band * Double(record.total[action])
    }
    #expect(total.low > worst.low && total.high < worst.high)
    #expect(total.low < total.nominal && total.nominal < total.high)
  }
}
