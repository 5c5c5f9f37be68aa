import RandomStreams

/// The gamma function's relatives, from plain IEEE operations: the C library's `lgamma` is not for threads.
package enum SpecialFunctions {
  /// ψ(x) = d ln Γ/dx for x > 0: ψ(x) = ψ(x+1) − 1/x up to 10, then the asymptotic series.
  package static func digamma(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 10 {
      sum -= 1 / x
      x += 1
    }
    let square = 1 / (x * x)
    let series =
      square
      * (1.0 / 12 - square
        * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square / 132))))
    return sum + DeterministicFunctions.log(x) - 0.5 / x - series
  }

  /// ψ′(x) for x > 0.
  package static func trigamma(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 10 {
      sum += 1 / (x * x)
      x += 1
    }
    let square = 1 / (x * x)
    let series = 1.0 / 6 - square * (1.0 / 30 - square * (1.0 / 42 - square / 30))
    return sum + (1 + 0.5 / x + square * series) / x
  }

  /// ln Γ(x) for x > 0: Stirling's series above 10.
  package static func logGamma(_ x: Double) -> Double {
    var (x, product) = (x, 1.0)
    while x < 10 {
      product *= x
      x += 1
    }
    let square = 1 / (x * x)
    let series = 1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))
    let stirling = (x - 0.5) * DeterministicFunctions.log(x) - x + 0.918_938_533_204_672_7
    return stirling + series / x - DeterministicFunctions.log(product)
  }
}
