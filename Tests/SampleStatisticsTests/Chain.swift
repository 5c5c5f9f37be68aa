import Foundation
import IsingTestSupport

/// A small generator for tests. Equal seeds, equal numbers.
struct Numbers64: RandomNumberGenerator {
  private var words: SplitMix

  init(seed: UInt64) {
    words = SplitMix(seed: seed &* 0xD134_2543_DE82_EF95 &+ 0x2545_F491_4F6C_DD1D)
  }

  mutating func next() -> UInt64 { words.next() }

  /// From 0 up to 1, 53 bits.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A standard normal number (Box and Muller).
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}

/// x_{t+1} = φ x_t + √(1 − φ²) normal: variance 1, ρ(t) = φ^t, τ_int = ½ (1 + φ)/(1 − φ).
func autoregressive(_ phi: Double, count: Int, numbers: inout Numbers64) -> [Double] {
  var x = numbers.normal()
  return (0..<count).map { _ in
    defer { x = phi * x + (1 - phi * phi).squareRoot() * numbers.normal() }
    return x
  }
}

/// A ring of spins with J = 1 under Metropolis sweeps, written to be read.
struct MetropolisRing {
  var spins: [Int8]
  var numbers: Numbers64
  let beta: Double

  init(count: Int, beta: Double, seed: UInt64) {
    numbers = Numbers64(seed: seed)
    self.beta = beta
    // Exact from the start: bonds of an open chain are independent. One sweep mends the last bond.
    spins = [Int8](repeating: 1, count: count)
    let up = 1 / (1 + exp(-2 * beta))
    for site in 1..<count {
      spins[site] = numbers.uniform() < up ? spins[site - 1] : -spins[site - 1]
    }
  }

  mutating func sweep() {
    let count = spins.count
    for _ in 0..<count {
      let site = Int(numbers.next() % UInt64(count))
      let field = spins[(site + 1) % count] + spins[(site + count - 1) % count]
      let cost = 2 * beta * Double(spins[site] * field)
      if cost <= 0 || numbers.uniform() < exp(-cost) { spins[site] = -spins[site] }
    }
  }

  /// E/N and m.
  var measured: (energy: Double, magnetisation: Double) {
    let count = spins.count
    var bonds = 0
    var sum = 0
    for site in 0..<count {
      bonds += Int(spins[site] * spins[(site + 1) % count])
      sum += Int(spins[site])
    }
    return (-Double(bonds) / Double(count), Double(sum) / Double(count))
  }
}
