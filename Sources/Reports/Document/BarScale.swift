import Foundation
import HardwareSpecs

/// Places values on the width of a chart, 0 on the left to 1 on the right.
enum BarScale: Sendable {
  /// From 0 to `maximum`.
  case linear(maximum: Double)
  /// From 10^`from` to 10^`to`.
  case logarithmic(from: Int, to: Int)

  /// A logarithmic scale over whole decades that hold all bands; `nil` if nothing is positive.
  static func decades(_ bands: [Band]) -> BarScale? {
    let values = bands.flatMap { [$0.low, $0.nominal, $0.high] }.filter { $0 > 0 && $0.isFinite }
    guard let least = values.min(), let most = values.max() else { return nil }
    let from = Int(log10(least).rounded(.down))
    let to = Int(log10(most).rounded(.up))
    return .logarithmic(from: from, to: max(to, from + 1))
  }

  /// A linear scale from 0 to the largest upper end, or to two and a half times the largest figure if
  /// that is less: one wide band must not hide all bars. `nil` if nothing is positive.
  static func fromZero(_ bands: [Band]) -> BarScale? {
    guard let most = bands.map(\.high).filter({ $0 > 0 && $0.isFinite }).max() else { return nil }
    let figures = bands.map(\.nominal).filter { $0 > 0 && $0.isFinite }.max()
    return .linear(maximum: min(most, figures.map { 2.5 * $0 } ?? most))
  }

  /// Where a value lies; what lies outside is moved to the nearer end.
  func position(_ value: Double) -> Double {
    let place: Double
    switch self {
    case .linear(let maximum): place = value / maximum
    case .logarithmic(let from, let to):
      place = value > 0 ? (log10(value) - Double(from)) / Double(to - from) : 0
    }
    return place.isNaN ? 0 : min(max(place, 0), 1)
  }

  /// Values to mark, from left to right: at most eight.
  var ticks: [Double] {
    switch self {
    case .linear(let maximum):
      // The smallest step of 1, 2 or 5 times a power of ten that gives at most five intervals.
      let raw = maximum / 5
      let power = pow(10, log10(raw).rounded(.down))
      let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? raw
      return (0...5).map { Double($0) * step }.filter { $0 <= maximum * 1.000001 }
    case .logarithmic(let from, let to):
      let step = max(1, (to - from + 6) / 7)
      return stride(from: from, through: to, by: step).map { pow(10, Double($0)) }
    }
  }
}
