/// A source of uniform numbers, from which all continuous draws are made.
public protocol UniformSource {
  /// A uniform number in (0, 1).
  mutating func uniform() -> Double
}

extension RandomStream: UniformSource {}
extension WordSequence: UniformSource {}

extension UniformSource {
  /// Exponential with mean 1: −ln u, the waiting time of a clock of rate 1.
  @inlinable @inline(__always)
  public mutating func exponential() -> Double { -DeterministicFunctions.log(uniform()) }

  /// Standard normal, by Marsaglia's polar method (Marsaglia and Bray 1964); the second number of a
  /// pair is not kept, so that a draw depends on nothing but the stream's position.
  @inlinable
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let s = x * x + y * y
      if s < 1 && s > 0 { return x * (-2 * DeterministicFunctions.log(s) / s).squareRoot() }
    }
  }

  /// Gamma with density x^(shape−1) e^(−x)/Γ(shape) (Marsaglia and Tsang 2000).
  ///
  /// Divided by a rate λ, and for an integer shape K, it is the waiting time of K firings at rate λ:
  /// Erlang(K, λ).
  /// - Precondition: shape ≥ 1.
  @inlinable
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape >= 1, "gamma shape \(shape), expected at least 1")
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      let u = uniform()
      let square = x * x
      if u < 1 - 0.0331 * square * square { return d * v }
      let bound = 0.5 * square + d * (1 - v + DeterministicFunctions.log(v))
      if DeterministicFunctions.log(u) < bound { return d * v }
    }
  }

  /// The time of `firings` firings of an agent that fires at `rate_Hz`, in seconds: Erlang.
  /// - Precondition: firings ≥ 1 and rate_Hz > 0.
  @inlinable
  public mutating func erlang_s(firings: Int, rate_Hz: Double) -> Double {
    precondition(rate_Hz > 0, "rate \(rate_Hz) Hz, expected above 0")
    return gamma(shape: Double(firings)) / rate_Hz
  }
}
