import CriticalControl
import RandomStreams
import Testing

/// Gates as printed and as corrected.
@Suite struct GatingTests {
  /// At textbook β, βσ = 1 and T = √(2 ln N) is 2.1 and more from 9 keys on: the printed gate keeps every token.
  @Test func printedTokenGatePrunesNothing() throws {
    let scores = SyntheticRows.rows(.normal, count: 60, keys: 64, deviation: 8, seed: 2)
    let rows = scores.map { RowState(scores: $0, beta: 0.125) }
    let gating = rows.map { TokenGate.score(beta: 0.125, deviation: 8, entropy: $0.entropy) }
    #expect(try #require(gating.min()) > 1.8)
    for preset in ControlPreset.allCases {
      let printed = preset.tokenGate.keeps(gating, at: 0)
      #expect(printed.allSatisfy { $0 })
      var corrected = preset.tokenGate
      corrected.usesThreshold = false
      #expect(corrected.keeps(gating, at: 0).count { $0 } == 33)
    }
  }

  /// T goes to zero for even rows and for frozen ones: it prunes the most decided row first.
  @Test func scoreIsNotMonotone() {
    let row = SyntheticRows.rows(.normal, count: 1, keys: 64, deviation: 1, seed: 4)[0]
    func score(_ beta: Double) -> Double {
      TokenGate.score(
        beta: beta, deviation: 1, entropy: RowState(scores: row, beta: beta).entropy)
    }
    #expect(score(0.01) < 0.1 && score(2) > 2 && score(60) < 0.5)
    let gate = TokenGate(first: 0, last: 0, time: 1, share: 0.5, floor: 1, usesThreshold: false)
    #expect(gate.keeps([score(60), score(2)], at: 0) == [false, true])
  }

  @Test func thresholdAndFloor() {
    let gate = ControlPreset.tiny.tokenGate
    #expect(close(gate.threshold(at: 0), 1.8))
    #expect(close(gate.threshold(at: 600), 1.05 + 0.75 * DeterministicFunctions.exp(-1)))
    #expect(close(gate.threshold(at: 1_000_000, lowered: 0.05), 1.0))
    #expect(gate.keeps([Double](repeating: 0, count: 20), at: 0).count { $0 } == 16)
    #expect(gate.keeps([Double](repeating: 0, count: 3), at: 0).allSatisfy { $0 })
  }

  /// N_eff = e^H in the rule is circular: H ≤ H − 0.9 never holds, and H = H − 1.1 has no root.
  @Test func circularReference() {
    var circular = HeadGate(threshold: 0, window: 2)
    for entropy in [3.0, 1, 0.2, 0.05] {
      circular.threshold = entropy - 0.9
      circular.update(entropy: entropy)
    }
    #expect(!circular.isFrozen)
  }

  /// With a fixed N_eff the printed H_freeze lies above the target: a head on target is frozen after w steps.
  @Test func printedFreezeCatchesHeadsOnTarget() {
    let reference = 4.0
    var printed = HeadGate.printed(logReference: reference, window: 50)
    var corrected = HeadGate.corrected(logReference: reference, window: 50)
    for step in 0..<60 {
      printed.update(entropy: reference - ControlPreset.gap)
      corrected.update(entropy: reference - ControlPreset.gap)
      #expect(printed.isFrozen == (step >= 49))
    }
    #expect(!corrected.isFrozen)
    for _ in 0..<50 { corrected.update(entropy: reference - 2.5) }
    #expect(corrected.isFrozen)
    corrected.update(entropy: reference - 1.5)
    #expect(!corrected.isFrozen)
  }

  @Test func headFloor() {
    var gate = HeadGate(threshold: 1, window: 1)
    gate.update(entropy: 0)
    let frozen = HeadGate.frozen([gate, gate, gate], entropies: [0.3, 0.1, 0.2], floor: 2)
    #expect(frozen == [false, true, false])
  }

  @Test func backOff() {
    var guardrail = BackOff()
    for step in 0..<200 { guardrail.update(loss: 2 + (step % 2 == 0 ? 0.01 : -0.01)) }
    #expect(!guardrail.isActive && guardrail.gain == 1)
    var steps = 0
    for _ in 0..<12 where !guardrail.isActive { guardrail.update(loss: 2.2) }
    #expect(guardrail.isActive && guardrail.gain == 0.5 && close(guardrail.lowered, 0.05))
    while guardrail.isActive, steps < 500 {
      guardrail.update(loss: 2)
      steps += 1
    }
    #expect(steps == 200)
  }

  @Test func presets() {
    #expect(ControlPreset(rawValue: "14.4M") == .small)
    for (preset, bound) in zip(ControlPreset.allCases, [16.67, 20, 25]) {
      let margin = CriticalMargin(criticalBeta: 1, least: preset.leastDistance)
      #expect(close(margin.correlation(1), bound, 1e-3))
    }
  }
}
