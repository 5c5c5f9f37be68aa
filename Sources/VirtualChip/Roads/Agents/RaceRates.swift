import HardwareSpecs
import RandomStreams

/// The rates of a row's agents, and one race between them after the other.
struct RaceRates {
  /// What one race gave.
  struct Race {
    /// The agent that fired alone within its window; `nil` if another one fired, too.
    var winner: Int?
    /// From the start to the end of the window.
    var duration_s: Double
    /// Firings that happened.
    var firings: UInt64
  }

  /// Rates in hertz; of a ramp, at its start.
  let each: [Double]
  /// Σ rates.
  let total: Double
  /// R: what the rates of ideal agents that do not saturate add up to.
  let nominalTotal: Double
  /// τ.
  let arbitration_s: Double
  private let maximum_Hz: Double
  /// γ of a ramp; 0 for constant rates.
  private let growth_Hz: Double
  private var cumulative: [Double] = []

  /// The rates of a row's agents as they were made.
  ///
  /// Scaled rates take r₀ = R/Σw from the scores as they were set: the periphery does not know what
  /// the devices make of them.
  init(
    _ weights: Span<Float>, count: Int, row: Int, firstAgent: Int,
    isRamped: Bool, in context: TileContext
  ) {
    let timing = context.chip.timing
    let law = RaceLaw(timing: timing)
    arbitration_s = timing.arbitration_s
    maximum_Hz = timing.maximumRate_Hz
    var sum = 0.0
    for index in 0..<count { sum += Double(weights[index]) }
    nominalTotal = law.totalRate_Hz
    growth_Hz = isRamped ? law.totalRate_Hz : 0
    let start =
      (isRamped ? RaceLaw.rampStart : 1) * law.totalRate_Hz / max(sum, 1e-300)
    let limit = maximum_Hz
    each = RaceDevices.weights(
      weights, count: count, row: row, firstAgent: firstAgent, in: context
    ).map { weight in
      guard weight > 0 else { return 0 }
      return min(start * weight, limit)
    }
    total = each.reduce(0, +)
    var running = 0.0
    cumulative = each.map { rate in
      running += rate
      return running
    }
  }

  /// Mean duration of a race at the rate R, its window included: 1/R + τ.
  var meanRace_s: Double { 1 / nominalTotal + arbitration_s }

  /// One race.
  func race(_ stream: inout RandomStream) -> Race {
    growth_Hz > 0 ? ramped(&stream) : constant(&stream)
  }

  /// Agents with constant rates: all firings together are a Poisson process of the total rate, each
  /// of agent i with the probability r_i/R′; after it the others are one of rate R′ − r_i.
  private func constant(_ stream: inout RandomStream) -> Race {
    let wait = stream.exponential() / total
    let target = stream.uniform() * total
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    let others = total - each[low]
    let contested = stream.exponential() < others * arbitration_s
    return Race(
      winner: contested ? nil : low, duration_s: wait + arbitration_s,
      firings: contested ? 2 : 1)
  }

  /// Agents whose rates grow as e^{γt} up to λ_max: each one's own clock.
  private func ramped(_ stream: inout RandomStream) -> Race {
    var first = Double.infinity
    var second = Double.infinity
    var winner = 0
    for agent in 0..<each.count where each[agent] > 0 {
      let time = firing(rate: each[agent], hazard: stream.exponential())
      if time < first {
        second = first
        first = time
        winner = agent
      } else if time < second {
        second = time
      }
    }
    let contested = second < first + arbitration_s
    return Race(
      winner: contested ? nil : winner, duration_s: first + arbitration_s,
      firings: contested ? 2 : 1)
  }

  /// When the integral of min(r e^{γt}, λ_max) reaches `hazard`.
  private func firing(rate: Double, hazard: Double) -> Double {
    let growth = DeterministicFunctions.log(maximum_Hz / rate) / growth_Hz
    let saturated = (maximum_Hz - rate) / growth_Hz
    guard hazard > saturated else {
      return DeterministicFunctions.log(1 + growth_Hz * hazard / rate) / growth_Hz
    }
    return growth + (hazard - saturated) / maximum_Hz
  }
}
