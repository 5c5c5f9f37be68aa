import Foundation
import HardwareSpecs
import Reports

/// Measured points with the laws that were fitted to them.
enum FitCharts {
  /// A chart a quantity, of its first six devices; `nil` where there is nothing to draw.
  static func drawing(_ fits: [DeviceFit]) throws(PictureError) -> Drawing? {
    let charts = DeviceMeasurements.Quantity.allCases.compactMap { quantity -> Chart? in
      let shown = fits.filter { $0.curve.quantity == quantity }.prefix(6)
      guard !shown.isEmpty else { return nil }
      return chart(quantity, Array(shown))
    }
    return try Chart.drawing(ofDrawable: charts, title: "measured devices and their laws")
  }

  private static func chart(_ quantity: DeviceMeasurements.Quantity, _ fits: [DeviceFit]) -> Chart {
    let columns = quantity.rawValue.split(separator: ",").map(String.init)
    let isLogarithmic = quantity != .probability && quantity != .offset
    let series = fits.map { fit in
      Chart.Series(
        label: String(fit.device.suffix(16)), x: fit.curve.rows.map { $0[0] },
        y: fit.curve.rows.map { isLogarithmic ? log10($0[1]) : $0[1] },
        errors: quantity == .probability
          ? fit.curve.rows.compactMap { $0.count > 2 ? $0[2] : nil } : [],
        isJoined: false)
    }
    return Chart(
      title: columns[1] + " by " + columns[0], xLabel: columns[0],
      yLabel: (isLogarithmic ? "log10 of " : "") + columns[1], series: series,
      curves: fits.map(curve))
  }

  /// The law at 81 places of the measured range.
  private static func curve(_ fit: DeviceFit) -> Chart.Series {
    let x = fit.curve.rows.map { $0[0] }
    let (low, high) = (x.min() ?? 0, x.max() ?? 1)
    let places = (0...80).map { low + (high - low) * Double($0) / 80 }
    func value(_ name: DeviceFit.Name) -> Double { fit[name]?.value ?? .nan }
    let y = places.map { place -> Double in
      switch fit.curve.quantity {
      case .probability:
        return 1 / (1 + exp(-2 * value(.slope) * (place + value(.offset))))
      case .retention:
        return log10(value(.retention) / cosh(value(.slope) * (place + value(.offset))))
      case .dwell:
        return log10(2 * value(.retention)) + value(.slope) * (place + value(.offset)) / log(10.0)
      case .temperature:
        return log10(value(.attemptTime)) + value(.barrier) * 300 / place / log(10.0)
      case .offset:
        let mean = fit.curve.rows.reduce(0) { $0 + $1[1] } / Double(x.count)
        return mean + value(.drift) * (place - x.reduce(0, +) / Double(x.count))
      }
    }
    return Chart.Series(label: "law", x: places, y: y)
  }
}
