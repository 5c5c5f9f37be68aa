import IsingTestSupport
import Sampling
import Testing

/// The engines without delay on all small graphs. Clock events are random in number, and the engine
/// that draws that number for a whole stretch of time makes another chain of the same law from two
/// stretches.
@Suite struct AsynchronousConformanceTests {
  static func conformance(sweepsAdd: Bool = true) throws -> SamplerConformance {
    var conformance = try SamplerConformance()
    if !SlowTests.areEnabled { conformance.samples = 500 }
    conformance.attemptsPerSweep = nil
    conformance.sweepsAdd = sweepsAdd
    return conformance
  }

  @Test(arguments: UpdateRule.allCases)
  func clocks(rule: UpdateRule) throws {
    for verdict in try Self.conformance(sweepsAdd: false).verdicts({
      try AsynchronousSampler($0, beta: $1, spins: $2, key: $3, rule: rule)
    }) {
      #expect(verdict.passed, "\(rule), \(verdict)")
    }
  }

  @Test(arguments: EscapeLaw.allCases)
  func nFoldWay(law: EscapeLaw) throws {
    var conformance = try Self.conformance()
    conformance.graphs = conformance.graphs.filter { graph in
      (try? NFoldWaySampler(
        graph.model, beta: 1, spins: hotSpins(graph.model), key: asynchronousKey)) != nil
    }
    #expect(conformance.graphs.count >= 4)
    for verdict in try conformance.verdicts({
      try NFoldWaySampler($0, beta: $1, spins: $2, key: $3, law: law)
    }) {
      #expect(verdict.passed, "\(law), \(verdict)")
    }
  }

  @Test(arguments: EscapeLaw.allCases)
  func nextReaction(law: EscapeLaw) throws {
    for verdict in try Self.conformance().verdicts({
      try NextReactionSampler($0, beta: $1, spins: $2, key: $3, law: law)
    }) {
      #expect(verdict.passed, "\(law), \(verdict)")
    }
  }

  @Test func queue() throws {
    for verdict in try Self.conformance().verdicts({
      try EventQueueSampler($0, beta: $1, spins: $2, key: $3)
    }) {
      #expect(verdict.passed, "\(verdict)")
    }
  }
}
