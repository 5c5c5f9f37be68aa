/// Flip-flops and the tree that clocks them.
public struct Registers: Sendable {
  let logic: Logic
  /// The technology that they are made of.
  public var logicTechnology: Technology { logic.technology }
  /// Energy of one clock cycle of one flip-flop with its share of the tree, in joules.
  public let cycle: Formula
  /// Energy of writing one random bit, without the clock, in joules.
  public let write: Formula
  /// Area of a flip-flop in mm2.
  public let area: Formula
  /// Leakage of a flip-flop in watts.
  public let leakage: Formula

  /// Flip-flops of a technology.
  public init(_ logic: Logic) {
    self.logic = logic
    let clocked = Formula.constant(
      "clocked_transistors", 13, "1", within: 1.3, .published,
      "Nangate 45 nm library, DFF_X1: 8.3 fJ a cycle without data at 1.1 V, in gates of the mean width"
    )
    let tree = Formula.constant(
      "clock_tree_share", 1, "1", within: 1.4, .assumed,
      "assumption: buffers and wires of the tree charge as much as the flip-flops' own pins")
    cycle = (clocked * (1 + tree) * logic.technology.transistorEnergy).named(
      "register_cycle", "J", "one cycle of the clock of one flip-flop, tree included")
    write = logic.energy(Formula(LogicCells.flipFlop), .randomActivity).named(
      "register_write", "J", "one random bit into a flip-flop")
    area = logic.area(Formula(LogicCells.flipFlop)).named(
      "register_area", "mm2", "one flip-flop")
    leakage = logic.leakage(Formula(LogicCells.flipFlop)).named(
      "register_leakage", "W", "one flip-flop")
  }
}
