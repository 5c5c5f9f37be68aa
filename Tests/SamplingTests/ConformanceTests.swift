import IsingTestSupport
import RandomStreams
import Sampling
import Testing

@Suite struct ConformanceTests {
  @Test func referenceSamplerHasBoltzmannsLaw() throws {
    let verdicts = try SamplerConformance().verdicts {
      ReferenceSampler($0, beta: $1, spins: $2, key: $3)
    }
    for verdict in verdicts { #expect(verdict.passed, "\(verdict)") }
  }
}
