/// A digital crossbar: couplings in static cells, an AND beside each, a tree of adders under each column,
/// and an accumulator that shifts and adds the planes of the codes.
///
/// In one step a plane of the codes meets all bits of all couplings: rows · columns · coupling bits
/// bit-products.
public struct CouplingTile: Sendable {
  /// Input rows.
  public let rows: Formula
  /// One bit-product with its share of the tree, in joules.
  public let evaluation: Formula
  /// One accumulation of a column's sum for one bit of the couplings, in joules.
  public let accumulation: Formula
  /// Setting one row to a bit of a plane, in joules.
  public let clamp: Formula
  /// Writing one bit of a coupling, in joules.
  public let couplingWrite: Formula
  /// Flip-flops of the tile: accumulators, tree, planes.
  public let registers: Formula
  /// Area in mm2.
  public let area: Formula
  /// Leakage in watts.
  public let leakage: Formula
  /// Shortest cycle in seconds.
  public let cycle: Formula

  /// Sizes of a tile.
  public struct Shape: Sendable {
    /// Input rows.
    public var rows: Int
    /// Output columns.
    public var columns: Int
    /// Bits of a coupling.
    public var couplingBits: Int
    /// Bits of a code.
    public var codeBits: Int
    /// Adders for each column and row beyond one a bit of the coupling: 1 for a tree, more where sums of
    /// full width ripple through the cells.
    public var guardBits: Int

    /// Creates the sizes, all positive.
    public init(rows: Int, columns: Int, couplingBits: Int, codeBits: Int, guardBits: Int = 1) {
      self.guardBits = guardBits
      self.rows = rows
      self.columns = columns
      self.couplingBits = couplingBits
      self.codeBits = codeBits
    }
  }

  /// Creates a tile.
  ///
  /// - Parameters:
  ///   - prefix: begins the names of its figures.
  ///   - shape: rows, columns and bits.
  ///   - registersOf: the registers of the technology.
  ///   - wire: one of the technology.
  public init(_ prefix: String, _ shape: Shape, _ registersOf: Registers, _ wire: Wire) {
    let logic = registersOf.logic
    let technology = logic.technology
    rows = Formula.stated("\(prefix)_rows", Double(shape.rows))
    let columns = Formula.stated("\(prefix)_columns", Double(shape.columns))
    let couplingBits = Formula.stated("\(prefix)_coupling_bits", Double(shape.couplingBits))
    let codeBits = Formula.stated("\(prefix)_code_bits", Double(shape.codeBits))
    let levels = Formula.stated("\(prefix)_tree_levels", Double(max(1, (shape.rows - 1).bitLength)))
    // Adding two words of k bits takes k adders; over the levels of a tree b + 1 for each input word.
    let guards = Formula.stated("\(prefix)_guard_bits", Double(shape.guardBits), "bit")
    let adders = ((couplingBits + guards) / couplingBits).named(
      "\(prefix)_adders", "1", "full adders of the tree for each bit of a coupling")
    let cells = (Formula(LogicCells.and) + Formula(LogicCells.fullAdder) * adders).named(
      "\(prefix)_cell_transistors", "1", "AND and adders of one bit of a coupling")
    evaluation = logic.energy(cells, .randomActivity).named(
      "\(prefix)_evaluation", "J", "one bit-product with its share of the tree")
    let sumBits = (couplingBits + codeBits + levels).named(
      "\(prefix)_sum_bits", "bit", "width of an accumulator")
    let columnRegisters = (sumBits + 5 * (couplingBits + levels)).named(
      "\(prefix)_column_registers", "bit",
      "accumulator, sum of the tree, four registers in its middle")
    accumulation =
      ((logic.energy(Formula(LogicCells.fullAdder) * sumBits, .randomActivity)
      + columnRegisters * (registersOf.cycle + registersOf.write)) / couplingBits).named(
        "\(prefix)_accumulation", "J",
        "a column's registers and accumulator, shared by the bits of the couplings")
    registers = (columns * columnRegisters + rows * (codeBits + 1)).named(
      "\(prefix)_registers", "bit", "columns and planes")
    let bits = (rows * columns * couplingBits).named("\(prefix)_bits", "bit", "bits of couplings")
    let cellArea =
      (BitCell.area_F2 * (technology.node / 1e6).power(2) + cells * technology.transistorArea)
      .named(
        "\(prefix)_cell_area", "mm2", "one bit of a coupling with AND and adders")
    area =
      (bits * cellArea + registers * registersOf.area
      + logic.area(Formula(LogicCells.fullAdder) * sumBits * columns)).named(
        "\(prefix)_area", "mm2", "cells, registers, accumulators")
    clamp = (wire.energy(area.power(0.5)) + registersOf.write + registersOf.cycle).named(
      "\(prefix)_clamp", "J", "a row wire over the tile and its register")
    let array = SRAMArray(
      "\(prefix)_array",
      size_KB: max(2, Double(shape.rows * shape.columns * shape.couplingBits) / 8192), technology)
    couplingWrite = array.write
    leakage =
      (bits
      * (BitCell.transistors * BitCell.width * technology.transistorLeakage
        + logic.leakage(cells)) + registers * registersOf.leakage).named(
        "\(prefix)_leakage", "W", "cells, adders, registers")
    let depth = Formula.constant(
      "stage_delays", 24, "1", within: 1.2, .assumed,
      "assumption: a pipeline stage is three adders and a register, 24 inverter delays")
    cycle = (depth * technology.inverterDelay).named(
      "\(prefix)_cycle", "s", "shortest step of the tree's pipeline")
  }
}

/// A static cell at the rules of memories.
enum BitCell {
  /// Area in F².
  static let area_F2 = Formula.constant(
    "bit_cell_area_in_nodes", 146, "1", within: 1.3, .published, "CACTI tech_params: area_cell")
  /// Transistors of a cell.
  static let transistors = Formula(LogicCells.bitCell)
  /// Mean width of its transistors over that of standard cells.
  static let width = Formula.constant(
    "bit_cell_width_share", 0.133, "1", within: 1.2, .published,
    "CACTI tech_params: (1.31 + 1.23 + 2.08) / 3 F, over 11.6 F")
}

extension Int {
  /// Bits that hold the number: 0 for 0, 7 for 127.
  var bitLength: Int { bitWidth - leadingZeroBitCount }
}
