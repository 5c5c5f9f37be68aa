/// The potentials of one row; the feedback needs only the row's mean and variance.
struct Potentials {
  /// Feedback that has not settled after this many steps stops where it is.
  static let mostSteps = 10_000
  /// The smallest multiplier: a row without variance and ε drives it no further down.
  static let leastMultiplier = 1e-30

  private let mean: Double
  private let variance: Double
  /// μ.
  private(set) var chemical: Double
  /// z.
  private(set) var multiplier: Double

  /// The exact potentials of a row.
  /// - Parameter isCentred: whether μ holds the mean at 0; without, μ = 0 and z holds the mean square at 1.
  init(_ statistics: RowStatistics, epsilon: Float, isCentred: Bool = true) {
    mean = isCentred ? statistics.mean_field : 0
    let offset = isCentred ? 0 : statistics.mean_field
    variance = statistics.variance_field + offset * offset + Double(epsilon)
    chemical = mean
    multiplier = variance > 0 ? variance.squareRoot() : 1
  }

  /// The potentials of a row of mean 0.
  /// - Parameter spread: its root mean square.
  init(spread: Double) {
    (mean, variance) = (0, spread * spread)
    (chemical, multiplier) = (0, spread)
  }

  /// Runs the feedback from μ = 0, z = 1; returns the steps it took.
  mutating func settle(gain: Double, tolerance: Double) -> Int {
    chemical = 0
    multiplier = 1
    for step in 0..<Self.mostSteps {
      let offset = (mean - chemical) / multiplier
      let square = variance / (multiplier * multiplier) + offset * offset
      if offset.magnitude <= tolerance, (square - 1).magnitude <= tolerance { return step }
      chemical += gain * multiplier * offset
      multiplier += 0.5 * gain * multiplier * (square - 1)
      if multiplier < Self.leastMultiplier {
        multiplier = Self.leastMultiplier
        // The mean may still have to be found; the mean square never will be 1.
        if offset.magnitude <= tolerance { return step + 1 }
      }
    }
    return Self.mostSteps
  }
}
