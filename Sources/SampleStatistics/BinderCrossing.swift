internal import Foundation

/// Where the Binder cumulants of two sizes cross: near the critical point, at every β_c up to
/// corrections that vanish as L^{−1/ν − ω} (Binder, *Z. Phys. B* 43, 119 (1981)).
public struct BinderCrossing: Sendable, Equatable {
  /// The smaller L.
  public let smallerSize: Double
  /// The larger L.
  public let largerSize: Double
  /// β where the curves cross, with its error.
  public let beta: Estimate
  /// U₄ there, on the curve of the smaller size.
  public let cumulant: Double

  /// Finds the crossing of two curves.
  ///
  /// Where noise makes several, it is the one where the curves part fastest.
  ///
  /// - Parameters:
  ///   - first: the curve of one size.
  ///   - second: that of another.
  ///   - range: where to search; `nil` for all of what both curves know.
  /// - Throws: `StatisticsError.noVariation` for equal sizes, `.noCrossing`, `.outOfRange`, or what
  ///   a curve throws. `.noCrossing` may also come from a variation of the curves: the crossing is
  ///   then not significant.
  public init(
    _ first: BinderCurve, _ second: BinderCurve, in range: ClosedRange<Double>? = nil
  ) throws(StatisticsError) {
    guard first.size != second.size else { throw .noVariation }
    let (small, large) = first.size < second.size ? (first, second) : (second, first)
    let lower = max(small.range.lowerBound, large.range.lowerBound, range?.lowerBound ?? -.infinity)
    let upper = min(small.range.upperBound, large.range.upperBound, range?.upperBound ?? .infinity)
    guard lower < upper else { throw .noCrossing(lower: lower, upper: upper) }
    func root(
      ofSmall i: Int?, ofLarge j: Int?, from bracket: ClosedRange<Double>?
    ) throws(StatisticsError) -> (beta: Double, cell: ClosedRange<Double>) {
      try Self.root(lower...upper, preferring: bracket) { beta throws(StatisticsError) in
        try large.value(at: beta, variation: j) - small.value(at: beta, variation: i)
      }
    }
    let (plain, cell) = try root(ofSmall: nil, ofLarge: nil, from: nil)
    var ofSmall: [Double] = []
    for i in 0..<small.variations {
      ofSmall.append(try root(ofSmall: i, ofLarge: nil, from: cell).beta)
    }
    var ofLarge: [Double] = []
    for j in 0..<large.variations {
      ofLarge.append(try root(ofSmall: nil, ofLarge: j, from: cell).beta)
    }
    let squares =
      try small.squaredError(plain: plain, varied: ofSmall)
      + large.squaredError(plain: plain, varied: ofLarge)
    smallerSize = small.size
    largerSize = large.size
    beta = Estimate(value: plain, error: squares.squareRoot())
    cumulant = try small.value(at: plain)
  }

  /// A root of a difference, searched in a preferred cell first and on a grid of 100 cells else.
  private static func root(
    _ range: ClosedRange<Double>, preferring cell: ClosedRange<Double>?,
    _ difference: @escaping (Double) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> (beta: Double, cell: ClosedRange<Double>) {
    if let cell,
      try (difference(cell.lowerBound) < 0) != (difference(cell.upperBound) < 0)
    {
      return (try Solvers.root(in: cell, difference), cell)
    }
    let cells = 100
    let width = (range.upperBound - range.lowerBound) / Double(cells)
    var best: (jump: Double, distance: Double, cell: ClosedRange<Double>)?
    var before = try difference(range.lowerBound)
    for index in 1...cells {
      let right = index == cells ? range.upperBound : range.lowerBound + Double(index) * width
      let left = range.lowerBound + Double(index - 1) * width
      let value = try difference(right)
      defer { before = value }
      guard (before < 0) != (value < 0) else { continue }
      // A variation belongs to the crossing next to that of the data.
      let distance = cell.map { abs($0.lowerBound - left) } ?? 0
      let jump = abs(value - before)
      if best.map({ distance < $0.distance || (distance == $0.distance && jump > $0.jump) }) ?? true
      {
        best = (jump, distance, left...right)
      }
    }
    guard let best else {
      throw .noCrossing(lower: range.lowerBound, upper: range.upperBound)
    }
    return (try Solvers.root(in: best.cell, difference), best.cell)
  }
}

/// β_c from crossings of several pairs of sizes.
public enum CriticalPoint {
  /// The mean of crossings with the weights 1/error².
  ///
  /// Pairs that share a size are not independent: three crossings of three sizes tell about as much
  /// as two.
  ///
  /// - Parameter crossings: at least one, each with an error.
  /// - Returns: β_c, and χ² of the crossings about it with `crossings − 1` degrees of freedom: a
  ///   large one asks for ``extrapolated(_:nu:omega:)``.
  /// - Throws: `StatisticsError.tooFewValues` or `.outOfRange`.
  public static func mean(
    of crossings: [BinderCrossing]
  ) throws(StatisticsError) -> (beta: Estimate, chiSquared: Double) {
    let weights = try weights(of: crossings, atLeast: 1)
    let sum = weights.reduce(0, +)
    let mean = zip(weights, crossings).reduce(0) { $0 + $1.0 * $1.1.beta.value } / sum
    let squares = zip(weights, crossings).reduce(0) {
      $0 + $1.0 * ($1.1.beta.value - mean) * ($1.1.beta.value - mean)
    }
    return (Estimate(value: mean, error: (1 / sum).squareRoot()), squares)
  }

  /// β_c where a straight line through the crossings meets infinite size.
  ///
  /// With U = U* + a (β − β_c) L^{1/ν} + b L^{−ω}, two sizes cross at
  /// β_c − (b/a)(L₂^{−ω} − L₁^{−ω})/(L₂^{1/ν} − L₁^{1/ν}), a line in what follows −b/a.
  ///
  /// - Parameters:
  ///   - crossings: at least two with different sizes, each with an error.
  ///   - nu: ν, positive.
  ///   - omega: ω of the leading correction, positive.
  /// - Returns: β_c with its error, and χ² with `crossings − 2` degrees of freedom.
  /// - Throws: `StatisticsError.tooFewValues`, `.noVariation` or `.outOfRange`.
  public static func extrapolated(
    _ crossings: [BinderCrossing], nu: Double, omega: Double
  ) throws(StatisticsError) -> (beta: Estimate, chiSquared: Double) {
    for (name, value) in [("nu", nu), ("omega", omega)] where !(value > 0 && value.isFinite) {
      throw .outOfRange(parameter: name, value: value, range: "a positive number")
    }
    let x = crossings.map { crossing in
      (pow(crossing.largerSize, -omega) - pow(crossing.smallerSize, -omega))
        / (pow(crossing.largerSize, 1 / nu) - pow(crossing.smallerSize, 1 / nu))
    }
    let fit = try LineFit(
      x: x, y: crossings.map(\.beta.value), weights: try weights(of: crossings, atLeast: 2))
    return (Estimate(value: fit.intercept, error: fit.interceptError), fit.residualSumOfSquares)
  }

  private static func weights(
    of crossings: [BinderCrossing], atLeast needed: Int
  ) throws(StatisticsError) -> [Double] {
    guard crossings.count >= needed else {
      throw .tooFewValues(found: crossings.count, needed: needed)
    }
    var weights: [Double] = []
    for crossing in crossings {
      guard let error = crossing.beta.error, error > 0 else {
        throw .outOfRange(
          parameter: "error of a crossing", value: crossing.beta.error ?? 0,
          range: "a positive number")
      }
      weights.append(1 / (error * error))
    }
    return weights
  }
}
