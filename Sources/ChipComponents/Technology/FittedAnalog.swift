/// The constants of analog parts that are fitted, all of them (`FittedDigital` has those of digital parts).
///
/// `benchmarks/study/judge_components.py` fits them and prints the errors on what was held back
/// (docs/components.md).
enum FittedAnalog {
  /// Energy of a converter over that of its capacitors: comparator, logic, reference.
  static let converter = Formula.constant(
    "fitted_converter", 2.86, "1", within: 1.3, .derived,
    "fitted: 65 nm charge-domain macro at 0.85 V, 1.79 pJ a conversion of 8 bits (JSSC 2020)")

  /// Switched capacitance of a charge-domain cell with its drivers over that of capacitor and wires.
  static let array = Formula.constant(
    "fitted_array", 6.45, "1", within: 1.3, .derived,
    "fitted: the same macro, 9.7 pJ a column of 2304 cells")
}
