import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// Every sampler of spins on every small graph.
@Suite struct ConformanceTests {
  private func expect(_ verdicts: [Verdict]) {
    for verdict in verdicts { #expect(verdict.passed, "\(verdict)") }
  }

  @Test func reference() throws {
    var suite = try SamplerConformance()
    suite.samples = 1000
    expect(try suite.verdicts { ReferenceSampler($0, beta: $1, spins: $2, key: $3) })
  }

  /// In a fixed order, Metropolis' rule is not ergodic on rings (see `SweepTests`).
  private func fixedOrder(_ rule: UpdateRule) throws -> SamplerConformance {
    var suite = try SamplerConformance()
    if rule == .metropolis { suite.graphs.removeAll { $0.name.hasPrefix("ring") } }
    return suite
  }

  @Test(arguments: UpdateRule.allCases) func sequential(_ rule: UpdateRule) throws {
    expect(
      try fixedOrder(rule).verdicts {
        SequentialSampler($0, beta: $1, rule: rule, spins: $2, key: $3)
      })
  }

  @Test(arguments: UpdateRule.allCases) func randomSite(_ rule: UpdateRule) throws {
    expect(
      try SamplerConformance().verdicts {
        RandomSiteSampler($0, beta: $1, rule: rule, spins: $2, key: $3)
      })
  }

  @Test(arguments: UpdateRule.allCases) func chromatic(_ rule: UpdateRule) throws {
    expect(
      try fixedOrder(rule).verdicts {
        try ChromaticSampler(
          $0, beta: $1, rule: rule, blocks: SamplingFixtures.blocks($0), spins: $2, key: $3)
      })
  }

  @Test func synchronous() throws {
    var suite = try SamplerConformance()
    suite.samples = 2000
    suite.law = { model, beta, _ in try SynchronousSampler.littlePerettoLaw(of: model, beta: beta) }
    expect(try suite.verdicts { try SynchronousSampler($0, beta: $1, spins: $2, key: $3) })
  }

  @Test(arguments: UpdateRule.allCases, ExchangePairs.allCases)
  func kawasaki(_ rule: UpdateRule, _ pairs: ExchangePairs) throws {
    var suite = try SamplerConformance()
    suite.samples = 2000
    suite.graphs.removeAll { $0.model.spinCount == 1 || pairs == .bonds && !$0.isConnected }
    suite.law = { model, beta, start in
      let up = Enumeration.state(of: start).nonzeroBitCount
      let all = try Enumeration(model).probabilities(beta: beta)
      let kept = all.enumerated().map { $0.offset.nonzeroBitCount == up ? $0.element : 0 }
      let sum = kept.reduce(0, +)
      return kept.map { $0 / sum }
    }
    expect(
      try suite.verdicts {
        try KawasakiSampler($0, beta: $1, rule: rule, pairs: pairs, spins: $2, key: $3)
      })
  }

  @Test func wolff() throws {
    var suite = try SamplerConformance()
    suite.attemptsPerSweep = nil
    suite.samples = 2000
    expect(
      try suite.verdicts { model, beta, spins, key in
        var sampler = WolffSampler(model, beta: beta, spins: spins, key: key)
        sampler.calibrate(clusters: 200)
        return sampler
      })
  }

  @Test func swendsenWang() throws {
    var suite = try SamplerConformance()
    suite.samples = 2000
    expect(try suite.verdicts { SwendsenWangSampler($0, beta: $1, spins: $2, key: $3) })
  }
}
