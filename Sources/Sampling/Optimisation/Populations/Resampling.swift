internal import RandomStreams

/// How a population changes when β grows by Δβ.
struct Resampling {
  /// Where each replica goes on from; survivors keep their places.
  let sources: [Int]
  /// ln of the mean of e^{−Δβ E}, which is ln Z(β + Δβ)/Z(β).
  let logRatio: Double

  /// Copies of replica i in proportion to e^{−Δβ E_i}, by systematic resampling: one uniform number u
  /// and the places (u + k)/R, so that each replica has the whole number of copies below or above its
  /// share.
  init(energies: [Double], step: Double, uniform: Double) {
    let count = energies.count
    let lowest = energies.min()!
    // Weights are at most 1, whatever E and Δβ are.
    let weights = energies.map { DeterministicFunctions.exp(-min(step * ($0 - lowest), 690)) }
    let total = weights.reduce(0, +)
    logRatio = DeterministicFunctions.log(total / Double(count)) - step * lowest
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
    self.sources = sources
  }
}
