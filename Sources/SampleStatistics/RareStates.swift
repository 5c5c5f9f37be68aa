/// Whether a mean rests on states that a run hardly saw.
///
/// An error is estimated from the scatter of the values that came. Where a mean of g is carried by
/// rare states, a short run sees none or few of them, its values scatter little, and the error is
/// far too small. The test asks what one more state would do, a step beyond the farthest that was
/// seen: with n independent values it moves ⟨g⟩ by g(next)/n. If that is more than the standard
/// error √(var g / n), the error is not to be trusted. For a normal variable and fourth moments it
/// is a quarter of the error at n = 100, and less at more.
package struct RareStates {
  /// n: independent values.
  private let independent: Double

  /// A test for a run.
  ///
  /// - Parameter independent: the number of independent values, from 1.
  package init(independent: Double) {
    self.independent = max(1, independent)
  }

  /// Whether one more value of g, `next`, would move its mean by more than its standard error.
  ///
  /// - Parameters:
  ///   - values: g of each measurement, not below 0.
  ///   - next: g of the state a step beyond the farthest.
  package func wouldMove(_ values: [Double], next: Double) -> Bool {
    guard !values.isEmpty else { return true }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance =
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return next / independent > (variance / independent).squareRoot()
  }

  /// Whether ⟨m⁴⟩ of spins rests on rare states.
  ///
  /// - Parameters:
  ///   - magnetisations: m of each measurement.
  ///   - spinCount: N; the next |m| is 2/N more, at most 1.
  package func carriesFourthMoment(of magnetisations: [Double], spinCount: Int) -> Bool {
    let largest = magnetisations.reduce(0) { max($0, abs($1)) }
    let next = min(1, largest + 2 / Double(spinCount))
    func fourth(_ m: Double) -> Double { m * m * m * m }
    return wouldMove(magnetisations.map(fourth), next: fourth(next))
  }

  /// Whether the variance of a quantity, E or |m|, rests on rare states. The next value lies as far
  /// beyond the farthest one from the mean as that lies beyond its neighbour.
  package func carriesVariance(of values: [Double]) -> Bool {
    guard let (next, mean) = Self.beyond(values) else { return true }
    return wouldMove(
      values.map { ($0 - mean) * ($0 - mean) }, next: (next - mean) * (next - mean))
  }

  /// The value a step beyond the farthest from the mean, and the mean; `nil` where all are equal.
  private static func beyond(_ values: [Double]) -> (next: Double, mean: Double)? {
    guard let low = values.min(), let high = values.max(), low < high else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    if high - mean >= mean - low {
      let neighbour = values.reduce(low) { $1 < high ? max($0, $1) : $0 }
      return (high + (high - neighbour), mean)
    }
    let neighbour = values.reduce(high) { $1 > low ? min($0, $1) : $0 }
    return (low - (neighbour - low), mean)
  }
}
