/// What steers and trims a chip's agents: the thermostat of its race tiles, the bias converters of its agents. A
/// chip has neither unless its description, or a run, gives it some.
///
/// A thermostat is a β converter with a register for each head that it serves, and an entropy estimator which reads
/// the counters of firings. A bias converter adds a constant to one agent's input.
public struct ChipControl: Sendable, Equatable, Alterable {
  /// β converters with an entropy estimator each; 0 for a chip without a thermostat.
  public var thermostats = 0
  /// Bits of a β converter, whose steps are even from 0 to the largest factor.
  public var betaBits = 8
  /// The largest factor on a head's β; the smallest is its inverse.
  public var betaRange = 4.0
  /// Most readings of a text, each a pass of draws, before β stays where it is.
  public var mostSteps = 8
  /// Bits of the bias converter of each race agent and gate agent; 0 without one.
  public var trimBits = 0
  /// Largest bias of such a converter, in units of the input; `nil` for the best for the stated spread of offsets.
  public var trimRange: Double?
  /// Time between two calibrations where they are periodic, in seconds.
  public var trimPeriod_s = 1.0

  /// No thermostat, no bias converters.
  public init() {}

  /// R of a converter of `bits` whose 2^bits even steps cut normal numbers of deviation 1 with the least mean square
  /// error (Max, *IRE Trans. Inf. Theory* 6, 7 (1960), table II; beyond 5 bits ln-linear in its last rows).
  ///
  /// - Parameter bits: 1 at least.
  public static func bestRange(bits: Int) -> Double {
    let ranges = [1.596, 1.992, 2.344, 2.682, 3.010]
    return bits <= ranges.count ? ranges[max(1, bits) - 1] : 3.010 + 0.32 * Double(bits - 5)
  }

  /// R of the bias converters on a chip with these devices; 1 where no spread is stated.
  public func biasRange(_ devices: ChipDevices) -> Double {
    trimRange
      ?? Self.bestRange(bits: trimBits)
      * (devices.offsetVariation > 0 ? devices.offsetVariation : 1)
  }
}
