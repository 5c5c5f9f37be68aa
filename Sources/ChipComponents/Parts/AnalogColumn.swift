/// A column of a charge-domain crossbar: products of one bit charge unit capacitors, which share their
/// charge, and a converter reads the sum.
///
/// Its energy depends on data: a product that is 0 leaves its capacitor alone.
public struct AnalogColumn: Sendable {
  /// One product that is 1, in joules.
  public let activeProduct: Formula
  /// Row and column wires over one cell, whatever the product, in joules.
  public let restingProduct: Formula
  /// One conversion of the column, in joules.
  public let conversion: Formula
  /// Area of one cell in mm2.
  public let cellArea: Formula
  /// Area of one converter in mm2.
  public let converterArea: Formula

  /// Creates a column.
  ///
  /// - Parameters:
  ///   - prefix: begins the names of its figures.
  ///   - converterBits: of the converter.
  ///   - registersOf: the registers of the technology.
  ///   - wire: one of the technology.
  public init(_ prefix: String, converterBits: Int, _ registersOf: Registers, _ wire: Wire) {
    let technology = registersOf.logic.technology
    let capacitance = Formula.constant(
      "unit_capacitance", 1.2e-15, "F", within: 1.3, .assumed,
      "assumption: a metal fringe capacitor above a cell; fitted_array carries its error")
    let size = Formula.constant(
      "analog_cell_area_in_nodes", 426, "1", within: 1.3, .published,
      "8T1C cell of a 65 nm macro: 1.80 µm² (JSSC 2020, through cimloop)")
    cellArea = (size * (technology.node / 1e6).power(2)).named(
      "\(prefix)_cell_area", "mm2", "a static cell with its switches, capacitor above")
    let pitch = cellArea.power(0.5).named("\(prefix)_cell_pitch", "mm", "side of a cell")
    restingProduct = (FittedAnalog.array * 2 * wire.energy(pitch)).named(
      "\(prefix)_resting_product", "J", "row and column wire over one cell")
    activeProduct = (FittedAnalog.array * capacitance * technology.supply.power(2)).named(
      "\(prefix)_active_product", "J", "a capacitor charged once")
    let converters = Converters("\(prefix)_converter", bits: converterBits, technology)
    conversion = converters.conversion
    converterArea = converters.area
  }
}
