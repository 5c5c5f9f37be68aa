/// A digital-to-analog converter of currents that is set now and then: a register, and 2^N − 1 equal cells.
public struct BiasConverter: Sendable {
  /// Area in mm2.
  public let area: Formula
  /// Flip-flops.
  public let registers: Formula
  /// Leakage in watts.
  public let leakage: Formula

  /// A converter.
  ///
  /// - Parameters:
  ///   - prefix: begins the names of its figures.
  ///   - bits: N; 0 for none.
  ///   - registersOf: the registers of the technology.
  public init(_ prefix: String, bits: Int, _ registersOf: Registers) {
    let count = Formula.stated("\(prefix)_bits", Double(bits), "bit")
    let cell = Formula.constant(
      "converter_cell", 4, "1", within: 2, .assumed,
      "assumption: a current source, its cascode and two switches, of transistors of mean width; what does not match "
        + "is trimmed with the rest")
    let transistors = cell * (Formula(2).power(count) - 1)
    registers = count
    area =
      (registersOf.logic.area(transistors) + count * registersOf.area).named(
        "\(prefix)_area", "mm2", "one converter with its register")
    leakage = registersOf.logic.leakage(transistors) + count * registersOf.leakage
  }
}

/// What turns the counts of a row into an entropy: a table of n ln n, an adder for it and one for its squares, their
/// accumulators, and registers of the target.
///
/// The counters of firings are the race tile's own.
public struct EntropyEstimator: Sendable {
  /// Area in mm2.
  public let area: Formula
  /// Flip-flops.
  public let registers: Formula
  /// Leakage in watts.
  public let leakage: Formula

  /// Bits of the accumulators.
  private static let accumulatorBits = 32.0

  /// An estimator.
  ///
  /// - Parameters:
  ///   - prefix: begins the names of its figures.
  ///   - registersOf: the registers of the technology.
  public init(_ prefix: String, _ registersOf: Registers) {
    let logic = registersOf.logic
    let bits = Formula.stated("\(prefix)_accumulator_bits", Self.accumulatorBits, "bit")
    let table = SRAMArray("\(prefix)_table", size_KB: 2, logic.technology)
    let adders = Formula(LogicCells.fullAdder) * 2 * bits
    // Two accumulators, and three numbers of 16 bits of a target.
    registers = 2 * bits + 48
    area =
      (logic.area(adders) + registers * registersOf.area + table.area).named(
        "\(prefix)_area", "mm2", "one entropy estimator")
    leakage = logic.leakage(adders) + registers * registersOf.leakage + table.leakage
  }
}
