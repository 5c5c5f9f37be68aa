import ChipPrograms
import Foundation
import IsingTestSupport
import MoebiusGeometry
import Testing
import TransformerModels
import VirtualNPU

@Suite("Positions on the machine")
struct PositionsTests {
  @Test("biases are minus a slope times the distance along the flow")
  func distances() throws {
    let tokens = 300
    let slopes = try DistanceBias.linearSlopes(heads: 3)
    let hyperbolic = Positions(.hyperbolic(slope: nil), heads: 3, headSize: 8, tokens: tokens)
    let parabolic = Positions(.parabolic(slope: 0.7), heads: 3, headSize: 8, tokens: tokens)
    let (line, horocycle) = (
      try PositionalFlow.hyperbolic(length: 1), try PositionalFlow.parabolic(shift: 1)
    )
    for head in 0..<3 {
      for gap in 0..<tokens {
        let linear = -slopes[head] * line.distance(5, 5 + gap)
        #expect(abs(Double(hyperbolic.biases[head * tokens + gap]) - linear) <= 1e-7 * -linear)
        let logarithmic = -0.7 * horocycle.distance(gap, 0)
        #expect(
          abs(Double(parabolic.biases[head * tokens + gap]) - logarithmic) <= 1e-7 * -logarithmic)
      }
    }
  }

  @Test("rotations are those of rotary positions, token for token")
  func rotations() throws {
    let positions = Positions(.elliptic(base: 10_000), heads: 1, headSize: 8, tokens: 512)
    let angles = try RotaryPositions(width: 8).angles
    for token in 0..<512 {
      for pair in 0..<4 {
        let angle = Double(token) * angles[pair]
        #expect(abs(Double(positions.cosines[token * 4 + pair]) - cos(angle)) < 1e-7)
        #expect(abs(Double(positions.sines[token * 4 + pair]) - sin(angle)) < 1e-7)
      }
    }
  }

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
