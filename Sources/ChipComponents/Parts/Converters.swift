import Foundation

/// Analog-to-digital converters by charge redistribution: a capacitor for each bit of control, and
/// capacitors that double with each bit where noise and matching rule.
///
/// Energy (100 fF · N + 1 aF · 4^N) V² (KU Leuven's in-memory cost model), times one fitted factor.
public struct Converters: Sendable {
  /// One conversion, in joules.
  public let conversion: Formula
  /// Area of one converter in mm2.
  public let area: Formula

  /// Converters.
  ///
  /// - Parameters:
  ///   - prefix: begins the names of their figures.
  ///   - bits: N.
  ///   - technology: node, transistors and supply.
  public init(_ prefix: String, bits: Int, _ technology: Technology) {
    let count = Formula.stated("\(prefix)_bits", Double(bits), "bit")
    let source = "zigzag-imc df34a6f, aimc_cost_model"
    let control = Formula.constant(
      "converter_control", 100e-15, "F", within: 1.3, .published, source)
    let matching = Formula.constant(
      "converter_matching", 1e-18, "F", within: 1.5, .published, source)
    let square = technology.supply.power(2)
    conversion =
      (FittedAnalog.converter * (control * count + matching * Formula(4).power(count)) * square)
      .named("\(prefix)_conversion", "J", "one conversion")
    area =
      (Formula.constant(
        "converter_area_scale", 16.07e-6, "mm2", within: 1.7, .published, source)
      * Formula(1.837).power(count)).named("\(prefix)_area", "mm2", "one converter")
  }
}
