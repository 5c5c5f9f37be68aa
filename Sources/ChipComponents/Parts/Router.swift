/// A router of the mesh: five ports, a buffer of flits at each input, a switch.
public struct Router: Sendable {
  /// One bit through buffer and switch, without the link, in joules.
  public let bit: Formula
  /// Flip-flops of the buffers.
  public let registers: Formula
  /// Area in mm2.
  public let area: Formula
  /// Leakage in watts.
  public let leakage: Formula

  /// Creates a router.
  ///
  /// - Parameters:
  ///   - flitBits: width of a link.
  ///   - bufferFlits: flits that an input holds.
  ///   - registersOf: the registers of the technology.
  ///   - wire: one of the technology.
  public init(flitBits: Int, bufferFlits: Int, _ registersOf: Registers, _ wire: Wire) {
    let logic = registersOf.logic
    let flit = Formula.stated("flit_bits", Double(flitBits), "bit")
    let depth = Formula.stated("buffer_flits", Double(bufferFlits))
    let ports = 5.0
    registers = (Formula(ports) * flit * depth).named(
      "router_registers", "bit", "input buffers of five ports")
    // Per bit: reading the buffer (a multiplexer of its depth) and one output of the switch (of five inputs).
    let path = (Formula(LogicCells.multiplexer) * (depth + Formula(ports))).named(
      "router_path_transistors", "1", "multiplexers that a bit passes")
    area = (registers * registersOf.area + logic.area(Formula(ports) * flit * path)).named(
      "router_area", "mm2", "buffers and switch")
    bit =
      (logic.energy(path, .randomActivity) + registersOf.write + registersOf.cycle
      + wire.energy(area.power(0.5))).named(
        "router_bit", "J", "one bit into a buffer, out of it, across the switch")
    leakage = (registers * registersOf.leakage + logic.leakage(Formula(ports) * flit * path)).named(
      "router_leakage", "W", "buffers and switch")
  }
}
