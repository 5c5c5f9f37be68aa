import ChipPrograms
import Foundation
import IsingTestSupport
import MoebiusGeometry
import Testing
import TransformerModels
import VirtualChip

@Suite("Positions on the machine")
struct PositionsTests {
  @Test("a race's shares have the bias of its flow")
  func shares() throws {
    // All scores alike: what is left is the bias of the first query, 0, −s, −2s, …
    let machine = try RaceBench(scores: [1, 1, 1, 1], position: .hyperbolic(slope: 0.5))
    let shares = try machine.shares(RunSettings(fidelity: .expectation))
    let weights = (0..<4).map { exp(-0.5 * Double($0)) }
    for (found, weight) in zip(shares, weights) {
      #expect(abs(found - weight / weights.reduce(0, +)) < 2e-3)
    }
  }

  @Test("odd heads cannot turn")
  func oddHeads() {
    let model = TinyModel(hidden: 6, heads: 2, keyValueHeads: 2)
    #expect(throws: (any Error).self) {
      _ = try Bench.machine(model, position: .elliptic(base: 10_000))
    }
    #expect(throws: Never.self) { _ = try Bench.machine(model, position: .parabolic(slope: 1)) }
  }
}
