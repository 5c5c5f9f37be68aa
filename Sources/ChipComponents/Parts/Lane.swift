/// A lane of the digital periphery: an adder, a multiplier and a small register file.
public struct Lane: Sendable {
  /// One operation, the mean of an addition and a multiplication, in joules.
  public let operation: Formula
  /// One bit-product of an array multiplier, in joules.
  public let multiplierBit: Formula
  /// One bit-product of a multiply-add of two factors with its share of sum and registers, in joules.
  public let multiplyAddBit: Formula
  /// A division by repeated subtraction, in joules.
  public let division: Formula
  /// A look-up in a table of 2 KB, in joules.
  public let lookup: Formula
  /// Flip-flops.
  public let registers: Formula
  /// Area in mm2.
  public let area: Formula
  /// Leakage in watts.
  public let leakage: Formula

  /// Width of sums.
  static let sumBits = 24.0
  /// Width of factors.
  static let factorBits = 12.0

  /// Creates a lane.
  public init(_ registersOf: Registers) {
    let logic = registersOf.logic
    let technology = logic.technology
    let sum = Formula.stated("lane_sum_bits", Self.sumBits, "bit")
    let factor = Formula.stated("lane_factor_bits", Self.factorBits, "bit")
    let glitches = Formula.constant(
      "multiplier_glitches", 1.5, "1", within: 1.3, .assumed,
      "assumption: rows of an array multiplier toggle half as often again before they settle")
    multiplierBit =
      (logic.energy(Formula(LogicCells.and + LogicCells.fullAdder), .randomActivity) * glitches)
      .named("multiplier_bit", "J", "one AND and one full adder of an array multiplier")
    let addition = logic.energy(Formula(LogicCells.fullAdder) * sum, .randomActivity).named(
      "lane_addition", "J", "an addition")
    let multiplication = (factor.power(2) * multiplierBit).named(
      "lane_multiplication", "J", "a multiplication")
    multiplyAddBit =
      (multiplierBit + (addition + sum * (registersOf.cycle + registersOf.write)) / factor.power(2))
      .named(
        "multiply_add_bit", "J", "a bit-product with its share of the sum and of the sum's register"
      )
    let file = SRAMArray("lane_file", size_KB: 2, technology)
    operation = ((addition + multiplication) / 2 + 3 * (sum + factor) / 2 * file.read).named(
      "lane_operation", "J", "mean of addition and multiplication, with three operands")
    division = (2 * factor * addition).named(
      "lane_division", "J", "a subtraction for each bit of the quotient")
    let table = SRAMArray("lookup_table", size_KB: 2, technology)
    lookup = (2 * factor * table.read + addition / 2).named(
      "lane_lookup", "J", "a word of a table of 2 KB and its address")
    registers = (4 * sum).named("lane_registers", "bit", "operands and result")
    let cells =
      Formula(LogicCells.fullAdder) * sum
      + Formula(LogicCells.and + LogicCells.fullAdder) * factor.power(2)
    area = (logic.area(cells) + registers * registersOf.area + file.area).named(
      "lane_area", "mm2", "adder, multiplier, registers, file")
    leakage = (logic.leakage(cells) + registers * registersOf.leakage + file.leakage).named(
      "lane_leakage", "W", "adder, multiplier, registers, file")
  }
}
