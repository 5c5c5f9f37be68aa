import Foundation
import IsingTestSupport

/// Comparisons of two fidelities over many runs, with bounds for as many comparisons as are made: the chance
/// that any of them fails on correct code is that of one normal number beyond three standard errors.
enum PairedComparison {
  /// P(|ξ| > 3) of a normal number.
  static let threeErrors = erfc(3 / 2.0.squareRoot())

  /// P(|t| > x) of Student's law, whose density falls as a power: by t = √ν tan θ the tail is
  /// ∫ cos^{ν−1} θ dθ over the angles beyond, normalised (midpoints).
  static func studentTail(_ x: Double, freedom: Int) -> Double {
    func integral(from start: Double) -> Double {
      let steps = 4000
      let width = (Double.pi / 2 - start) / Double(steps)
      return (0..<steps).reduce(0) {
        $0 + pow(cos(start + (Double($1) + 0.5) * width), Double(freedom - 1)) * width
      }
    }
    return integral(from: atan(abs(x) / Double(freedom).squareRoot())) / integral(from: 0)
  }

  /// Whether the means of paired runs agree: Student's test of the differences, by Bonferroni one of
  /// `comparisons`.
  static func means(_ found: [Double], _ expected: [Double], comparisons: Int) -> Verdict {
    let differences = zip(found, expected).map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let error = (variance / count).squareRoot()
    let errors = mean == 0 ? 0 : abs(mean) / error
    let tail = studentTail(errors, freedom: differences.count - 1)
    return Verdict(
      passed: errors == 0 || tail >= threeErrors / Double(comparisons),
      description: "mean difference \(mean) ± \(error) of \(expected.reduce(0, +) / count): "
        + "P = \(tail), one of \(comparisons)")
  }

  /// Mean, variance, and the standard errors of both.
  static func moments(
    _ x: [Double]
  ) -> (mean: Double, variance: Double, meanError: Double, varianceError: Double) {
    let count = Double(x.count)
    let mean = x.reduce(0, +) / count
    let second = x.reduce(0) { $0 + pow($1 - mean, 2) } / count
    let fourth = x.reduce(0) { $0 + pow($1 - mean, 4) } / count
    return (
      mean, second * count / (count - 1), (second / count).squareRoot(),
      (max(0, fourth - second * second) / count).squareRoot()
    )
  }

  /// Whether means and variances of runs agree, each within the normal bound of `comparisons`. Variances of
  /// counts are skewed: their fourth moments come from the runs themselves.
  static func laws(_ found: [Double], _ expected: [Double], comparisons: Int) -> Verdict {
    let (a, b) = (moments(found), moments(expected))
    func errors(_ x: Double, _ y: Double, _ e: Double, _ f: Double) -> Double {
      x == y ? 0 : abs(x - y) / (e * e + f * f).squareRoot()
    }
    let mean = errors(a.mean, b.mean, a.meanError, b.meanError)
    let variance = errors(a.variance, b.variance, a.varianceError, b.varianceError)
    // Two tests each.
    let tail = erfc(max(mean, variance) / 2.0.squareRoot())
    return Verdict(
      passed: tail >= threeErrors / Double(2 * comparisons),
      description: "means \(a.mean) \(b.mean) (\(mean) errors), variances \(a.variance) "
        + "\(b.variance) (\(variance) errors), one of \(2 * comparisons)")
  }
}
