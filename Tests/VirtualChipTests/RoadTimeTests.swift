import ExecutionRecords
import HardwareSpecs
import Testing
import VirtualChip

/// Programs without contention take by each road what the schedule says.
@Suite("Times of each road, event against schedule")
struct RoadTimeTests {
  static let roads = RoadRunTests.roads + [.regularRace]

  @Test("within 2 %", arguments: roads)
  func agreement(road: AttentionRoad) throws {
    let machine = try Bench.machine(EventCountTests.model) { $0.geometry.digitalLanes = 1 << 20 }
    func cycles(_ fidelity: Fidelity.Word, runs: Int) throws -> Double {
      try (0..<runs).reduce(0.0) { sum, seed in
        let settings = RunSettings(
          fidelity: fidelity.fidelity(), attention: road, samples: 48, seed: UInt64(seed))
        let execution = try machine.run(tokens: [3, 1, 4, 1, 5, 9, 2, 6], settings: settings)
        return sum + Double(execution.record.timeline.totalCycles) / Double(runs)
      }
    }
    let executed = try cycles(.event, runs: 12)
    let (sampled, expected) = (
      try cycles(.sampled, runs: 24), try cycles(.expectation, runs: 1)
    )
    #expect(abs(executed / sampled - 1) < 0.02, "\(road): \(executed) for \(sampled)")
    #expect(abs(executed / expected - 1) < 0.02, "\(road): \(executed) for \(expected)")
  }
}
