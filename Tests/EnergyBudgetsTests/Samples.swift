import ExecutionRecords
import HardwareSpecs
import IsingTestSupport

/// Chips, records and random numbers for tests.
enum Samples {
  static func price(_ low: Double, _ nominal: Double, _ high: Double) -> Price {
    Price(
      Band(low: low, nominal: nominal, high: high), source: "test", confidence: .assumption)
  }

  static func chip(
    prices: [Action: Price], statics: [Double] = [], claimed: Double? = nil
  ) -> ChipSpec {
    ChipSpec().with { chip in
      chip.name = "sample"
      chip.geometry = ChipGeometry().with {
        ($0.linearTiles, $0.raceTiles, $0.gateAgents, $0.normUnits) = (1, 1, 1, 1)
        ($0.digitalLanes, $0.tileRows, $0.tileColumns) = (1, 1, 1)
        ($0.couplingBits, $0.activationBits) = (1, 1)
      }
      chip.memory.host_bitsPerSecond = 1
      chip.prices = prices
      chip.staticPower = statics.enumerated().map {
        StaticPower(
          name: "power\($0.offset)", power_W: price($0.element / 2, $0.element, $0.element * 3))
      }
      chip.claimedPower_W = claimed.map { price($0, $0, $0) }
    }
  }

  /// Every action, each with its own price of random size between 10⁻¹⁶ and 10⁻¹⁰ J.
  static func randomPrices(_ generator: inout SplitMix) -> [Action: Price] {
    Dictionary(
      uniqueKeysWithValues: Action.allCases.map { action in
        var nominal = Double.random(in: 1..<10, using: &generator)
        for _ in 0..<Int.random(in: 10...16, using: &generator) { nominal /= 10 }
        return (action, price(nominal / 3, nominal, nominal * 7))
      })
  }

  /// Instructions in several layers and on several components, with counts up to 10¹⁵.
  static func randomRecord(_ generator: inout SplitMix) -> ExecutionRecord {
    var instructions: [InstructionRecord] = []
    var timeline = Timeline(clock_Hz: 1e9)
    for index in 0..<60 {
      let layer: Int? = index % 7 == 0 ? nil : index % 6
      var entry = InstructionRecord(instruction: index, name: "i\(index)", layer: layer)
      // Chips of one die have no links between dies.
      for action in Action.allCases where action != .linkBit && Bool.random(using: &generator) {
        let component = ChipComponent.allCases.randomElement(using: &generator)!
        let actionClass = ActionClass.allCases.randomElement(using: &generator)!
        let bits = Int.random(in: 1...50, using: &generator)
        entry.add(
          action, actionClass, on: component, Int.random(in: 1...(1 << bits), using: &generator))
      }
      instructions.append(entry)
      timeline.place(instruction: index, cycles: UInt64.random(in: 1...1000, using: &generator))
    }
    return ExecutionRecord(
      instructions: instructions, timeline: timeline, couplingBits: 1, residentCouplingBits: 1)
  }
}

/// |a − b| ≤ tolerance · max(|a|, |b|).
func agree(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
  abs(a - b) <= tolerance * max(abs(a), abs(b))
}
