import CriticalControl
import RandomStreams
import SampleStatistics
import Testing

/// Gains, filters and noise in the loop.
@Suite struct LoopTests {
  /// The printed schedule has κ(0) = 3.2, 2.8, 2.5: errors are multiplied by −2.2, −1.8, −1.5, and stay unstable until
  /// 0.79, 0.59, 0.41 of τ.
  @Test func printedScheduleIsUnstable() throws {
    let expected: [ControlPreset: (Double, Double)] = [
      .tiny: (-2.2, 0.788), .small: (-1.8, 0.588), .gpt: (-1.5, 0.405),
    ]
    for preset in ControlPreset.allCases {
      let (multiplier, share) = try #require(expected[preset])
      #expect(close(preset.schedule.multiplier(at: 0), multiplier))
      #expect(close(try #require(preset.schedule.stableFrom) / preset.schedule.time, share, 1e-3))
      #expect(preset.schedule.corrected.stableFrom == 0)
      #expect(abs(preset.schedule.corrected.multiplier(at: 0)) <= 0.5)
    }
    #expect(GainSchedule.constant(2).stableFrom == nil)
  }

  /// In simulation: 200 steps from the textbook's β, the largest error over the last 100.
  @Test func printedScheduleSwings() throws {
    let rows = try ScoreRows(
      SyntheticRows.rows(.normal, count: 4, keys: 64, deviation: 8, seed: 21))
    let target = rows.logCount - 1.1
    for preset in ControlPreset.allCases {
      #expect(late(preset.printedController(start: 0.125, target: target), rows, target) > 0.5)
      #expect(late(preset.correctedController(start: 0.125, target: target), rows, target) < 1e-6)
    }
  }

  private func late(_ controller: NewtonController, _ rows: ScoreRows, _ target: Double) -> Double {
    var controller = controller
    var worst = 0.0
    for step in 0..<200 {
      let state = rows.state(at: controller.beta)
      if step >= 100 { worst = max(worst, abs(state.entropy - target)) }
      controller.update(EntropyReading(state))
    }
    return worst
  }

  /// EMA-64 with unit gain: eigenvalues of modulus √(63/64), an overshoot of seven times, 600 steps to settle.
  @Test func filteredLoop() throws {
    let printed = FilteredLoop(.exponential(window: 64), gain: 1)
    #expect(close(printed.modulus, (63.0 / 64).squareRoot()) && printed.oscillates)
    let errors = printed.errors(steps: 1200)
    #expect(try #require(errors.min()) < -0.5)
    #expect(try #require(errors.lastIndex { abs($0) > 0.01 }) > 450)
    let critical = FilteredLoop(.exponential(window: 64), gain: printed.criticalGain)
    // (1 − √(1 − α))²/α = α/4 · (1 + α/2 + 5α²/16 + …), α = 1/64.
    #expect(close(critical.gain / (0.25 / 64), 1 + 1.0 / 128 + 5.0 / 65536, 1e-5))
    #expect(!critical.oscillates)
    #expect(critical.errors(steps: 2000).allSatisfy { $0 > -1e-9 })
    let predicted = FilteredLoop(.predicted(window: 64), gain: 1)
    #expect(!predicted.oscillates && close(predicted.modulus, 63.0 / 64))
    #expect(predicted.errors(steps: 400).allSatisfy { $0 > -1e-9 })
    #expect(abs(try #require(predicted.errors(steps: 400).last)) < 0.01)
  }

  /// The same on rows: a drift of the scores by a factor of 1.5 is followed without swing only with the predictor.
  @Test func filteredController() throws {
    let rows = try ScoreRows(
      SyntheticRows.rows(.normal, count: 16, keys: 64, deviation: 8, seed: 6))
    let target = rows.logCount - 1.1
    let root = try rows.beta(entropy: target)
    func lowest(_ filter: EntropyFilter) -> Double {
      var controller = NewtonController(start: root / 1.5, target: target, filter: filter)
      // What it remembers is the time before the drift.
      controller.update(EntropyReading(rows.state(at: root)))
      return (0..<600).reduce(Double.infinity) { lowest, _ in
        let state = rows.state(at: controller.beta)
        controller.update(EntropyReading(state))
        return min(lowest, state.entropy - target)
      }
    }
    #expect(lowest(.exponential(window: 64)) < -0.3)
    #expect(lowest(.predicted(window: 64)) > -0.02)
  }

