import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Testing

/// What links between dies cost: bits by their price, and power whatever they do.
@Suite struct DiesTests {
  private static func record(bits: Int) -> ExecutionRecord {
    var entry = InstructionRecord(instruction: 0, name: "move", layer: 0)
    entry.add(.networkBitHop, .deterministic, on: .network, 7 * bits)
    entry.add(.linkBit, .deterministic, on: .network, bits)
    var timeline = Timeline(clock_Hz: 1e9)
    timeline.place(instruction: 0, cycles: 2_000_000)
    return ExecutionRecord(
      instructions: [entry], timeline: timeline, couplingBits: 0, residentCouplingBits: 0)
  }

  @Test func bitsTimesPrice() throws {
    let chip = try SpecLibrary.chip("digital-pbit-four-dies")
    let prices = ChipPrices(chip).prices
    let (link, hop) = try (
      #require(prices[.linkBit]).nominal, #require(prices[.networkBitHop]).nominal
    )
    let budget = ChipBudget(record: Self.record(bits: 1_000_000), chip: chip)
    let share = try #require(budget.byAction.first { $0.key == .linkBit }?.energy_J)
    #expect(abs(share.nominal / (1e6 * link) - 1) < 1e-12)
    // A target of the standard, known within 1.4, behind regulators: nine tenths within 1.75 either way.
    #expect(share.high / share.nominal > 1.6 && share.high / share.nominal < 1.9)
    let dynamic = try #require(budget.dynamic_J).nominal
    #expect(abs(dynamic / (1e6 * link + 7e6 * hop) - 1) < 1e-12)
    // Idle links are paid by the second: four borders of 18 links.
    let standby = try #require(budget.statics.first { $0.name == "link_standby" })
    #expect(
      abs(standby.energy_J.nominal / (4 * 18 * 0.15 * 0.5e-12 * 2 * 16e9 * 0.002) - 1) < 1e-9)
  }

  /// What it costs to leave a die stays out of what the twins replace.
  @Test func twinsSendTheSame() {
    let record = Self.record(bits: 5)
    #expect(DigitalTwin.record(of: record).total[.linkBit] == 5)
    #expect(AnalogTwin.record(of: record)?.total[.linkBit] == 5)
  }

  @Test func withoutAPriceThereIsNoTotal() throws {
    let chip = try SpecLibrary.chip("digital-pbit-four-dies").with { $0.technology.node_nm = nil }
    let budget = ChipBudget(record: Self.record(bits: 5), chip: chip)
    #expect(budget.missingPrices == [.networkBitHop, .linkBit] && budget.total_J == nil)
  }
}
