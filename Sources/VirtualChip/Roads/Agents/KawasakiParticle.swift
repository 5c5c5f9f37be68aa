package import RandomStreams

/// A particle on the complete graph of N keys: the clock of each pair that holds it ticks at a rate w,
/// and then it is at either end with the odds of their weights.
package struct KawasakiParticle {
  private let weights: [Double]
  private let devices: RelaxingDevices
  /// √ of each agent's clock rate over the fastest one's; empty if all are alike. A pair's clock is the
  /// geometric mean of its ends', so that unequal clocks leave the stationary law alone.
  private let ticking: [Double]
  private let fastest: Double
  private var clocks: RandomStream
  private var draws: ScalarStream
  /// Where it is.
  package private(set) var key: Int
  /// Ticks so far.
  package private(set) var attempts = 0
  /// Hops so far.
  package private(set) var hops = 0

  /// Puts a particle at a key drawn evenly.
  package init(
    weights: [Double], devices: RelaxingDevices = RelaxingDevices(), clocks: RandomStream,
    draws: VectorGenerator
  ) {
    self.weights = weights
    self.devices = devices
    self.clocks = clocks
    self.draws = ScalarStream(draws)
    let fastest = devices.rates.max() ?? 1
    self.fastest = fastest
    ticking = devices.rates.map { ($0 / fastest).squareRoot() }
    key = self.draws.choice(below: weights.count).index
  }

  /// Runs the clocks for so many periods 1/w.
  package mutating func advance(periods: Double) {
    let others = weights.count - 1
    guard others > 0 else { return }
    let count = clocks.poisson(mean: periods * Double(others) * fastest)
    guard ticking.isEmpty, devices.stuck.isEmpty, devices.noise == 0 else {
      for _ in 0..<count { tick(others) }
      return
    }
    var key = key
    var hops = hops
    let weights = weights
    for _ in 0..<count {
      var (other, uniform) = draws.choice(below: others)
      if other >= key { other &+= 1 }
      if uniform * (weights[key] + weights[other]) < weights[other] {
        key = other
        hops &+= 1
      }
    }
    attempts += count
    self.key = key
    self.hops = hops
  }

  /// A tick of a pair whose agents are not ideal.
  private mutating func tick(_ others: Int) {
    var (other, uniform) = draws.choice(below: others)
    if other >= key { other += 1 }
    if !ticking.isEmpty, draws.uniform() >= ticking[key] * ticking[other] { return }
    attempts += 1
    if !devices.stuck.isEmpty, devices.stuck[other] < 0 || devices.stuck[key] > 0 { return }
    let here = weights[key] * devices.noiseFactor(&clocks)
    let there = weights[other] * devices.noiseFactor(&clocks)
    if uniform * (here + there) < there {
      key = other
      hops += 1
    }
  }
}
