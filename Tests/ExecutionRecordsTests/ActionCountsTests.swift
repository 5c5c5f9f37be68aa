import ExecutionRecords
import Foundation
import IsingTestSupport
import Testing

@Suite struct ActionCountsTests {
  /// Counts below 2³² in a third of all cells.
  private func counts(_ random: inout SplitMix) -> ActionCounts {
    var counts = ActionCounts()
    for action in Action.allCases {
      for actionClass in ActionClass.allCases where Int.random(in: 0..<3, using: &random) == 0 {
        counts.add(action, actionClass, UInt64.random(in: 1...(1 << 32), using: &random))
      }
    }
    return counts
  }

  @Test func everyCellIsItsOwn() {
    for action in Action.allCases {
      for actionClass in ActionClass.allCases {
        var counts = ActionCounts()
        counts.add(action, actionClass, 3)
        counts.add(action, actionClass, 4)
        for other in Action.allCases {
          for otherClass in ActionClass.allCases {
            let isIt = other == action && otherClass == actionClass
            #expect(counts[other, otherClass] == (isIt ? 7 : 0))
          }
        }
        #expect(counts[action] == 7 && counts.total(of: actionClass) == 7)
        #expect(counts.present == [action] && !counts.isEmpty)
      }
    }
  }

  @Test func axesAddUpToTheSame() {
    var random = SplitMix(seed: 1)
    let counts = counts(&random)
    let byAction = Action.allCases.reduce(0) { $0 + counts[$1] }
    let byClass = ActionClass.allCases.reduce(0) { $0 + counts.total(of: $1) }
    #expect(byAction == byClass && byAction > 0)
    #expect(counts.present == Action.allCases.filter { counts[$0] > 0 })
    #expect(counts.present == counts.present.sorted())
  }

  /// Sums are exact whatever the order: integers, where doubles would round above 2⁵³.
  @Test func sumsAreExactInAnyOrder() {
    var random = SplitMix(seed: 2)
    var parts = (0..<20).map { _ in counts(&random) }
    parts[7].add(.counterStep, .deterministic, 1 << 60)
    parts[8].add(.counterStep, .deterministic, 1)
    let forward = parts.reduce(ActionCounts(), +)
    let backward = parts.reversed().reduce(ActionCounts(), +)
    #expect(forward == backward)
    var without = parts
    without[8] = ActionCounts()
    #expect(forward != without.reduce(ActionCounts(), +))
    for action in Action.allCases {
      #expect(forward[action] == parts.reduce(0) { $0 + $1[action] })
    }
    #expect(ActionCounts() + parts[0] == parts[0])
  }

  @Test func whatIsWrittenIsRead() throws {
    var random = SplitMix(seed: 3)
    for counts in [ActionCounts(), counts(&random), counts(&random)] {
      let written = try JSONEncoder().encode(counts)
      #expect(try JSONDecoder().decode(ActionCounts.self, from: written) == counts)
    }
    var one = ActionCounts()
    one.add(.agentUpdate, .relaxation, 5)
    #expect(
      String(decoding: try JSONEncoder().encode(one), as: UTF8.self)
        .replacing("\\/", with: "/") == #"{"agent_update/R":5}"#)
  }

  @Test(arguments: [
    #"{"agent_updat/R":5}"#, #"{"agent_update/X":5}"#, #"{"agent_update":5}"#,
    #"{"agent_update/R/R":5}"#, #"{"agent_update/R":-5}"#, #"{"agent_update/R":0.5}"#, "[]",
  ])
  func whatIsNoCountIsRefused(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ActionCounts.self, from: Data(text.utf8))
    }
  }
}
