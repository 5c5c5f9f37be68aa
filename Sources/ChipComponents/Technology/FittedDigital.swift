/// The constants of digital parts that are fitted, all of them: everything else has a source of its own.
///
/// `benchmarks/study/judge_components.py` fits them to two measured machines and prints the errors on the
/// machines that were held back (docs/components.md).
enum FittedDigital {
  /// Switched capacitance of a cell, with junctions, glitches and local wires, over that of its gates.
  static let switching = Formula.constant(
    "fitted_switching", 1.26, "1", within: 1.25, .derived,
    "fitted: 22 nm all-digital in-memory macro, 89 TOPS/W (ISSCC 2021)")

  /// Area of placed and routed cells, with power grid and fillers, over that of the cells.
  static let layout = Formula.constant(
    "fitted_layout", 1.9, "1", within: 1.25, .derived,
    "fitted: 22 nm all-digital in-memory macro, 16.3 TOPS/mm² (ISSCC 2021)")

  /// Switched energy of programmable logic over that of cells of the same node.
  static let programmable = Formula.constant(
    "fitted_programmable", 246, "1", within: 1.3, .derived,
    "fitted: 1 024 p-bits on a KV260, 9.13 pJ an update (run − halt)")
}
