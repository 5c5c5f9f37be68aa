import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// Attention by each road in whole runs: `sampled` and `event` against `expectation`.
@Suite("Runs by each road")
struct RoadRunTests {
  static let roads = AttentionRoad.all(penalty_nats: 2).filter { $0 != .regularRace }

  static let drawn = [Fidelity.Word.sampled, .event]

  @Test("draws average to the expectation", arguments: roads, drawn)
  func means(road: AttentionRoad, fidelity: Fidelity.Word) throws {
    let machine = try RaceBench(scores: [0, 1, 2, -1])
    let exact = try machine.shares(
      RunSettings(fidelity: .expectation, attention: road, samples: 40))
    var sums = [Double](repeating: 0, count: 4)
    let runs = 300
    for seed in 0..<runs {
      let shares = try machine.shares(
        RunSettings(fidelity: fidelity.fidelity(), attention: road, samples: 40, seed: UInt64(seed))
      )
      for (agent, share) in shares.enumerated() { sums[agent] += share / Double(runs) }
    }
    for (found, p) in zip(sums, exact) {
      let error = (p * (1 - p) / Double(40 * runs)).squareRoot()
      #expect(abs(found - p) < 4.5 * error + 1e-3, "\(road): \(sums) \(exact)")
    }
  }

  @Test(
    "counted actions and times of draws average to those of the expectation", arguments: roads,
    drawn)
  func counts(road: AttentionRoad, fidelity: Fidelity.Word) throws {
    let machine = try RaceBench(scores: [0, 1, 2, -1, 0.3])
    let runs = 60
    let expected = try machine.execution(
      RunSettings(fidelity: .expectation, attention: road, samples: 40)
    ).record
    var totals = [Double](repeating: 0, count: Action.allCases.count)
    var squares = totals
    var cycles = 0.0
    for seed in 0..<runs {
      let record = try machine.execution(
        RunSettings(fidelity: fidelity.fidelity(), attention: road, samples: 40, seed: UInt64(seed))
      ).record
      for (index, action) in Action.allCases.enumerated() {
        let count = Double(record.total[action])
        totals[index] += count / Double(runs)
        squares[index] += count * count / Double(runs)
      }
      cycles += Double(record.timeline.totalCycles) / Double(runs)
    }
    for (index, action) in Action.allCases.enumerated() {
      let exact = Double(expected.total[action])
      let variance = max(0, squares[index] - totals[index] * totals[index])
      // Expectations are rounded to whole counts, row by row: five rows, and factors of up to 40.
      let bound = 4.5 * (variance / Double(runs)).squareRoot() + 0.002 * exact + 3
      #expect(abs(totals[index] - exact) <= bound, "\(road) \(action): \(totals[index]) \(exact)")
    }
    // Times of events are no analytic schedule; they have tests of their own.
    guard fidelity == .sampled else { return }
    let exact = Double(expected.timeline.totalCycles)
    #expect(abs(cycles / exact - 1) < 0.02, "\(road): \(cycles) \(exact)")
  }

  @Test("a ramp whose agents saturate has no law by counts")
  func saturatedRamp() throws {
    // Load / arbitration is 0.2 GHz.
    let road = AttentionRoad.rampedRace
    let slow = try RaceBench(scores: [0, 1]) { $0.timing.maximumRate_Hz = 0.7e9 }
    #expect(throws: MachineError.self) {
      try slow.execution(RunSettings(attention: road, samples: 4))
    }
    let fast = try RaceBench(scores: [0, 1]) { $0.timing.maximumRate_Hz = 0.9e9 }
    #expect(throws: Never.self) { try fast.execution(RunSettings(attention: road, samples: 4)) }
  }

  @Test("exponentials, sums and search of Potts agents are class D, and wait for lanes")
  func pottsArithmetic() throws {
    func record(_ road: AttentionRoad, lanes: Int, samples: Int) throws -> ExecutionRecord {
      let machine = try RaceBench(scores: [0, 1, 2, -1]) {
        $0.geometry.digitalLanes = lanes
        $0.timing.gateRate_Hz = 1e12
      }
      return try machine.execution(
        RunSettings(fidelity: .expectation, attention: road, samples: samples)
      ).record
    }
    for road in [AttentionRoad.potts, .pottsComb] {
      func operations(_ samples: Int, _ actionClass: ActionClass) throws -> UInt64 {
        try record(road, lanes: 1, samples: samples).instructions.reduce(0) {
          $0 + ($1.counts[.raceTiles]?[.digitalOperation, actionClass] ?? 0)
        }
      }
      // Two comparisons for each of 49 draws more, in four rows.
      #expect(try operations(50, .deterministic) - operations(1, .deterministic) >= 4 * 49 * 2)
      #expect(try operations(50, .sampling) == 0)
      func cycles(lanes: Int) throws -> Int {
        let totals = try [1, 50].map {
          Int(try record(road, lanes: lanes, samples: $0).timeline.totalCycles)
        }
        return totals[1] - totals[0]
      }
      let (narrow, wide) = (try cycles(lanes: 1), try cycles(lanes: 4096))
      // The lanes' other work hides those of one of the four rows.
      #expect(narrow - wide >= 3 * 49 * 2, "\(road): \(narrow) \(wide)")
    }
  }

  @Test("roads that relax count class R, the others S, in closed form")
  func classes() throws {
    let machine = try RaceBench(scores: [0, 1, 2, -1])
    func total(_ road: AttentionRoad, _ action: Action, _ actionClass: ActionClass) throws -> UInt64
    {
      let record = try machine.execution(
        RunSettings(fidelity: .expectation, attention: road, samples: 50)
      ).record
      return record.instructions.reduce(0) {
        $0 + ($1.counts[.raceTiles]?[action, actionClass] ?? 0)
      }
    }
    // 52 intervals of 3 periods in which three pairs tick, in each of four rows.
    #expect(try total(.kawasaki, .agentUpdate, .relaxation) == 4 * 52 * 3 * 3)
    #expect(try total(.kawasaki, .agentUpdate, .sampling) == 0)
    #expect(try total(.potts, .agentUpdate, .sampling) == 4 * 50)
    let updates = try total(.oneHot(penalty_nats: 2), .agentUpdate, .relaxation)
    let evaluations = try total(.oneHot(penalty_nats: 2), .couplingEvaluation, .relaxation)
    #expect(updates > 4 * 52 * 4 * 11 && evaluations % updates == 0)
  }
}
