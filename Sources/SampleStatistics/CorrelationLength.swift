internal import Foundation

/// Correlation lengths in lattice spacings.
public enum CorrelationLength {
  /// The second-moment length ξ = √(S(0)/S(k) − 1)/(2 sin(π/L)) with k = 2π/L (Cooper, Freedman and
  /// Preston, *Nucl. Phys. B* 210, 210 (1982)).
  ///
  /// - Parameters:
  ///   - zero: S(0); N⟨m²⟩, less N⟨|m|⟩² for the connected function.
  ///   - smallest: S(k) at the smallest wave number.
  ///   - length: L along that axis, at least 2.
  /// - Throws: `StatisticsError.outOfRange`, also where S(0) ≤ S(k), for which the length is not
  ///   real: correlations below a spacing, or noise.
  public static func secondMoment(
    zero: Double, smallest: Double, length: Int
  ) throws(StatisticsError) -> Double {
    guard length >= 2 else {
      throw .outOfRange(parameter: "length", value: Double(length), range: "2 or more")
    }
    guard smallest > 0, smallest.isFinite else {
      throw .outOfRange(parameter: "S(k)", value: smallest, range: "a positive number")
    }
    guard zero >= smallest, zero.isFinite else {
      throw .outOfRange(parameter: "S(0)", value: zero, range: "at least S(k) = \(smallest)")
    }
    return (zero / smallest - 1).squareRoot() / (2 * sin(Double.pi / Double(length)))
  }

  /// The second-moment length and its error from time series.
  ///
  /// - Parameters:
  ///   - zero: |Σ s|²/N = N m² by chain and time.
  ///   - smallest: ``StructureFactor/smallestMomentum(of:shape:along:)`` by chain and time.
  ///   - length: L along that axis, at least 2.
  /// - Throws: as for mean values; `.outOfRange` also where blocks of the data give no real length.
  public static func secondMoment(
    zero: [[Double]], smallest: [[Double]], length: Int
  ) throws(StatisticsError) -> Estimate {
    try Estimate(of: [zero, smallest]) { means throws(StatisticsError) in
      try secondMoment(zero: means[0], smallest: means[1], length: length)
    }
  }

  /// ξ and its error from a straight line through ln G(r) = const − r/ξ.
  ///
  /// On a periodic lattice the way around adds to G: distances should stay well below L/2.
  ///
  /// - Parameters:
  ///   - correlations: G(r) by distance r, from 0 up.
  ///   - errors: one standard error a distance, or empty for equal relative errors that follow
  ///     from the residuals. Errors of neighbouring distances go together, which the fit does not
  ///     know.
  ///   - distances: the range of r to fit, at least three distances.
  /// - Throws: `StatisticsError.outOfRange` where G is not positive, the range leaves the list, or
  ///   G does not decay; `.tooFewValues`, `.lengthMismatch` or `.notFinite`.
  public static func exponential(
    _ correlations: [Double], errors: [Double] = [], distances: ClosedRange<Int>
  ) throws(StatisticsError) -> Estimate {
    guard distances.lowerBound >= 0, distances.upperBound < correlations.count else {
      throw .outOfRange(
        parameter: "distance", value: Double(distances.upperBound),
        range: "0 to \(correlations.count - 1)")
    }
    guard errors.isEmpty || errors.count == correlations.count else {
      throw .lengthMismatch(first: correlations.count, second: errors.count)
    }
    try check(Array(correlations[distances]), atLeast: 3)
    if let bad = correlations[distances].first(where: { $0 <= 0 }) {
      throw .outOfRange(parameter: "correlation", value: bad, range: "a positive number")
    }
    let x = distances.map { Double($0) }
    let y = distances.map { log(correlations[$0]) }
    let fit: LineFit
    if errors.isEmpty {
      fit = try LineFit(x: x, y: y)
    } else {
      // The error of ln G is that of G over G.
      let weights = distances.map {
        (correlations[$0] / errors[$0]) * (correlations[$0] / errors[$0])
      }
      fit = try LineFit(x: x, y: y, weights: weights)
    }
    guard fit.slope < 0 else {
      throw .outOfRange(parameter: "slope of ln G", value: fit.slope, range: "below zero")
    }
    return Estimate(value: -1 / fit.slope, error: fit.slopeError / (fit.slope * fit.slope))
  }
}
