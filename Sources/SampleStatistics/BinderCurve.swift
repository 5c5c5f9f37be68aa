/// U₄ as a continuous function of β for one size, with what is needed for the error of whatever is
/// computed from it.
public struct BinderCurve: Sendable {
  /// The linear size L.
  public let size: Double
  /// Where the curve is known.
  public let range: ClosedRange<Double>
  /// How to vary the curve.
  enum Source: Sendable {
    case histogram(MultipleHistogram, squared: Int, fourth: Int)
    /// The fit, and fits with one point a standard error higher each.
    case points(PolynomialFit, raised: [PolynomialFit])
  }
  let source: Source

  /// The curve of joined histograms.
  ///
  /// - Parameters:
  ///   - size: L, positive.
  ///   - histogram: runs near the crossing. The curve reaches from its lowest to its highest β.
  ///   - squared: the index of m² among the observables.
  ///   - fourth: the index of m⁴.
  /// - Throws: `StatisticsError.outOfRange`.
  public init(
    size: Double, histogram: MultipleHistogram, squared: Int = 0, fourth: Int = 1
  ) throws(StatisticsError) {
    try Self.check(size: size)
    for index in [squared, fourth] where !histogram.full.sums.sums.indices.contains(index) {
      throw .outOfRange(
        parameter: "index of an observable", value: Double(index),
        range: "0 to \(histogram.full.sums.sums.count - 1)")
    }
    self.size = size
    range = (histogram.betas.first ?? 0)...(histogram.betas.last ?? 0)
    source = .histogram(histogram, squared: squared, fourth: fourth)
  }

  /// A polynomial through measured points.
  ///
  /// - Parameters:
  ///   - size: L, positive.
  ///   - betas: β of the points, more of them than the degree.
  ///   - values: U₄.
  ///   - errors: one positive standard error a point; points are independent.
  ///   - degree: of the polynomial; 3 suits a range around the crossing.
  /// - Throws: `StatisticsError` as ``PolynomialFit``.
  public init(
    size: Double, betas: [Double], values: [Double], errors: [Double], degree: Int = 3
  ) throws(StatisticsError) {
    try Self.check(size: size)
    let fit = try PolynomialFit(x: betas, y: values, errors: errors, degree: degree)
    var raised: [PolynomialFit] = []
    for point in values.indices {
      var shifted = values
      shifted[point] += errors[point]
      raised.append(try PolynomialFit(x: betas, y: shifted, errors: errors, degree: degree))
    }
    self.size = size
    range = (fit.centre - fit.scale)...(fit.centre + fit.scale)
    source = .points(fit, raised: raised)
  }

  private static func check(size: Double) throws(StatisticsError) {
    guard size > 0, size.isFinite else {
      throw .outOfRange(parameter: "size", value: size, range: "a positive number")
    }
  }

  /// Number of variations.
  var variations: Int {
    switch source {
    case .histogram(let histogram, _, _): histogram.replicates.count
    case .points(_, let raised): raised.count
    }
  }

  /// U₄ at β, of the curve itself or of one variation.
  func value(at beta: Double, variation: Int? = nil) throws(StatisticsError) -> Double {
    switch source {
    case .histogram(let histogram, let squared, let fourth):
      let means = try histogram.means(at: beta, without: variation)
      return try ThermalObservables.binderCumulant([means[squared + 1], means[fourth + 1]])
    case .points(let fit, let raised):
      return (variation.map { raised[$0] } ?? fit)(beta)
    }
  }

  /// The squared error of a number that is `plain` for the curve and `varied` for its variations.
  func squaredError(plain: Double, varied: [Double]) throws(StatisticsError) -> Double {
    switch source {
    case .histogram(let histogram, _, _):
      let error = try Jackknife(plain: plain, replicates: varied).error * histogram.errorFactor
      return error * error
    case .points:
      return varied.reduce(0) { $0 + ($1 - plain) * ($1 - plain) }
    }
  }
}
