import ExecutionRecords
import HardwareSpecs
package import RandomStreams

/// Attention by heat-bath updates of one agent with a state for each key: each update that is not a
/// repetition draws a state from softmax whatever the last one was.
enum PottsAgents {
  /// Draws S states of the agent of one row, one clock tick after the other.
  static func draw(
    _ weights: UnsafeMutableBufferPointer<Float>, count: Int, row: Int, in context: TileContext,
    events: inout EventTally
  ) -> RowDraws {
    let settings = context.settings
    let devices = RelaxingDevices(of: context, count: count)
    var draws = RowDraws.none
    draws.firings = settings.samples
    draws.updates = settings.samples
    draws.stateReads = settings.samples
    events.draws += UInt64(settings.samples)
    if settings.draws == .systematic {
      let phase = context.streams.phases(group: row).0[0]
      for (agent, weight) in devices.shifted(weights, count: count).enumerated() {
        weights[agent] = Float(weight)
      }
      RaceDraws.comb(weights, count: count, samples: settings.samples, phase: Double(phase))
      draws.duration_s = Double(settings.samples) / context.chip.timing.gateRate_Hz
      return draws
    }
    var agent = PottsAgent(
      weights: devices.shifted(weights, count: count), devices: devices,
      rate_Hz: context.chip.timing.gateRate_Hz, retention_s: context.die.devices.retention_s,
      stream: context.streams.stream(.race, row: row))
    for key in 0..<count { weights[key] = 0 }
    for _ in 0..<settings.samples { weights[agent.update()] += 1 }
    draws.duration_s = agent.time_s
    return draws
  }
}

/// One q-state agent with a Poisson clock.
package struct PottsAgent {
  private let sums: [Double]
  private let weights: [Double]
  private let devices: RelaxingDevices
  private let rate_Hz: Double
  private let retention_s: Double
  private var stream: RandomStream
  private var state = -1
  /// Seconds since the start.
  package private(set) var time_s = 0.0

  /// Sets the agent's fields.
  package init(
    weights: [Double], devices: RelaxingDevices = RelaxingDevices(), rate_Hz: Double,
    retention_s: Double = 0, stream: RandomStream
  ) {
    self.weights = weights
    self.devices = devices
    self.rate_Hz = rate_Hz * (devices.rates.first ?? 1)
    self.retention_s = retention_s
    self.stream = stream
    sums = Self.cumulative(weights)
  }

  private static func cumulative(_ weights: [Double]) -> [Double] {
    var sum = 0.0
    return weights.map { weight in
      sum += weight
      return sum
    }
  }

  /// Waits for the next tick and draws the state then.
  package mutating func update() -> Int {
    let wait_s = stream.exponential() / rate_Hz
    time_s += wait_s
    if retention_s > 0, state >= 0,
      stream.uniform() < DeterministicFunctions.exp(-min(690, wait_s / retention_s))
    {
      return state
    }
    if devices.noise > 0 {
      let noisy = Self.cumulative(weights.map { $0 * devices.noiseFactor(&stream) })
      state = Self.choose(noisy, stream.uniform())
    } else {
      state = Self.choose(sums, stream.uniform())
    }
    return state
  }

  /// The first state whose cumulative sum is above u times the whole, by bisection.
  private static func choose(_ sums: [Double], _ uniform: Double) -> Int {
    let target = uniform * sums[sums.count - 1]
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
