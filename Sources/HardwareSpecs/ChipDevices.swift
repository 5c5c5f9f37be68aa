/// What physics and manufacture do to a chip's agents and couplings: all zero for ideal devices.
///
/// Only fidelity `event` follows them, except the field converter, which every fidelity applies.
/// An agent's *input* is the number whose function is its probability: x of a gate spin, the score in
/// nats of a race agent, βI of a lattice agent.
public struct ChipDevices: Sendable, Equatable, Alterable {
  /// When a flip reaches the neighbours of a lattice agent.
  public enum DelayLaw: String, Sendable, CaseIterable {
    /// Always after the delay.
    case fixed
    /// After an exponential time whose mean is the delay.
    case exponential
  }

  /// τ of an agent's memory: a draw that comes Δ after the last one repeats it with probability
  /// e^{−Δ/τ}, so that samples have that correlation. 0: independent draws. Seconds.
  public var retention_s: Double = 0
  /// Standard deviation of the Gaussian noise on an agent's input, new at each draw.
  public var fieldNoise: Double = 0
  /// Standard deviation of an agent's constant offset of its input.
  public var offsetVariation: Double = 0
  /// Standard deviation of the logarithm of an agent's clock rate.
  public var rateVariation: Double = 0
  /// Relative standard deviation of a coupling: of lattice tiles, and of crossbars read by converters.
  public var couplingVariation: Double = 0
  /// Relative standard deviation of β between dies.
  public var temperatureError: Double = 0
  /// Standard deviation of the logarithm of the factor on the β of each head of a race.
  public var gainVariation: Double = 0
  /// Relative standard deviation of an agent's slope, the factor on its input.
  public var slopeVariation: Double = 0
  /// Relative change of β in a second, from the start of the run.
  public var drift_perSecond: Double = 0
  /// Share of agents that never change, half of them up and half of them down.
  public var stuckFraction: Double = 0
  /// Standard deviation of a converter's noise, in counts of the column.
  public var converterNoise: Double = 0
  /// Counts of a column at which its converter saturates; `nil` for as many as the column has rows.
  public var converterFullScale: Int?
  /// Delay of a coupling between lattice agents in seconds.
  public var couplingDelay_s: Double = 0
  /// The law of that delay.
  public var delayLaw = DelayLaw.fixed
  /// Bits of the converter that sets an agent's input; `nil` if it is ideal.
  public var fieldBits: Int?
  /// Largest magnitude of an input that the converter sets, in units of the input.
  public var fieldRange: Double = 8

  /// A measured device; `nil` for the formulas.
  public var table: DeviceTable?
  /// Field of the table for a gate whose x is 1; `nil` for the gain at which an ideal p-bit comes
  /// nearest to the gate's threshold.
  public var tableGain: Double?

  /// Ideal devices.
  public init() {}

  /// Whether one manufactured chip differs from another.
  public var varyBetweenDies: Bool {
    offsetVariation > 0 || rateVariation > 0 || couplingVariation > 0 || temperatureError > 0
      || stuckFraction > 0 || gainVariation > 0 || slopeVariation > 0
  }

  /// Whether nothing but the law of an ideal agent is left.
  public var areIdeal: Bool {
    var ideal = ChipDevices()
    ideal.fieldBits = fieldBits
    ideal.fieldRange = fieldRange
    ideal.delayLaw = delayLaw
    return self == ideal
  }
}
