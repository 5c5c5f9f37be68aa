import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// What fidelity `sampled` takes for granted, measured: the tables of docs/devices.md.
@Suite("Properties of tiles", .serialized, .enabled(if: SlowTests.areEnabled))
struct TilePropertyTests {
  static func text(_ values: [Double]) -> String {
    values.map { String(format: "%.4f", $0) }.joined(separator: " | ")
  }

  @Test("independence: the variance of a count against S F(1 − F)")
  func independence() throws {
    let samples = 64
    for memory in [0, 0.1, 0.3, 1, 3, 10] {
      let shares = try GateTileTests.shares(x: [0.3], samples: samples, rows: 4000, copies: 32) {
        $0.devices.retention_s = memory / $0.timing.gateRate_Hz
      }[0]
      let p = GateTileTests.normal(0.3)
      let c = memory / (1 + memory)
      let factor = (1..<samples).reduce(1.0) {
        $0 + 2 * (1 - Double($1) / Double(samples)) * pow(c, Double($1))
      }
      let measured = GateTileTests.variance(shares) / (p * (1 - p) / Double(samples))
      print("independence: \(memory) | \(Self.text([measured, factor, Double(samples) / factor]))")
      #expect(abs(measured / factor - 1) < 0.03)
    }
  }

  @Test("exactness of the race: distance from softmax against p e^{ap}")
  func race() throws {
    let p = RaceAgentsTests.law(RaceAgentsTests.weights.map(Double.init))
    func distance(_ q: [Double]) -> Double {
      zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    }
    for load in [0.001, 0.01, 0.03, 0.1, 0.3, 1] {
      let collided = p.map { $0 * exp(load * $0) }
      var row: [Double] = []
      for attention in [AttentionRoad.race, .rampedRace, .regularRace] {
        let outcome = try RaceAgentsTests.run(
          rows: 20_000, samples: 64,
          settings: { $0.attention = attention },
          chip: {
            $0.timing.raceLoad = load
            $0.timing.maximumRate_Hz = 1e13
          })
        row.append(distance(RaceAgentsTests.law(outcome.counts.map(Double.init))))
        let fired =
          attention == .regularRace ? Double(20_000 * 64) : Double(outcome.updates)
        row.append(Double(outcome.firings) / fired)
      }
      let law = [
        distance(RaceAgentsTests.law(collided)), collided.reduce(0, +) * exp(-load),
      ]
      print("race: \(load) | \(Self.text(law)) | \(Self.text(row))")
    }
  }
}
