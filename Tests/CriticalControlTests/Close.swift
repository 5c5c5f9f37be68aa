import CriticalControl
import RandomStreams
import SampleStatistics

/// Whether two numbers agree to a part of the larger.
func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
  abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}

/// Steps until a controller, with exact readings, holds |H − H_t| below the band at a positive β; `nil` for never.
func stepsIntoBand(
  _ controller: some BetaController, _ rows: ScoreRows, target: Double, band: Double = 0.1,
  limit: Int = 60
) -> Int? {
  var controller = controller
  for step in 0...limit {
    let state = rows.state(at: controller.beta)
    if controller.beta > 0, abs(state.entropy - target) < band { return step }
    controller.update(EntropyReading(state))
  }
  return nil
}

/// Eight scores whose exact values, by scipy 1.17, stand in the tests.
let eightScores = [0.3, -1.2, 2.5, 0.0, 1.1, -0.7, 2.4, 0.9]
