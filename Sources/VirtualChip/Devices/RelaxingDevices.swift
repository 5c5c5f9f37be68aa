import HardwareSpecs
import RandomStreams

/// The devices of the agents of a row whose road is no race: what makes them unequal.
package struct RelaxingDevices: Sendable {
  /// Constant offset of each agent's score, in nats; empty if there are none.
  package var offsets: [Double] = []
  /// Factor on each agent's score below the largest; empty if all are 1.
  package var slopes: [Double] = []
  /// Factor on each agent's clock; empty if all are 1.
  package var rates: [Double] = []
  /// State at which each agent is stuck, +1 or −1, or 0; empty if none is.
  package var stuck: [Int8] = []
  /// Standard deviation of the noise on an agent's score, new at each update.
  package var noise = 0.0

  /// Ideal devices.
  package init() {}

  /// The devices of a chip's race agents 0..<`count`.
  init(of context: TileContext, count: Int) {
    offsets = context.die.offsets(of: .race, count: count)
    slopes = context.die.slopes(of: .race, count: count)
    rates = context.die.rates(of: .race, count: count)
    stuck = context.die.stuckStates(of: .race, count: count)
    noise = context.die.devices.law.noise
  }

  /// e^{slope · score + offset} of each agent, from e^{score}; 0 for agents that are off.
  func shifted(_ weights: Span<Float>, count: Int) -> [Double] {
    (0..<count).map { agent in
      var weight = Double(weights[agent])
      if !slopes.isEmpty, weight > 0 {
        weight = DeterministicFunctions.exp(slopes[agent] * DeterministicFunctions.log(weight))
      }
      return offsets.isEmpty ? weight : weight * DeterministicFunctions.exp(offsets[agent])
    }
  }

  /// A factor e^{noise · ξ} on a weight.
  @inline(__always)
  func noiseFactor(_ stream: inout RandomStream) -> Double {
    noise > 0 ? DeterministicFunctions.exp(noise * stream.normal()) : 1
  }
}
