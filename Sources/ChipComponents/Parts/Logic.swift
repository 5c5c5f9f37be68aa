/// Combinational cells: what a number of transistors costs.
public struct Logic: Sendable {
  let technology: Technology
  /// Factor on the switched energy: 1 for cells, more for programmable logic.
  let overhead: Formula

  /// Cells of a technology.
  ///
  /// - Parameters:
  ///   - technology: node, transistors and supply.
  ///   - isProgrammable: whether the logic is that of an FPGA.
  public init(_ technology: Technology, isProgrammable: Bool = false) {
    self.technology = technology
    overhead =
      isProgrammable
      ? FittedDigital.switching * FittedDigital.programmable
      : FittedDigital.switching
  }

  /// Energy in joules of one evaluation of cells.
  ///
  /// - Parameters:
  ///   - transistors: of the cells that take part.
  ///   - activity: share of their gates that are charged.
  func energy(_ transistors: Formula, _ activity: Formula) -> Formula {
    transistors * activity * overhead * technology.transistorEnergy
  }

  /// Area in mm2.
  func area(_ transistors: Formula) -> Formula { transistors * technology.transistorArea }

  /// Leakage in watts.
  func leakage(_ transistors: Formula) -> Formula { transistors * technology.transistorLeakage }
}

extension Formula {
  /// Share of gates charged in an evaluation of data that are as good as random.
  static let randomActivity = Formula.constant(
    "activity", 0.25, "1", within: 1.2, .derived,
    "a random bit rises in one of four evaluations")
}
