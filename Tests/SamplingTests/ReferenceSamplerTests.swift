import IsingModels
import RandomStreams
import Sampling
import Testing

@Suite struct ReferenceSamplerTests {
  @Test func sameKeySameChain() throws {
    let model = try Lattice.periodicSquare(rows: 4, columns: 4).model()
    let start = InitialSpins.random.spins(count: 16, seed: 1, replica: 0)
    var one = ReferenceSampler(
      model, beta: 0.4, spins: start, key: StreamKey(seed: 1, purpose: .spinUpdate))
    var other = one
    one.advance(sweeps: 10)
    other.advance(sweeps: 10)
    #expect(one.spins == other.spins && one.counts.attempts == 160)
  }
}
