import RandomStreams

/// The largest of N independent Erlang(k) times, in units of the mean time between firings: what a
/// barrier over N agents waits for.
///
/// The distribution function of one is exact up to k = 64 and beyond that the cube-root
/// approximation of Wilson & Hilferty (PNAS 17, 684, 1931), whose error is below 10⁻³. No libm, so that
/// durations have the same bits on every processor.
package enum ErlangMaximum {
  /// P(X ≤ x) of one Erlang(k); k is rounded to an integer up to 64.
  package static func distribution(_ x: Double, shape k: Double) -> Double {
    guard x > 0 else { return 0 }
    if k <= 64 {
      guard x < 700 else { return 1 }
      var term = DeterministicFunctions.exp(-x)
      var tail = term
      for index in 1..<max(1, Int(k.rounded())) {
        term *= x / Double(index)
        tail += term
      }
      return max(0, 1 - tail)
    }
    let ratio = x / k
    guard ratio > 1e-12 else { return 0 }
    let root = DeterministicFunctions.exp(DeterministicFunctions.log(ratio) / 3)
    return normalDistribution((root - 1 + 1 / (9 * k)) * 3 * k.squareRoot())
  }

  /// E[max] = ∫ (1 − F(x)^N) dx.
  package static func expected(shape k: Double, of count: Int) -> Double {
    guard count > 1 else { return k }
    let start = max(0, k - 8 * k.squareRoot())
    let end = upperEnd(shape: k, of: count)
    let steps = 500
    let step = (end - start) / Double(steps)
    var integral = start
    for index in 0..<steps {
      let x = start + (Double(index) + 0.5) * step
      integral += (1 - power(distribution(x, shape: k), count)) * step
    }
    return integral
  }

  /// The x with F(x)^N = `probability` in (0, 1).
  ///
  /// Beyond k = 64 by the cube root of the normal quantile; up to there by Newton's iteration on ln(1 − F),
  /// which is concave, so that after one step all come down on x from above.
  package static func quantile(_ probability: Double, shape k: Double, of count: Int) -> Double {
    let perAgent = DeterministicFunctions.log(probability) / Double(count)
    // 1 − e^y for y ≤ 0, without its loss of digits near 0.
    let tail =
      perAgent > -1e-5 ? -perAgent * (1 + 0.5 * perAgent) : 1 - DeterministicFunctions.exp(perAgent)
    let z = upperNormal(tail)
    let root = 1 - 1 / (9 * k) + z / (3 * k.squareRoot())
    let start = root > 0 ? k * (root * root * root) : 0
    guard k <= 64 else { return start }
    return newton(from: start > 1e-3 ? start : 1e-3, tail: tail, shape: max(1, Int(k.rounded())))
  }

  /// The x with 1 − F(x) = `tail` of one Erlang(k).
  private static func newton(from start: Double, tail: Double, shape k: Int) -> Double {
    var x = start
    for _ in 0..<60 {
      var density = DeterministicFunctions.exp(-x)
      var beyond = density
      for index in 1..<k {
        density *= x / Double(index)
        beyond += density
      }
      let step = DeterministicFunctions.log(beyond / tail) * beyond / density
      // No further than to double or half: where F is flat, the tangent leads anywhere.
      let next = min(max(x + step, 0.5 * x), 2 * x + 1)
      if abs(next - x) <= 1e-13 * next { return next }
      x = next
    }
    return x
  }

  /// The z with 1 − Φ(z) = `tail` in (0, 1), to the accuracy of `normalDistribution`: the rational
  /// approximation 26.2.23 of Abramowitz & Stegun, which is right to 4.5·10⁻⁴, and two steps of Halley's.
  private static func upperNormal(_ tail: Double) -> Double {
    guard tail != 0.5 else { return 0 }
    let smaller = tail < 0.5 ? tail : 1 - tail
    guard smaller > 1e-300 else { return tail < 0.5 ? 37 : -37 }
    let t = (-2 * DeterministicFunctions.log(smaller)).squareRoot()
    let above = (0.010328 * t + 0.802853) * t + 2.515517
    let below = ((0.001308 * t + 0.189269) * t + 1.432788) * t + 1
    var z = t - above / below
    for _ in 0..<2 {
      // (1 − Φ(z) − smaller)/φ(z).
      let error =
        (normalDistribution(-z) - smaller) * 2.5066282746310002
        * DeterministicFunctions.exp(0.5 * z * z)
      z += error / (1 - 0.5 * z * error)
    }
    return tail < 0.5 ? z : -z
  }

  /// A time that the largest of N exceeds with a probability below 10⁻⁹.
  private static func upperEnd(shape k: Double, of count: Int) -> Double {
    k + (12 + 2 * DeterministicFunctions.log(Double(count))) * k.squareRoot() + 40
  }

  /// xⁿ for n ≥ 1, by squaring.
  static func power(_ x: Double, _ n: Int) -> Double {
    var result = 1.0
    var square = x
    var rest = n
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }

  /// Φ(z) = ½ erfc(−z/√2), relative error below 1.2·10⁻⁷ (the Chebyshev fit of Press et al.,
  /// Numerical Recipes, 2nd ed., §6.2).
  static func normalDistribution(_ z: Double) -> Double {
    let y = abs(z) * 0.5.squareRoot()
    guard y < 26 else { return z > 0 ? 1 : 0 }
    let t = 1 / (1 + 0.5 * y)
    let series = coefficients.reduce(0) { $0 * t + $1 }
    let tail = 0.5 * t * DeterministicFunctions.exp(series - y * y)
    return z > 0 ? 1 - tail : tail
  }

  private static let coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418,
    0.37409196, 1.00002368, -1.26551223,
  ]
}
