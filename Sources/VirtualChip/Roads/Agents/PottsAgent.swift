package import HardwareSpecs
package import RandomStreams

/// One q-state agent with a Poisson clock.
package struct PottsAgent {
  private let choice: GuidedChoice
  private let weights: [Double]
  private let devices: RelaxingDevices
  private let rate_Hz: Double
  /// Memory τ in a state, in seconds: at the state's own field. Empty without memory.
  private let retentions_s: [Double]
  private var noise: RandomStream
  private var draws: ScalarStream
  private var state = -1
  /// Sum of the ticks' intervals whose logarithms have been taken, in mean intervals.
  private var elapsed = 0.0
  /// e^{−interval} of the ticks since, multiplied, and their number: four share a logarithm.
  private var product = 1.0
  private var factors = 0

  /// Sets the agent's fields.
  package init(
    weights: [Double], devices: RelaxingDevices = RelaxingDevices(), rate_Hz: Double,
    law: AgentLaw = ChipDevices().law, noise: RandomStream, draws: VectorGenerator
  ) {
    self.weights = weights
    self.devices = devices
    self.rate_Hz = rate_Hz * (devices.rates.first ?? 1)
    let sum = weights.reduce(0, +)
    retentions_s =
      law.hasMemory
      ? weights.map { law.retention_s(atField: AgentLaw.field(ofShare: $0 / sum)) } : []
    self.noise = noise
    self.draws = ScalarStream(draws)
    choice = GuidedChoice(weights)
  }

  /// Seconds since the start.
  package var time_s: Double {
    (elapsed - (factors > 0 ? DeterministicFunctions.log(product) : 0)) / rate_Hz
  }

  /// Counts the states of so many ticks.
  package mutating func update(times: Int, counting counts: inout MutableSpan<Float>) {
    guard retentions_s.isEmpty, devices.noise == 0 else {
      for _ in 0..<times { counts[update()] += 1 }
      return
    }
    var rest = times
    // Up to a whole number of shared logarithms.
    while rest > 0, factors > 0 {
      counts[update()] += 1
      rest -= 1
    }
    var (draws, elapsed, state) = (draws, elapsed, state)
    for _ in 0..<(rest / 4) {
      var product = 1.0
      for _ in 0..<4 {
        product *= draws.uniform()
        state = choice.state(draws.uniform())
        counts[state] += 1
      }
      elapsed -= DeterministicFunctions.log(product)
    }
    (self.draws, self.elapsed, self.state) = (draws, elapsed, state)
    for _ in 0..<(rest % 4) { counts[update()] += 1 }
  }

  /// Waits for the next tick and draws the state then.
  package mutating func update() -> Int {
    let survival = draws.uniform()
    product *= survival
    factors &+= 1
    if factors == 4 {
      elapsed -= DeterministicFunctions.log(product)
      product = 1
      factors = 0
    }
    if !retentions_s.isEmpty, state >= 0 {
      // e^{−Δ/τ} with the interval Δ of this tick.
      let wait_s = -DeterministicFunctions.log(survival) / rate_Hz
      if draws.uniform() < DeterministicFunctions.exp(-min(690, wait_s / retentions_s[state])) {
        return state
      }
    }
    guard devices.noise > 0 else {
      state = choice.state(draws.uniform())
      return state
    }
    state = GuidedChoice(weights.map { $0 * devices.noiseFactor(&noise) }).state(draws.uniform())
    return state
  }
}
