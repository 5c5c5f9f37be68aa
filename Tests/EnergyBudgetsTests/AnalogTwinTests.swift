import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Testing

@Suite struct AnalogTwinTests {
  /// The digital twin's record, with analog work of its two instructions that have a twin.
  static func record() -> ExecutionRecord {
    var record = DigitalTwinTests.record()
    record.instructions[0].twin?.analog = AnalogWork(
      products: 480, activeProducts: 111, conversions: 30)
    record.instructions[1].add(.digitalOperation, .deterministic, on: .raceTiles, 50)
    record.instructions[1].twin?.analog = AnalogWork(
      products: 96, activeProducts: 17, conversions: 12, sparedOperations: 40)
    return record
  }

  @Test func doesItsOwnProductsAndNothingElse() throws {
    let record = Self.record()
    let analog = try #require(AnalogTwin.record(of: record))
    let linear = analog.instructions[0].total
    #expect(
      linear.present == [
        .clampWrite, .adcConversion, .counterStep, .networkBitHop, .analogActiveProduct,
        .analogRestingProduct,
      ])
    #expect(linear[.analogActiveProduct, .deterministic] == 111)
    #expect(linear[.analogRestingProduct] == 480)
    // The chip's 30 steps are left out, each conversion is added up.
    #expect(linear[.adcConversion] == 30 && linear[.counterStep] == 30)
    let race = analog.instructions[1].total
    #expect(race.total(of: .sampling) == 0 && race[.multiplierBit] == 0)
    #expect(race[.tableLookup] == 5 && race[.division] == 1)
    // 50 of the chip, 2 of the twin, less 40 whose products are in the crossbars.
    #expect(race[.digitalOperation] == 12)
    #expect(analog.instructions[1].counts[.memory] == record.instructions[1].counts[.memory])
    #expect(analog.instructions[2] == record.instructions[2])
    #expect(analog.timeline == record.twinTimeline)
    #expect(analog.residentCouplingBits == 48)
    #expect(AnalogTwin.record(of: analog) == analog)
  }

  @Test func isUnknownWhereItsWorkWasNotCounted() {
    var record = Self.record()
    record.instructions[1].twin?.analog = nil
    #expect(AnalogTwin.record(of: record) == nil)
    #expect(DigitalTwin.record(of: record).total[.tableLookup] == 5)
    record.instructions[1].twin = nil
    #expect(AnalogTwin.record(of: record) != nil)
  }

  @Test func mergedInputsDoubleIt() throws {
    var twice = Self.record()
    twice.append(Self.record())
    var expected = try #require(AnalogTwin.record(of: Self.record()))
    expected.append(try #require(AnalogTwin.record(of: Self.record())))
    #expect(AnalogTwin.record(of: twice) == expected)
  }

  /// Energy of 64 rows of 64 columns of one bit, four planes of codes, with this share of ones.
  private static func macro(density: Double, on chip: ChipSpec) throws -> Double {
    let products = 64.0 * 64 * 4
    var read = InstructionRecord(instruction: 0, name: "read", layer: nil)
    read.twin = TwinWork(
      component: .linearTiles,
      analog: AnalogWork(
        products: UInt64(products), activeProducts: UInt64(density * products), conversions: 16))
    let record = ExecutionRecord(
      instructions: [read], timeline: Timeline(clock_Hz: 1e9), couplingBits: 0,
      residentCouplingBits: 0)
    let analog = try #require(AnalogTwin.record(of: record))
    return try #require(ChipBudget(record: analog, chip: chip).dynamic_J).nominal
  }

  /// The macro of 64 × 64 cells at 7 nm and 0.8 V (ISSCC 2020, read through cimloop): picojoules of a
  /// product of 4-bit codes and couplings at the mean output codes 0, 1, 2, 4, … 15 of 15.
  private static let measured: [(code: Double, energy_pJ: Double)] = [
    (0, 3.36), (1, 4.56), (2, 5.03), (4, 5.44), (6, 5.84), (8, 6.29), (10, 6.66), (12, 7.04),
    (15, 7.80),
  ]

  /// The form fits: a line over the density of ones, which the measured energies follow within 4 % from the
  /// first code on. Two things do not: at no ones at all the macro drives no row and saves a quarter more,
  /// and its slope is less than ours, since its bit lines fall by a part of the supply where ours charge a
  /// capacitor of 1.2 fF.
  @Test func energyIsALineOverTheDensityOfOnes() throws {
    let chip = try SpecLibrary.chip("digital-pbit-22nm").with { $0.geometry.tileRows = 64 }
    func energy(_ density: Double) throws -> Double { try Self.macro(density: density, on: chip) }
    let (none, all) = (try energy(0), try energy(1))
    for density in [0.25, 0.5, 0.75] {
      #expect(agree(try energy(density), none + (all - none) * density))
    }
    let some = Self.measured.dropFirst()
    let codes = some.map(\.code), energies = some.map(\.energy_pJ)
    let mean = codes.reduce(0, +) / 8, height = energies.reduce(0, +) / 8
    let slope =
      some.reduce(0) { $0 + ($1.code - mean) * ($1.energy_pJ - height) }
      / codes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    for (code, energy) in some {
      #expect(abs(energy / (height + slope * (code - mean)) - 1) < 0.04, "code \(code)")
    }
    let resting = height - slope * mean
    #expect(Self.measured[0].energy_pJ < 0.8 * resting)
    // Both depend on data to the same order: not a few percent, not a factor of ten.
    let ownDependence = all / none, measuredDependence = (resting + 15 * slope) / resting
    #expect(measuredDependence > 1.5 && ownDependence > 1.5 && ownDependence < 10)
    let ownSlope = (all - none) * 1e12, measuredSlope = 15 * slope
    #expect(ownSlope > 3 * measuredSlope, "\(ownSlope), \(measuredSlope)")
  }

  @Test func pricesFollowFromSupplyAndRows() throws {
    let chip = try SpecLibrary.chip("digital-pbit-22nm")
    func prices(_ change: (inout ChipSpec) -> Void) -> [Action: Double] {
      ChipPrices(chip.with(change)).prices.mapValues(\.nominal)
    }
    let plain = prices { _ in }
    let (active, resting) = (plain[.analogActiveProduct]!, plain[.analogRestingProduct]!)
    #expect(active > 0.5e-15 && active < 10e-15 && resting > 0 && resting < active)
    let higher = prices { $0.technology.supply_V = 1 }
    #expect(agree(higher[.analogActiveProduct]! / active, 1 / 0.64))
    #expect(agree(higher[.analogRestingProduct]! / resting, 1 / 0.64))
    // ⌈log2(rows + 1)⌉ bits: ten for 1023 rows, where matching begins to rule.
    let tall = prices { $0.geometry.tileRows = 1023 }
    #expect(
      agree(
        tall[.adcConversion]! / plain[.adcConversion]!,
        (100 * 10 + pow(4, 10) / 1000) / (100 * 8 + pow(4, 8) / 1000), 1e-9))
    #expect(tall[.analogActiveProduct] == plain[.analogActiveProduct])
  }

  private func pow(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
