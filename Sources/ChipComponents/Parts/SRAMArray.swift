import Foundation

/// A static memory of one bank, as CACTI organises it for a port of 64 bits.
public struct SRAMArray: Sendable {
  /// Energy of reading one bit, in joules.
  public let read: Formula
  /// Energy of writing one bit, in joules.
  public let write: Formula
  /// Time from address to data in seconds.
  public let access: Formula
  /// Leakage of the bank, channel and gate, in watts.
  public let leakage: Formula
  /// Area in mm2.
  public let area: Formula

  /// A bank.
  ///
  /// - Parameters:
  ///   - prefix: begins the names of its figures.
  ///   - size_KB: capacity in units of 1024 bytes; 2 to 4096 is within CACTI's rows, others follow the
  ///     nearest two.
  ///   - technology: node, transistors and supply.
  public init(_ prefix: String, size_KB: Double, _ technology: Technology) {
    let at = SRAMTable(node_nm: technology.node.value, transistor: technology.transistor)
    let source = "CACTI 1ffd8df, \(technology.transistor.rawValue), 64-bit port, 300 K"
    func constant(
      _ name: String, _ column: SRAMTable.Column, _ unit: String, _ factor: Double
    ) -> Formula {
      .constant(
        "\(prefix)_\(name)_nominal", at(column, size_KB: size_KB), unit, within: factor, .published,
        source)
    }
    // CACTI's energies are those at the supply of its transistors.
    let swing = (technology.supply / Formula(technology.nominalSupply_V)).power(2)
    read = (constant("read", .read_J, "J", 1.3) * swing).named(
      "\(prefix)_read", "J", "one bit read from a bank")
    write = (constant("write", .write_J, "J", 1.3) * swing).named(
      "\(prefix)_write", "J", "one bit written into a bank")
    // Delay follows the inverter's.
    let nominal = Technology(
      node_nm: technology.node.value, transistor: technology.transistor
    ).inverterDelay.value
    access = (constant("access", .access_s, "s", 1.2) * technology.inverterDelay / Formula(nominal))
      .named("\(prefix)_access", "s", "from address to data")
    leakage =
      ((constant("channel_leakage", .channel_W, "W", 2) * technology.heating
      + constant("gate_leakage", .gate_W, "W", 2)) * technology.supply
      / Formula(technology.nominalSupply_V)).named(
        "\(prefix)_leakage", "W", "one bank, channel and gate")
    area = constant("area", .area_mm2, "mm2", 1.15).named(
      "\(prefix)_area", "mm2", "one bank")
  }
}
