import CriticalControl
import RandomStreams
import Testing

/// The seven derivations on normal rows, by what is known of the random energy model.
@Suite struct StartBetaTests {
  private func rows(_ keys: Int, count: Int, deviation: Double = 8) throws -> ScoreRows {
    try ScoreRows(
      SyntheticRows.rows(.normal, count: count, keys: keys, deviation: deviation, seed: 11))
  }

  @Test func formulas() throws {
    let rows = try rows(512, count: 60)
    let starts = try StartBetas(rows, gap: 1.1, textbook: 0.125)
    #expect(starts.values.map(\.derivation) == Derivation.allCases)
    let sigma = starts.deviation
    let x = Dictionary(
      uniqueKeysWithValues: starts.values.map { ($0.derivation, $0.beta * sigma) })
    let root = (2 * DeterministicFunctions.log(512)).squareRoot()
    #expect(close(try #require(x[.kl]), 2.2.squareRoot()))
    #expect(close(try #require(x[.freeEnergy]), root))
    // 60 rows know the mean of the largest to 0.37/√60, three of these errors.
    #expect(close(try #require(x[.extremeValueGap]), 3.0439, 0.06))
    // The peak of the heat capacity of normal rows: 0.74 to 0.80 of the freezing point.
    #expect((0.72...0.82).contains(try #require(x[.susceptibility]) / root))
    // Annealed within 3 % of ln N below half of the freezing point.
    #expect(abs(try #require(x[.targetEntropy]) / 2.2.squareRoot() - 1) < 0.05)
    // Rényi's gap leaves its annealed law sooner: at g = 1.1 more β is needed, at g = 0.2 the closed form holds.
    #expect(try #require(x[.variance]) > 1.06 * 2.2.squareRoot())
    let small = try StartBetas(rows, gap: 0.2, textbook: 0.125)
    let ratio = try #require(small.values.first { $0.derivation == .variance }).beta * sigma
    #expect(abs(ratio / 0.4.squareRoot() - 1) < 0.03)
    #expect(close(try #require(x[.newton]), try #require(x[.targetEntropy]), 1e-9))
    #expect(try #require(starts.newtonSteps) <= 6)
    #expect(starts.spread > 2)
    let printed = try #require(starts.landmarks.first { $0.name == "printed, N_eff = N" })
    let corrected = try #require(starts.landmarks.first { $0.name == "corrected" })
    // H/ln N at the printed "final address" is 0.39 for N = 512; the corrected form leaves half, at finite N a
    // little more: 0.529 for N = 4096.
    #expect(abs(printed.entropy / starts.logCount - 0.39) < 0.03)
    #expect((0.5..<0.6).contains(corrected.entropy / starts.logCount))
  }

  /// Heavy tails pull the values that know the law apart from the closed forms that do not.
  @Test func tails() throws {
    let rows = try ScoreRows(
      SyntheticRows.rows(.laplace, count: 40, keys: 128, deviation: 1, seed: 1))
    let values = try StartBetas(rows, gap: 1.1, textbook: 1).values
    let kl = try #require(values.first { $0.derivation == .kl })
    let target = try #require(values.first { $0.derivation == .targetEntropy })
    #expect(target.beta < 0.95 * kl.beta)
    #expect(close(target.entropy, rows.logCount - 1.1))
  }

  /// The printed form iterated rings with period 2; damped by half it settles in six steps.
  @Test func selfConsistency() throws {
    let rows = try rows(4096, count: 4)
    let sigma = rows.scoreDeviation
    let printed = SelfConsistentStart.iterates(rows, from: 0.125, damping: 0, steps: 6)
    let damped = SelfConsistentStart.iterates(rows, from: 0.125, damping: 0.5, steps: 6)
    let root = damped[6]
    #expect(abs(damped[6] / damped[5] - 1) < 0.01)
    #expect(abs(printed[5] - root) > 0.04 * root)
    #expect((printed[5] - root) * (printed[6] - root) < 0)
    #expect(abs(root * sigma / DeterministicFunctions.log(4096).squareRoot() - 1) < 0.05)
  }

  @Test func refuses() throws {
    let rows = try rows(16, count: 2)
    #expect(throws: ControlError.self) { try StartBetas(rows, gap: 0, textbook: 1) }
    #expect(throws: ControlError.self) { try StartBetas(rows, gap: 1, textbook: -1) }
    #expect(throws: ControlError.self) {
      try StartBetas(ScoreRows([[1, 1, 1]]), gap: 1, textbook: 1)
    }
    // ln 16 − 4 nats is below zero: no root, no Newton.
    let values = try StartBetas(rows, gap: 4, textbook: 0.1).values.map(\.derivation)
    #expect(!values.contains(.targetEntropy) && !values.contains(.newton))
  }
}