  /// With firings in place of exact entropies: all starts reach the band of a head of 12 rows, and Kalman's filter is
  /// quieter at the root than Newton's step.
  @Test func sampledLoop() throws {
    let scores = SyntheticRows.rows(.normal, count: 12, keys: 48, deviation: 8, seed: 8)
    let rows = try ScoreRows(scores)
    let target = rows.logCount - 1.1
    func run(_ controller: some BetaController, draws: Int, steps: Int) throws -> [Double] {
      var controller = controller
      return try (0..<steps).map { step in
        let firings = scores.enumerated().map { index, row in
          var stream = RandomStream(
            StreamKey(seed: 4, purpose: .race, replica: UInt32(step)), site: UInt32(index))
          return SyntheticFirings(draws: draws).fire(
            row, at: controller.beta, for: .firingTimes, &stream)
        }
        controller.update(
          try #require(EntropyReading(firings, through: .firingTimes, at: controller.beta)))
        return rows.state(at: controller.beta).entropy - target
      }
    }
    for start in [0.01, 0.1, 1, 10] {
      let errors = try run(
        NewtonController(start: start / 8, target: target), draws: 256, steps: 16)
      #expect(errors[11...].allSatisfy { abs($0) < 0.15 }, "from \(start)/√d")
    }
    let root = try rows.beta(entropy: target)
    let newton = try run(NewtonController(start: root, target: target), draws: 32, steps: 150)
    let kalman = try run(KalmanController(start: root, target: target), draws: 32, steps: 150)
    func rms(_ errors: [Double]) -> Double {
      (errors[30...].reduce(0) { $0 + $1 * $1 } / Double(errors.count - 30)).squareRoot()
    }
    // Newton's errors are a reading's noise R in ln β. Kalman's gain settles at K = P/(P + R), P² = q(P + R), and its errors
    // have the variance K/(2 − K) R, correlated over 1/K steps: of 120 steps about 60 K count, and the deviation's own
    // error is a part 1/√(120 K); that of Newton's is 1/√240. Three of both together are the margin.
    let state = rows.state(at: root)
    let capacity = root * root * state.scoreVariance
    let noise = (SpecialFunctions.trigamma(32) + capacity / 32) / 12 / (capacity * capacity)
    let drift = KalmanController(start: root, target: target).drift
    let spread = (drift + (drift * drift + 4 * drift * noise).squareRoot()) / 2
    let gain = spread / (spread + noise)
    let ratio = (gain / (2 - gain)).squareRoot()
    let margin = 3 * (1 / (120 * gain) + 1.0 / 240).squareRoot()
    #expect(rms(kalman) < ratio * (1 + margin) * rms(newton))
    #expect(ratio * (1 + margin) < 1)
  }

  @Test func margin() throws {
    let rows = try ScoreRows(
      SyntheticRows.rows(.normal, count: 8, keys: 512, deviation: 8, seed: 2))
    let freezing = (2 * rows.logCount).squareRoot() / rows.scoreDeviation
    let margin = CriticalMargin(criticalBeta: freezing, least: 0.06, exponent: 0.5)
    // The printed final address is the freezing point itself; the corrected one lies at 1 − 1/√2.
    #expect(margin.distance(freezing) == 0)
    #expect(close(margin.distance(freezing / 2.0.squareRoot()), 1 - 0.5.squareRoot()))
    #expect(close(margin.correlation(freezing), 1 / 0.06.squareRoot(), 1e-9))
    #expect(close(margin.held(freezing, from: 0.1), 0.94 * freezing))
    #expect(close(margin.held(freezing, from: 2 * freezing), 1.06 * freezing))
    // A controller whose target lies inside the margin stays at its edge.
    let inside = rows.state(at: 0.98 * freezing).entropy
    var controller = NewtonController(
      start: 0.125, target: inside,
      margin: CriticalMargin(criticalBeta: freezing, least: 0.06))
    for _ in 0..<30 { controller.update(EntropyReading(rows.state(at: controller.beta))) }
    #expect(close(controller.beta, 0.94 * freezing, 1e-9))
  }

  @Test func deadBandAndLimits() throws {
    var controller = NewtonController(
      start: 1, target: 2, deadBand: 0.3, limits: 0.5...1.2)
    controller.update(EntropyReading(entropy: 2.2, scoreVariance: 1))
    #expect(controller.beta == 1)
    controller.update(EntropyReading(entropy: 3, scoreVariance: 1))
    #expect(controller.beta == 1.2)
  }
}
