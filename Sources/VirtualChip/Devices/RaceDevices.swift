import DenseAlgebra
import HardwareSpecs
import RandomStreams

/// Race agents as they were made: what a row's weights become on the chip.
///
/// w′ = e^{f·slope·ln w + offset + noise}·(rate factor), f = (factor of the die)·(1 + drift·t). The noise is
/// that of the setting of the scores, which are held while the row is drawn. An agent stuck down never
/// fires; one stuck up fires at λ_max whatever its score. Retention changes nothing: an exponential
/// clock has no memory, and each race starts anew.
enum RaceDevices {
  /// The rate of an agent that is stuck up, where a weight stands.
  static let stuckUp = Double.infinity

  /// Weights of a row's agents on their devices; `stuckUp` for those that fire at λ_max.
  static func weights(
    _ ideal: Span<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext
  ) -> [Double] {
    var weights = (0..<count).map { Double(ideal[$0]) }
    let devices = context.chip.devices
    guard !devices.areIdeal else { return weights }
    let die = context.die
    let offsets = die.offsets(of: .race, first: firstAgent, count: count)
    let slopes = die.slopes(of: .race, first: firstAgent, count: count)
    let rates = die.rates(of: .race, first: firstAgent, count: count)
    let stuck = die.stuckStates(of: .race, first: firstAgent, count: count)
    let law = devices.law
    let factor = die.temperatureFactor * law.betaFactor(at: context.age_s)
    var noise = RandomStream(
      context.streams.key(.deviceVariation), site: UInt32(truncatingIfNeeded: row))
    for index in 0..<count {
      // The noise of an agent does not depend on which others are on.
      let shift =
        (offsets.isEmpty ? 0 : offsets[index])
        + (law.noise > 0 ? law.noise * noise.normal() : 0)
      if !stuck.isEmpty, stuck[index] != 0 {
        weights[index] = stuck[index] > 0 ? stuckUp : 0
        continue
      }
      guard weights[index] > 0 else { continue }
      let slope = slopes.isEmpty ? factor : factor * slopes[index]
      if slope != 1 || shift != 0 {
        weights[index] = DeterministicFunctions.exp(
          slope * DeterministicFunctions.log(weights[index]) + shift)
      }
      if !rates.isEmpty { weights[index] *= rates[index] }
    }
    return weights
  }
}
