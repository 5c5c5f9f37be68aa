import Foundation
import HardwareSpecs
import SampleStatistics

/// A parameter of a description, from all devices that were measured.
struct FittedParameter: Sendable {
  /// E.g. `offset`, `offset_variation`.
  var name: String
  /// Its value.
  var value: Double
  /// Its standard error; `nil` where one device does not tell it.
  var error: Double?
  /// The unit; empty for a number.
  var unit: String
  /// The interval of 95 %.
  var interval: (low: Double, high: Double)?
  /// Devices that it is from.
  var devices: Int
  /// The key of a description that takes it; `nil` for none.
  var key: String?
  /// What it is.
  var meaning: String
}

/// Means and spreads over devices.
enum DevicePopulation {
  /// All parameters that the fits tell.
  static func parameters(_ fits: [DeviceFit]) throws(StatisticsError) -> [FittedParameter] {
    var parameters: [FittedParameter] = []
    for name in DeviceFit.Name.allCases {
      // The switching curve knows a device's offset best, then its dwell times, then its memory.
      var figures: [DeviceFit.Figure] = []
      var seen: Set<String> = []
      for quantity in [DeviceMeasurements.Quantity.probability, .dwell, .retention] {
        for fit in fits where fit.curve.quantity == quantity {
          if let figure = fit[name], figure.isDetermined, seen.insert(fit.device).inserted {
            figures.append(figure)
          }
        }
      }
      for fit in fits {
        if let figure = fit[name], figure.isDetermined, seen.insert(fit.device).inserted {
          figures.append(figure)
        }
      }
      guard !figures.isEmpty else { continue }
      parameters += try summarise(name, figures)
    }
    return parameters
  }

  private static func summarise(
    _ name: DeviceFit.Name, _ figures: [DeviceFit.Figure]
  ) throws(StatisticsError) -> [FittedParameter] {
    let isLogarithmic = name.isLogarithmic
    let values = figures.map { isLogarithmic ? log($0.value) : $0.value }
    func plain(_ value: Double) -> Double { isLogarithmic ? exp(value) : value }
    var mean = FittedParameter(
      name: name.rawValue, value: plain(values[0]), unit: name.unit, devices: figures.count,
      key: figures.count > 0 ? key(of: name) : nil, meaning: meaning(of: name))
    guard figures.count > 1 else {
      let error = figures[0].error
      guard let stated = figures[0].statedError else { return [mean] }
      mean.error = stated
      mean.interval = (plain(values[0] - 1.96 * error), plain(values[0] + 1.96 * error))
      return [mean]
    }
    let summary = try SampleSummary(values)
    let factor = try StudentT.factor(degreesOfFreedom: figures.count - 1)
    mean.value = plain(summary.mean)
    mean.error = summary.standardError * (isLogarithmic ? mean.value : 1)
    mean.interval = (
      plain(summary.mean - factor * summary.standardError),
      plain(summary.mean + factor * summary.standardError)
    )
    let spread = summary.standardDeviation
    let interval = try ChiSquared.intervalOfDeviation(spread, count: figures.count)
    // The error of a deviation from n normal values, s/√(2(n − 1)).
    let error = spread / (2 * Double(figures.count - 1)).squareRoot()
    let (word, unit, key, sentence, scale) = self.spread(of: name, mean: mean.value)
    return [
      mean,
      FittedParameter(
        name: word, value: spread * scale, error: error * scale, unit: unit,
        interval: (interval.low * scale, interval.high * scale), devices: figures.count, key: key,
        meaning: sentence),
    ]
  }

  private static func spread(of name: DeviceFit.Name, mean: Double)
    -> (name: String, unit: String, key: String?, meaning: String, scale: Double)
  {
    switch name {
    case .offset:
      ("offset_variation", "field", "devices.offset_variation", "standard deviation of offsets", 1)
    case .slope:
      (
        "slope_variation", "", nil, "relative standard deviation of slopes",
        mean == 0 ? 1 : 1 / abs(mean)
      )
    case .retention:
      (
        "rate_variation", "", "devices.rate_variation",
        "standard deviation of the logarithm of memories, as of clock rates", 1
      )
    case .attemptTime:
      ("attempt_time_variation", "", nil, "standard deviation of the logarithm", 1)
    case .barrier: ("barrier_variation", "", nil, "standard deviation of barriers at 300 K", 1)
    case .drift: ("offset_drift_variation", "field/s", nil, "standard deviation of drifts", 1)
    }
  }

  private static func key(of name: DeviceFit.Name) -> String? {
    name == .retention ? "devices.retention" : nil
  }

  private static func meaning(of name: DeviceFit.Name) -> String {
    switch name {
    case .offset: "offset of the field, \(DeviceFit.logistic)"
    case .slope: "slope, 1 for an ideal p-bit"
    case .retention: "memory at balance"
    case .attemptTime: "attempt time, \(DeviceFit.neel)"
    case .barrier: "barrier over k_B·300 K"
    case .drift: "change of the offset in a second"
    }
  }
}
