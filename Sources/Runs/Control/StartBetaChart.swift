import CriticalControl
import Foundation
import Reports

/// H against β with the seven start values on it.
enum StartBetaChart {
  /// The chart: log₁₀ of β in units of 1/√d across, H in nats.
  static func chart(
    _ rows: ScoreRows, starts: StartBetas, textbook: Double, title: String
  ) -> Chart {
    let ratios = starts.values.map { $0.beta / textbook }
    let low = log10(min(ratios.min() ?? 1, 1)) - 0.7
    let high = log10(max(ratios.max() ?? 1, 1)) + 0.5
    let places = (0...80).map { low + (high - low) * Double($0) / 80 }
    let curve = Chart.Series(
      label: "H(β)", x: places,
      y: places.map { rows.state(at: textbook * pow(10, $0)).entropy })
    return Chart(
      title: title, xLabel: "log10 of β√d", yLabel: "H in nats",
      series: starts.values.map { value in
        Chart.Series(
          label: value.derivation.rawValue, x: [log10(value.beta / textbook)],
          y: [value.entropy], isJoined: false)
      }, curves: [curve], marks: [(0, "1/√d")])
  }
}
