/// What stands at the edge of a die: memory and host interfaces and regulators.
public enum Interfaces {
  /// Off-chip memory with its controller and lines.
  public struct Memory: Sendable {
    /// One bit, in joules.
    public let bit: Formula
    /// Power of an idle memory with its interface, in watts.
    public let standby: Formula

    /// LPDDR4X.
    ///
    /// - Parameter bandwidth_bitsPerSecond: decides the number of 32-bit channels.
    public init(bandwidth_bitsPerSecond: Double) {
      let bandwidth = Formula.stated("memory_bandwidth", bandwidth_bitsPerSecond, "bit/s")
      bit = Formula.constant(
        "memory_bit_constant", 8e-12, "J", within: 1.6, .published,
        "LPDDR4 8 pJ/bit (hwcomponents-cacti 1.0.40); HBM2 3.92 (O'Connor 2017)"
      )
      .named("memory_bit", "J", "one bit from or to off-chip memory")
      let channel = Formula.constant(
        "memory_channel_standby", 0.06, "W", within: 2, .assumed,
        "assumption: a 32-bit LPDDR4X channel of 17 GB/s with interface in idle power-down")
      standby = (channel * bandwidth / 136.5e9).named(
        "memory_standby", "W", "idle memory channels of 136.5 Gbit/s")
    }
  }

  /// The host link.
  public struct Host: Sendable {
    /// One bit, in joules.
    public let bit: Formula
    /// Power of an idle link in watts.
    public let standby: Formula

    /// A serial link.
    public init(bandwidth_bitsPerSecond: Double) {
      let bandwidth = Formula.stated("host_bandwidth", bandwidth_bitsPerSecond, "bit/s")
      bit = Formula.constant(
        "host_bit_constant", 5e-12, "J", within: 1.8, .assumed,
        "assumption: a PCIe 4 lane with its controller"
      )
      .named("host_bit", "J", "one bit over the host link")
      let lane = Formula.constant(
        "host_lane_standby", 0.01, "W", within: 2.5, .assumed,
        "assumption: a lane of 16 Gbit/s in its shallow idle state")
      standby = (lane * bandwidth / 16e9).named("host_standby", "W", "idle lanes of 16 Gbit/s")
    }
  }

  /// Share of the board's power that reaches the die.
  public static let regulator = Formula.constant(
    "regulator_efficiency", 0.87, "1", within: 1.05, .assumed,
    "assumption: step-down converters of boards, 0.85 to 0.92")
}
