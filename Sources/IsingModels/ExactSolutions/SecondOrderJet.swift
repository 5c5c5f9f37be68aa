internal import Foundation

/// A number with its first and second derivative, for derivatives without differences.
struct SecondOrderJet {
  var value: Double
  var first: Double
  var second: Double

  init(_ value: Double, _ first: Double = 0, _ second: Double = 0) {
    self.value = value
    self.first = first
    self.second = second
  }

  /// f(self), from f, f′ and f″ at the value.
  func mapped(_ f: Double, _ slope: Double, _ curvature: Double) -> SecondOrderJet {
    SecondOrderJet(f, slope * first, slope * second + curvature * first * first)
  }

  var squareRoot: SecondOrderJet {
    let root = value.squareRoot()
    let slope = 0.5 * first / root
    return SecondOrderJet(root, slope, (0.5 * second - slope * slope) / root)
  }

  var exponential: SecondOrderJet {
    let power = exp(value)
    return mapped(power, power, power)
  }

  var logarithm: SecondOrderJet {
    let slope = first / value
    return SecondOrderJet(log(value), slope, second / value - slope * slope)
  }

  /// ln(1 + self), also for small values.
  var logarithmOfOnePlus: SecondOrderJet {
    let inverse = 1 / (1 + value)
    return mapped(log1p(value), inverse, -inverse * inverse)
  }

  /// The n-th power, n ≥ 1; finite at 0.
  func power(_ n: Int) -> SecondOrderJet {
    let exponent = Double(n)
    let slope = n == 1 ? 1 : exponent * pow(value, exponent - 1)
    let curvature =
      n == 1 ? 0 : n == 2 ? 2 : exponent * (exponent - 1) * pow(value, exponent - 2)
    return mapped(pow(value, exponent), slope, curvature)
  }

  static func + (x: Self, y: Self) -> Self {
    Self(x.value + y.value, x.first + y.first, x.second + y.second)
  }

  static func - (x: Self, y: Self) -> Self {
    Self(x.value - y.value, x.first - y.first, x.second - y.second)
  }

  static func * (x: Self, y: Self) -> Self {
    Self(
      x.value * y.value, x.first * y.value + x.value * y.first,
      x.second * y.value + 2 * x.first * y.first + x.value * y.second)
  }

  static func / (x: Self, y: Self) -> Self {
    // No powers of the divisor, which may be as large as 1e260.
    let ratio = x.value / y.value
    let slope = (x.first - ratio * y.first) / y.value
    return Self(ratio, slope, (x.second - 2 * slope * y.first - ratio * y.second) / y.value)
  }

  static func * (factor: Double, x: Self) -> Self {
    Self(factor * x.value, factor * x.first, factor * x.second)
  }

  static func += (x: inout Self, y: Self) { x = x + y }
}
