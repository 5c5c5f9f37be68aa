/// How a digital agent turns its field into a probability.
public enum AgentThreshold: String, Sendable, CaseIterable {
  /// By a line in a few pieces: an adder for each bit.
  case linear
  /// By a table of 2 KB.
  case table
  /// By constants that synthesis folds into a selection.
  case constants
}

/// A digital p-bit: a shift register as generator, a table or threshold register, and a comparator.
public struct ProbabilisticBit: Sendable {
  /// One tick with its draw, without the clock of its registers, in joules.
  public let draw: Formula
  /// One tick with its draw, in joules.
  public let update: Formula
  /// Flip-flops.
  public let registers: Formula
  /// Area in mm2.
  public let area: Formula
  /// Leakage in watts.
  public let leakage: Formula

  /// What the agent is made of.
  public struct Shape: Sendable {
    /// Bits of its own generator.
    public var randomBits: Int
    /// Bits that are compared.
    public var fieldBits: Int
    /// Neighbours whose couplings are summed anew at each tick; 0 where the field comes from elsewhere.
    public var neighbours: Int
    /// Bits of those couplings.
    public var couplingBits: Int
    /// How a field becomes a probability.
    public var threshold: AgentThreshold

    /// Creates the sizes.
    public init(
      randomBits: Int = 32, fieldBits: Int = 12, neighbours: Int = 0, couplingBits: Int = 0,
      threshold: AgentThreshold = .linear
    ) {
      self.threshold = threshold
      self.randomBits = randomBits
      self.fieldBits = fieldBits
      self.neighbours = neighbours
      self.couplingBits = couplingBits
    }
  }

  /// Creates a p-bit.
  ///
  /// - Parameters:
  ///   - prefix: begins the names of its figures.
  ///   - shape: bits and neighbours.
  ///   - registersOf: the registers of the technology.
  public init(_ prefix: String, _ shape: Shape, _ registersOf: Registers) {
    let logic = registersOf.logic
    let random = Formula.stated("\(prefix)_random_bits", Double(shape.randomBits))
    let field = Formula.stated("\(prefix)_field_bits", Double(shape.fieldBits))
    let neighbours = Formula.stated("\(prefix)_neighbours", Double(shape.neighbours))
    let couplingBits = Formula.stated("\(prefix)_coupling_bits", Double(shape.couplingBits))
    let compared = Formula.stated("\(prefix)_adders_a_bit", shape.threshold == .linear ? 2 : 1)
    let adders = (compared * field + neighbours * couplingBits).named(
      "\(prefix)_adders", "1", "full adders: threshold, comparator, sum over neighbours")
    let cells =
      (Formula(LogicCells.fullAdder) * adders
      + Formula(LogicCells.multiplexer) * neighbours * couplingBits + Formula(LogicCells.and)
      * random)
      .named("\(prefix)_transistors", "1", "adders, signs of neighbours, taps of the generator")
    registers = (random + field + 1).named(
      "\(prefix)_registers", "bit", "generator, field, spin")
    let compute = logic.energy(cells, .randomActivity) + registers * registersOf.write
    let table = SRAMArray("\(prefix)_table", size_KB: 2, logic.technology)
    draw = (shape.threshold == .table ? compute + field * table.read : compute).named(
      "\(prefix)_draw", "J", "one tick with its draw, clock apart")
    update = (draw + registers * registersOf.cycle).named(
      "\(prefix)_update", "J", "one tick with its draw")
    let storage = (neighbours * couplingBits).named(
      "\(prefix)_storage", "bit", "couplings kept beside the agent")
    area =
      (logic.area(cells + Formula(LogicCells.flipFlop) * storage)
      + registers * registersOf.area).named("\(prefix)_area", "mm2", "one agent")
    leakage =
      (logic.leakage(cells + Formula(LogicCells.flipFlop) * storage)
      + registers * registersOf.leakage).named("\(prefix)_leakage", "W", "one agent")
  }
}
