import Foundation

/// The largest of N independent Erlang(k) times, in units of the mean time between firings: what a
/// barrier over N agents waits for.
///
/// The distribution function of one is exact up to k = 64 and beyond that the cube-root
/// approximation of Wilson & Hilferty (PNAS 17, 684, 1931), whose error is below 10⁻³.
package enum ErlangMaximum {
  /// P(X ≤ x) of one Erlang(k); k is rounded to an integer up to 64.
  package static func distribution(_ x: Double, shape k: Double) -> Double {
    guard x > 0 else { return 0 }
    if k <= 64 {
      var term = exp(-x)
      var tail = term
      for index in 1..<max(1, Int(k.rounded())) {
        term *= x / Double(index)
        tail += term
      }
      return max(0, 1 - tail)
    }
    let z = (cbrt(x / k) - 1 + 1 / (9 * k)) * 3 * k.squareRoot()
    return 0.5 * erfc(-z / 2.squareRoot())
  }

  /// E[max] = ∫ (1 − F(x)^N) dx.
  package static func expected(shape k: Double, of count: Int) -> Double {
    guard count > 1 else { return k }
    let width = k.squareRoot()
    let start = max(0, k - 8 * width)
    let end = k + (12 + 2 * log(Double(count))) * width + 40
    let steps = 2000
    let step = (end - start) / Double(steps)
    var integral = start
    for index in 0..<steps {
      let x = start + (Double(index) + 0.5) * step
      integral += (1 - pow(distribution(x, shape: k), Double(count))) * step
    }
    return integral
  }

  /// The x with F(x)^N = `probability`, by bisection.
  package static func quantile(_ probability: Double, shape k: Double, of count: Int) -> Double {
    let target = pow(probability, 1 / Double(count))
    var low = 0.0
    var high = k + (12 + 2 * log(Double(count))) * k.squareRoot() + 40
    for _ in 0..<48 {
      let middle = 0.5 * (low + high)
      if distribution(middle, shape: k) < target { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
