import Foundation

/// A linear axis with round marks.
struct ChartScale {
  /// The least value that is shown.
  let low: Double
  /// The greatest value that is shown.
  let high: Double
  /// Where marks stand.
  let ticks: [Double]
  private let decimals: Int

  /// An axis that holds all finite values, with marks at multiples of 1, 2 or 5 times a power of ten.
  ///
  /// - Parameter rounded: whether the axis ends at marks.
  /// - Returns: `nil` without a finite value.
  init?(holding values: [Double], marks: Int = 5, rounded: Bool = true) {
    let finite = values.filter(\.isFinite)
    guard var low = finite.min(), var high = finite.max() else { return nil }
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300) {
      let margin = low == 0 ? 1 : abs(low) * 0.1
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
    decimals = max(0, Int((-log10(step) + 1e-9).rounded(.up)))
    self.low = low
    self.high = high
  }

  /// 0 at the low end to 1 at the high end.
  func position(_ value: Double) -> Double { (value - low) / (high - low) }

  /// A mark's label.
  func label(_ tick: Double) -> String {
    guard decimals <= 6, abs(tick) < 1e7 else { return String(format: "%.3g", tick) }
    let text = String(format: "%.\(decimals)f", tick)
    if !text.contains(where: { $0 >= "1" && $0 <= "9" }) { return "0" }
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}
