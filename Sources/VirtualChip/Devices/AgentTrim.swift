import CriticalControl
import HardwareSpecs
import RandomStreams

/// The calibration of one manufactured chip: what is left of its agents' offsets and of its heads' gains.
///
/// The laws of `CriticalControl` see counts alone. What an agent's devices are is in the counts, which are drawn from
/// its law: against a reference agent with input 0, or between two reference agents at the head's converter.
package struct AgentTrim: Sendable, Equatable {
  /// Draws of a comparison.
  let draws: Int
  /// Bits of bias converters; 0 for none.
  let bits: Int
  /// ±R of bias converters, in units of the input.
  let range: Double
  /// What β can be set to; `nil` without β converters.
  let converter: BetaConverter?
  /// Age of the chip at its last calibration in seconds.
  let age_s: Double
  /// Numbers the calibrations.
  let round: UInt32

  /// The last calibration of a chip of some age; `nil` where there is none.
  init?(_ settings: RunSettings, on chip: ChipSpec) {
    guard let trim = settings.trim, trim.mode != .none else { return nil }
    draws = trim.draws
    bits = chip.control.trimBits
    range = chip.control.biasRange(chip.devices)
    converter =
      chip.control.thermostats > 0
      ? BetaConverter(bits: chip.control.betaBits, range: chip.control.betaRange) : nil
    let period_s = chip.control.trimPeriod_s
    let rounds =
      trim.mode == .periodic ? min((settings.age_s / period_s).rounded(.down), 1e9) : 0
    age_s = rounds * period_s
    round = UInt32(rounds)
  }

  /// What is left of an agent's offset.
  ///
  /// - Parameters:
  ///   - offset: of its input.
  ///   - steepness: ln of the odds against the reference per unit of input.
  ///   - stream: of its own.
  func residual(
    of offset: Double, steepness: Double, _ stream: inout RandomStream
  ) -> Double {
    guard bits > 0 else { return offset }
    var trim = BiasTrim(bits: bits, range: range)
    while let trial = trim.trial {
      let odds = steepness * (offset - trial)
      let share = 1 / (1 + DeterministicFunctions.exp(min(700, max(-700, -odds))))
      let firings = stream.binomial(trials: draws, probability: share)
      trim.compare(firings: firings, reference: draws - firings)
    }
    return offset - trim.setting
  }

  /// The factor that the converter of a head is set to.
  ///
  /// - Parameters:
  ///   - gain: what its two reference agents see.
  ///   - stream: of its own.
  func correction(of gain: Double, _ stream: inout RandomStream) -> Double {
    guard let converter else { return 1 }
    let law = GainTrim()
    let odds = min(700, gain * law.difference)
    let share = 1 / (1 + DeterministicFunctions.exp(-odds))
    let first = stream.binomial(trials: draws, probability: share)
    return converter.nearest(1 / law.gain(first: first, second: draws - first))
  }
}
