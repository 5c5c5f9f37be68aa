/// A wire of the middle layers with its repeaters.
///
/// Capacitance by CACTI's geometry of semi-global wires: pitch 4 F, aspect 2, Miller factor 1.5 between
/// neighbours, planes above and below, fringe 0.115 fF/µm.
public struct Wire: Sendable {
  /// Energy of one random bit over one millimetre, in joules.
  public let bitMillimetre: Formula
  /// Energy of one cycle of a clock over one millimetre, in joules.
  public var cycle: Formula { 4 * bitMillimetre }

  /// Wires of a technology.
  public init(_ technology: Technology) {
    let node_nm = technology.node.value
    let rows: [(node_nm: Double, side: Double, below_um: Double)] = [
      (180, 3.038, 0.75), (90, 3.038, 0.48), (65, 2.734, 0.405), (45, 2.46, 0.315),
      (32, 2.214, 0.21), (22, 2.104, 0.15),
    ]
    let at = NodeInterpolation(node_nm: node_nm, nodes: rows.map(\.node_nm))
    let vacuum = 8.854e-18  // F/µm
    let sides = 2 * 1.5 * at(rows.map(\.side)) * vacuum * 2
    let planes = 2 * 3.9 * vacuum * (2 * node_nm / 1000) / at(rows.map(\.below_um))
    let capacitance = Formula.constant(
      "wire_capacitance", (sides + planes + 1.15e-16) * 1000, "F/mm", within: 1.15, .published,
      "CACTI tech_params: semi-global wires, conservative")
    let repeaters = Formula.constant(
      "repeater_share", 0.6, "1", within: 1.3, .published,
      "repeated wires take 1.34 (energy and delay) to 1.87 (delay) times their own charge (Ho 2003)"
    )
    bitMillimetre = (capacitance * (1 + repeaters) * technology.supply.power(2) * 0.25).named(
      "wire_bit_mm", "J/mm", "a random bit over a millimetre: it rises in one of four moves")
  }

  /// Energy of a random bit over a length in mm.
  public func energy(_ length_mm: Formula) -> Formula { bitMillimetre * length_mm }
}
