import ExecutionRecords
import HardwareSpecs
package import RandomStreams

/// Attention by a particle that hops between keys by pair heat bath: the number of ones is conserved,
/// and each attempted hop is simulated.
enum KawasakiAgents {
  /// Draws S read-outs of the particle of one row, which starts at any key.
  static func draw(
    _ weights: UnsafeMutableBufferPointer<Float>, count: Int, row: Int, in context: TileContext,
    events: inout EventTally
  ) -> RowDraws {
    let settings = context.settings
    let timing = context.chip.timing
    let devices = RelaxingDevices(of: context, count: count)
    var particle = KawasakiParticle(
      weights: devices.shifted(weights, count: count), devices: devices,
      stream: context.streams.stream(.spinUpdate, row: row))
    let interval_s = ReadOuts.interval_s(settings, timing: timing)
    let periods = interval_s * timing.latticeRate_Hz
    for key in 0..<count { weights[key] = 0 }
    particle.advance(periods: periods * Double(ReadOuts.burnIn))
    for _ in 0..<settings.samples {
      particle.advance(periods: periods)
      weights[particle.key] += 1
    }
    var draws = RowDraws.none
    draws.updateClass = .relaxation
    draws.firings = settings.samples
    draws.updates = particle.attempts
    draws.couplingEvaluations = particle.attempts * timing.scoreBits
    draws.messages = 2 * particle.hops * (count - 1)
    draws.stateReads = settings.samples * count
    draws.duration_s = Double(settings.samples + ReadOuts.burnIn) * interval_s
    events.draws += UInt64(particle.attempts)
    events.messages += UInt64(draws.messages)
    return draws
  }
}

/// A particle on the complete graph of N keys: the clock of each pair that holds it ticks at a rate w,
/// and then it is at either end with the odds of their weights.
package struct KawasakiParticle {
  private let weights: [Double]
  private let devices: RelaxingDevices
  /// √ of each agent's clock rate over the fastest one's; empty if all are alike. A pair's clock is the
  /// geometric mean of its ends', so that unequal clocks leave the stationary law alone.
  private let ticking: [Double]
  private let fastest: Double
  private var stream: RandomStream
  /// Where it is.
  package private(set) var key: Int
  /// Ticks so far.
  package private(set) var attempts = 0
  /// Hops so far.
  package private(set) var hops = 0

  /// Puts a particle at a key drawn evenly.
  package init(
    weights: [Double], devices: RelaxingDevices = RelaxingDevices(), stream: RandomStream
  ) {
    self.weights = weights
    self.devices = devices
    self.stream = stream
    let fastest = devices.rates.max() ?? 1
    self.fastest = fastest
    ticking = devices.rates.map { ($0 / fastest).squareRoot() }
    key = Int(self.stream.integer(below: UInt32(weights.count)))
  }

  /// Runs the clocks for so many periods 1/w.
  package mutating func advance(periods: Double) {
    let others = weights.count - 1
    guard others > 0 else { return }
    let count = stream.poisson(mean: periods * Double(others) * fastest)
    for _ in 0..<count {
      var other = Int(stream.integer(below: UInt32(others)))
      if other >= key { other += 1 }
      if !ticking.isEmpty, stream.uniform() >= ticking[key] * ticking[other] { continue }
      attempts += 1
      if !devices.stuck.isEmpty, devices.stuck[other] < 0 || devices.stuck[key] > 0 { continue }
      let here = weights[key] * devices.noiseFactor(&stream)
      let there = weights[other] * devices.noiseFactor(&stream)
      if stream.uniform() * (here + there) < there {
        key = other
        hops += 1
      }
    }
  }
}
