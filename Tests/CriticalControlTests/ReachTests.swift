import CriticalControl
import IsingTestSupport
import RandomStreams
import Testing

/// Starts from 0.01/√d to 10/√d against targets ln N − 1.1, with scores of σ = √d.
@Suite struct ReachTests {
  private static let starts = [0.01, 0.03, 0.1, 0.3, 1, 3, 10]

  /// Rows of all laws and of 8 to 128 keys that a controller does not bring into the band in 12 steps.
  private func failures(
    _ count: Int, _ make: (_ start: Double, _ target: Double) -> some BetaController
  )
    throws -> Int
  {
    var failures = 0
    for index in 0..<count {
      let law = SyntheticRows.Law.allCases[index % 4]
      let keys = 8 + index * 7 % 121
      let rows = try ScoreRows(
        SyntheticRows.rows(law, count: 1, keys: keys, deviation: 8, seed: 5, firstRow: index))
      let target = rows.logCount - ControlPreset.gap
      let start = Self.starts[index / 4 % 7] / 8
      let steps = stepsIntoBand(make(start, target), rows, target: target)
      if (steps ?? .max) > 12 { failures += 1 }
    }
    return failures
  }

  @Test func correctedFormsReachTheBandInTwelveSteps() throws {
    for form in [NewtonForm.logBeta, .betaSquared] {
      #expect(
        try failures(2000) { NewtonController(start: $0, target: $1, form: form) } == 0, "\(form)")
    }
    for preset in ControlPreset.allCases {
      // Gains of 1.5 overshoot by half of each error: these ring into the band.
      let controller = try failures(400) { start, target in
        NewtonController(start: start, target: target, schedule: preset.schedule.corrected)
      }
      #expect(controller == 0, "\(preset)")
    }
  }

  @Test(.enabled(if: SlowTests.areEnabled, "make check-statistics"))
  func noDivergenceInAHundredThousandRows() throws {
    for form in [NewtonForm.logBeta, .betaSquared] {
      #expect(
        try failures(100_000) { NewtonController(start: $0, target: $1, form: form) } == 0)
    }
  }

  /// With |Δ ln β| ≤ ½, twelve steps do not always reach a root that is 5.5 above the start.
  @Test func smallerClipsAreTooSlow() throws {
    #expect(try failures(2000) { NewtonController(start: $0, target: $1, clip: 0.5) } > 0)
  }

  /// The printed step, with the printed clips, fails for a large part of the same rows and starts.
  @Test func printedFormFails() throws {
    for preset in ControlPreset.allCases {
      let clip = preset.clip
      let lost = try failures(700) {
        NewtonController(start: $0, target: $1, form: .beta, clip: clip)
      }
      #expect(lost > 70, "\(preset)")
    }
  }

  /// Without a clip, from a small β it jumps into the frozen phase and on to where floats end; from a large one to a root
  /// of the other sign, or away.
  @Test func printedFormUnclipped() throws {
    let rows = try ScoreRows(
      SyntheticRows.rows(.normal, count: 1, keys: 128, deviation: 8, seed: 9))
    let target = rows.logCount - 1.1
    var largest = 0.0
    var controller = NewtonController(
      start: 0.001, target: target, form: .beta, clip: .infinity)
    for _ in 0..<10 {
      controller.update(EntropyReading(rows.state(at: controller.beta)))
      largest = max(largest, abs(controller.beta))
    }
    #expect(largest > 1e3)
    let wrongSigns = (1...40).count { index in
      var controller = NewtonController(
        start: 0.02 * Double(index), target: target, form: .beta, clip: .infinity)
      for _ in 0..<40 { controller.update(EntropyReading(rows.state(at: controller.beta))) }
      return controller.beta < 0
        && abs(rows.state(at: controller.beta).entropy - target) < 0.01
    }
    #expect(wrongSigns > 0)
  }

  @Test func baselines() throws {
    #expect(
      try failures(400) { KalmanController(start: $0, target: $1) } == 0)
    // Its gain stands still where the heat capacity does not: slower, but it gets there.
    let rows = try ScoreRows(
      SyntheticRows.rows(.normal, count: 8, keys: 64, deviation: 8, seed: 4))
    let target = rows.logCount - 1.1
    for start in Self.starts {
      let integral = IntegralController(start: start / 8, target: target)
      #expect(stepsIntoBand(integral, rows, target: target) != nil)
      let scheduled = ScheduledController(
        start: start / 8, target: target, reference: rows.logCount)
      #expect((stepsIntoBand(scheduled, rows, target: target) ?? 99) <= 12)
    }
    // k C > 2 at the target: it swings for ever.
    let wild = IntegralController(start: 0.1, target: target, gain: 3)
    #expect(stepsIntoBand(wild, rows, target: target, band: 0.02) == nil)
  }
}
