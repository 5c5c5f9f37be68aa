public import ChipComponents

/// Node, transistors and supply of a chip, from which prices, powers, areas and delays follow.
public struct ChipTechnology: Sendable, Equatable, Alterable {
  /// Feature size in nm; `nil` for a chip whose figures are all stated.
  public var node_nm: Double?
  /// The family of its transistors.
  public var transistor = Transistor.lowStandbyPower
  /// Supply in volts; `nil` for the one of the family at that node.
  public var supply_V: Double?
  /// Temperature of the die in kelvins.
  public var temperature_K = 330.0
  /// Share of clock pulses that gating withholds from registers with nothing to do.
  public var clockGating = 0.99
  /// Whether the logic is that of an FPGA.
  public var isProgrammable = false

  /// No technology.
  public init() {}

  /// The figures of the node; `nil` without one.
  public var figures: Technology? {
    node_nm.map {
      Technology(
        node_nm: $0, transistor: transistor, supply_V: supply_V, temperature_K: temperature_K)
    }
  }
}
