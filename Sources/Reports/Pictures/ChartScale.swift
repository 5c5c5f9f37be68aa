import Foundation

/// An axis with round marks, linear or by decades.
struct ChartScale {
  /// The least value that is shown.
  let low: Double
  /// The greatest value that is shown.
  let high: Double
  /// Where marks stand.
  let ticks: [Double]
  private let decimals: Int
  /// Whether equal factors take equal room.
  private let isByDecades: Bool

  /// An axis of decades that holds all finite values above zero, with marks at powers of ten and, over fewer than
  /// three of them, at twice and five times these.
  ///
  /// - Returns: `nil` without a finite value above zero.
  init?(decadesOf values: [Double]) {
    let positive = values.filter { $0.isFinite && $0 > 0 }
    guard var low = positive.min(), var high = positive.max() else { return nil }
    // Less than a factor of two has no round marks.
    if high < 2 * low { (low, high) = (low / 2, high * 2) }
    let exponents = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let factors = log10(high / low) < 3 ? [1.0, 2, 5] : [1.0]
    ticks = exponents.flatMap { exponent in factors.map { $0 * pow(10, Double(exponent)) } }
      .filter { $0 >= low * 0.999 && $0 <= high * 1.001 }
    decimals = 0
    isByDecades = true
    self.low = low
    self.high = high
  }

  /// An axis that holds all finite values, with marks at multiples of 1, 2 or 5 times a power of ten.
  ///
  /// - Parameter rounded: whether the axis ends at marks.
  /// - Returns: `nil` without a finite value.
  init?(holding values: [Double], marks: Int = 5, rounded: Bool = true) {
    let finite = values.filter(\.isFinite)
    guard var low = finite.min(), var high = finite.max() else { return nil }
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300) {
      // A tenth of the least numbers would be 0.
      let margin = low == 0 ? 1 : max(abs(low) * 0.1, 1e-300)
      (low, high) = (low - margin, high + margin)
    }
    guard (high - low).isFinite else { return nil }
    let raw = (high - low) / Double(marks)
    let power = pow(10, log10(raw).rounded(.down))
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? raw
    if rounded {
      low = (low / step + 1e-9).rounded(.down) * step
      high = (high / step - 1e-9).rounded(.up) * step
    }
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    isByDecades = false
    decimals = max(0, Int((-log10(step) + 1e-9).rounded(.up)))
    self.low = low
    self.high = high
  }

  /// 0 at the low end to 1 at the high end.
  func position(_ value: Double) -> Double {
    isByDecades ? log10(max(value, low) / low) / log10(high / low) : (value - low) / (high - low)
  }

  /// A mark's label.
  func label(_ tick: Double) -> String {
    if isByDecades { return String(format: "%g", tick) }
    guard decimals <= 6, abs(tick) < 1e7 else { return String(format: "%.3g", tick) }
    let text = String(format: "%.\(decimals)f", tick)
    if !text.contains(where: { $0 >= "1" && $0 <= "9" }) { return "0" }
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}
