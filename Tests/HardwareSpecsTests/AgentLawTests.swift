import Foundation
import HardwareSpecs
import Testing

@Suite struct AgentLawTests {
  private static func table(_ further: String = "") throws -> DeviceTable {
    try DeviceTable(
      bytes: Array("field,probability\n-3,0\n-1,0.1\n0,0.4\n2,0.95\n3,1\n\(further)".utf8),
      file: "t.csv")
  }

  @Test func idealDevicesDoNothing() {
    let law = ChipDevices().law
    #expect(law.drawsIdeally && !law.hasMemory)
    #expect(law.offset(2) == 0 && law.rateFactor(2) == 1 && law.temperatureFactor(2) == 1)
    #expect(law.stuckState(1e-16) == 0)
    #expect(law.betaFactor(at: 1e9) == 1 && law.gainedOffset(at: 1) == 0)
    #expect(law.repeatChance(after: 1e-12, atField: 0) == 0)
    #expect(law.upLogit(field: 0.7) == 1.4 && law.upProbability(field: 0.7) == nil)
  }

  /// Each thing that changes a draw, and those that change the clock or the die alone.
  @Test func whatMakesDrawsUnequal() throws {
    let changes: [@Sendable (inout ChipDevices) -> Void] = [
      { $0.retention_s = 1e-9 }, { $0.fieldNoise = 0.1 }, { $0.offsetVariation = 0.1 },
      { $0.drift_perSecond = -1 }, { $0.stuckFraction = 0.1 },
    ]
    for change in changes { #expect(!ChipDevices().with(change).law.drawsIdeally) }
    let table = try Self.table()
    #expect(!ChipDevices().with { $0.table = table }.law.drawsIdeally)
    #expect(
      ChipDevices().with {
        $0.rateVariation = 0.1
        $0.temperatureError = 0.1
        $0.couplingVariation = 0.1
        $0.couplingDelay_s = 1e-9
      }.law.drawsIdeally)
  }

  @Test func manufacture() {
    let law = ChipDevices().with {
      $0.offsetVariation = 0.5
      $0.rateVariation = 0.25
      $0.temperatureError = 0.2
      $0.stuckFraction = 0.3
    }.law
    #expect(law.offset(-1.5) == -0.75)
    #expect(abs(law.rateFactor(2) / exp(0.5) - 1) < 1e-14)
    #expect(law.temperatureFactor(-1.5) == 0.7)
    // Five and more deviations below: never 0 or less.
    #expect(law.temperatureFactor(-7) == 0.01)
    // Of uniform numbers 15 % are up and 15 % down.
    let states = (0..<1000).map { law.stuckState((Double($0) + 0.5) / 1000) }
    #expect(states.count { $0 == 1 } == 150 && states.count { $0 == -1 } == 150)
  }

  @Test func driftStopsAtAHundredth() {
    let law = ChipDevices().with { $0.drift_perSecond = -6000 }.law
    #expect(law.betaFactor(at: 0) == 1 && law.betaFactor(at: 1e-5) == 0.94)
    #expect(law.betaFactor(at: 1) == AgentLaw.leastFactor)
    #expect(ChipDevices().with { $0.drift_perSecond = 2 }.law.betaFactor(at: 3) == 7)
  }

  @Test func memoryIsStatedOrMeasured() throws {
    let stated = ChipDevices().with { $0.retention_s = 5e-9 }
    #expect(stated.law.hasMemory && stated.law.retention_s(atField: 9) == 5e-9)
    #expect(abs(stated.law.repeatChance(after: 1e-8, atField: 0) / exp(-2) - 1) < 1e-14)
    #expect(stated.law.repeatChance(after: 0, atField: 0) == 1)
    // Never below 10⁻¹⁷, and nothing before the first draw.
    #expect(stated.law.repeatChance(after: 39.9 * 5e-9, atField: 0) > 1e-18)
    #expect(stated.law.repeatChance(after: 40 * 5e-9, atField: 0) == 0)
    #expect(stated.law.repeatChance(after: .infinity, atField: 0) == 0)

    let plain = try Self.table()
    #expect(stated.with { $0.table = plain }.law.retention_s(atField: 0) == 5e-9)
    let measured = try Self.table("field,retention_s\n-1,0\n1,2e-9\ntime_s,offset\n0,0\n1,0.5\n")
    let law = stated.with { $0.table = measured }.law
    // Half way between two points, but for rounding.
    #expect(abs(law.retention_s(atField: 0) / 1e-9 - 1) < 1e-14)
    #expect(law.retention_s(atField: 4) == 2e-9)
    #expect(law.gainedOffset(at: 0.5) == 0.25)
    // A device that forgets at once in some fields still has a memory.
    #expect(law.hasMemory && law.repeatChance(after: 1e-30, atField: -2) == 0)
    #expect(ChipDevices().with { $0.table = measured }.law.hasMemory)
  }

  /// A uniform number whose logit lies below `upLogit` has the probability of the table.
  @Test func decisionsFollowTheTable() throws {
    let table = try Self.table()
    let law = ChipDevices().with { $0.table = table }.law
    for field in stride(from: -2.9, through: 2.9, by: 0.1) {
      let probability = table.probability(field)
      #expect(law.upProbability(field: field) == probability)
      #expect(abs(1 / (1 + exp(-law.upLogit(field: field))) - probability) < 1e-14)
    }
    #expect(law.upLogit(field: -3.5) == -.infinity && law.upLogit(field: 3) == .infinity)
  }

  /// With two states the field of one is that of the spin, and of the other its negative.
  @Test func fieldsOfStates() {
    for field in [-3, -0.4, 0, 1.2] {
      let up = (1 + tanh(field)) / 2
      #expect(abs(AgentLaw.field(ofShare: up) - field) < 1e-13)
      #expect(abs(AgentLaw.field(ofShare: 1 - up) + field) < 1e-13)
    }
    #expect(AgentLaw.field(ofShare: 0) == -.infinity && AgentLaw.field(ofShare: 1) == .infinity)
  }
}
