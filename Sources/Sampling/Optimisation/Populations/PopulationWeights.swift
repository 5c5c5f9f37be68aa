internal import RandomStreams

/// Weights of a population that stay with its replicas until they differ much, and then become copies.
struct PopulationWeights {
  /// ln of each weight, up to a common addend.
  private var logs: [Double]
  /// Weights, the largest 1.
  private(set) var weights: [Double]

  /// Copies are made when the effective number of replicas, (Σ w)²/Σ w², falls below this share.
  static let leastShare = 0.85

  init(count: Int) {
    logs = Array(repeating: 0, count: count)
    weights = Array(repeating: 1, count: count)
  }

  /// Multiplies the weights by e^{−Δβ E}.
  /// - Returns: ln of the mean factor, which is ln Z(β + Δβ)/Z(β).
  mutating func grow(energies: [Double], step: Double) -> Double {
    let before = weights.reduce(0, +)
    let top = logs.max()!
    for replica in logs.indices { logs[replica] -= top + step * energies[replica] }
    let highest = logs.max()!
    // At most 1, whatever E and Δβ are.
    weights = logs.map { DeterministicFunctions.exp(-min(highest - $0, 690)) }
    return DeterministicFunctions.log(weights.reduce(0, +) / before) + highest
  }

  /// The mean of values of the replicas.
  func mean(_ values: [Double]) -> Double {
    zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }

  /// Where each replica is to go on from, with equal weights from now on; nil while weights differ
  /// little. Survivors keep their places.
  ///
  /// Copies are in proportion to weights, by systematic resampling: one uniform number u and the
  /// places (u + k)/R, so that each replica has the whole number of copies below or above its share.
  mutating func resampled(uniform: Double) -> [Int]? {
    let count = weights.count
    let total = weights.reduce(0, +)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    if total * total >= Self.leastShare * Double(count) * squares { return nil }
    var copies = [Int](repeating: 0, count: count)
    var (sum, drawn) = (0.0, 0)
    for (replica, weight) in weights.enumerated() {
      sum += weight
      while drawn < count, (uniform + Double(drawn)) * total < sum * Double(count) {
        copies[replica] += 1
        drawn += 1
      }
    }
    // Roundings of the sum may leave the last place open.
    copies[count - 1] += count - drawn
    var sources = Array(0..<count)
    var spare = 0
    for replica in 0..<count where copies[replica] == 0 {
      while copies[spare] <= 1 { spare += 1 }
      copies[spare] -= 1
      sources[replica] = spare
    }
    self = PopulationWeights(count: count)
    return sources
  }
}
