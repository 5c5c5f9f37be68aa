/// How long a chain remembers.
struct Memory {
  /// Lags between two values that are nearly independent: four times the slowest of
  /// ½ + Σ_{t ≤ W} |ρ(t)| over the given series, at least 1.
  ///
  /// The absolute value counts correlations that alternate in sign, whose integrated time is short
  /// although the values are not independent. The window is W = 5 times the sum (Sokal's
  /// rule), so the noise of ρ makes the spacing longer, not shorter.
  static func spacing(of series: [[Double]]) -> Int {
    var slowest = 0.5
    for values in series {
      let mean = values.reduce(0, +) / Double(values.count)
      let centred = values.map { $0 - mean }
      let variance = centred.reduce(0) { $0 + $1 * $1 }
      guard variance > 1e-12 * Double(values.count) else { continue }
      var sum = 0.5
      var lag = 1
      while lag < values.count / 4, Double(lag) <= 5 * sum {
        var product = 0.0
        for t in 0..<(values.count - lag) { product += centred[t] * centred[t + lag] }
        sum += abs(product / variance)
        lag += 1
      }
      slowest = max(slowest, sum)
    }
    return Int((4 * slowest).rounded(.up))
  }
}
