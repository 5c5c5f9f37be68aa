/// The text form of a program: declarations, then one instruction a line. It tells everything but the
/// numbers in arrays, tables and vectors, and `read` reads it back.
public enum Listing {
  /// The listing, with a final newline. Coupling values of arrays are named, not printed.
  ///
  /// A program for any chip that has nothing to set up lists its instructions without sections.
  public static func text(of program: Program) -> String {
    var lines = ["program \(ProgramName.word(program.name))"]
    if let chip = program.chip {
      lines[0] += " for \(ProgramName.word(chip.name))"
      lines.append("chip-hash \(ProgramName.word(chip.hash))")
    }
    if let precision = program.precision { lines.append("precision \(describe(precision))") }
    if let most = program.maximumTokens { lines.append("tokens 1...\(most)") }
    lines += program.tables.enumerated().map { "table T\($0) \(describe($1))" }
    lines += program.arrays.enumerated().map { "array A\($0) \(describe($1))" }
    lines += program.vectors.enumerated().map { "vector V\($0) \($1.count)" }
    lines += program.values.enumerated().map { "value %\($0) \(describe($1))" }
    if let agents = program.agents { lines += agentLines(agents) }
    func section(_ instructions: [Instruction], _ indent: String) -> [String] {
      instructions.enumerated().map { index, instruction in
        // A name that the place gives is left out.
        instruction.isNamed(byPlace: index)
          ? indent + line(instruction.operation, agents: program.agents)
          : indent + line(instruction, agents: program.agents)
      }
    }
    if program.chip == nil, program.setup.isEmpty {
      lines += section(program.instructions, "")
    } else {
      lines += ["setup:"] + section(program.setup, "  ")
      lines += ["text:"] + section(program.instructions, "  ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The settings in one line.
  public static func describe(_ precision: Precision) -> String {
    let block = precision.weightBlock.map { $0 == 0 ? "row" : "\($0)" } ?? "tile"
    return "w\(precision.weightBits) a\(precision.activationBits)"
      + " attention \(precision.attentionBits) outliers \(precision.outlierChannels)"
      + " scale-per \(block) range \(precision.weightRange.rawValue)"
      + " gains \(precision.normGains.rawValue) embedding \(precision.embeddingBits)"
  }

  /// A table's declaration, without its number.
  public static func describe(_ table: PresetTable) -> String {
    "\(ProgramName.word(table.name)) \(table.rows)x\(table.width) \(table.bits)b by \(table.index.rawValue)"
      + (table.onChip ? " on-chip" : " off-chip")
  }

  /// A value's declaration, without its number: `n` rows, one a token, or 1 for all.
  public static func describe(_ value: Program.ValueDeclaration) -> String {
    "\(value.kind.rawValue) \(value.pooled ? "1" : "n")x\(value.width)"
  }

  /// An array's declaration, without its number: outputs × inputs, bits, couplings that share a
  /// scale, row tiles × column tiles, and where they are.
  public static func describe(_ array: CouplingArray) -> String {
    let placement = array.placement
    var parts = [
      ProgramName.words(array.name, layer: array.layer),
      "\(array.outputs)x\(array.inputs) \(array.bits)b block \(array.block)",
    ]
    if placement.rowTiles != 0 || placement.columnTiles != 0 {
      parts.append("tiles \(placement.rowTiles)x\(placement.columnTiles)")
    }
    if !placement.tiles.isEmpty { parts.append("at \(ranges(placement.tiles))") }
    if placement.resident {
      parts.append(placement.rounds == 1 ? "resident" : "resident in \(placement.rounds)")
    } else if placement.rounds != 0 || !placement.tiles.isEmpty {
      parts.append("reloaded in \(placement.rounds)")
    }
    return parts.joined(separator: " ")
  }

  /// Tiles in order, runs of successors as ranges: `0...8,0...3`.
  private static func ranges(_ tiles: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for tile in tiles {
      if let last = runs.last, tile == last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...tile
      } else {
        runs.append(tile...tile)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)...\($0.upperBound)" }
      .joined(separator: ",")
  }

  /// Vectors of an operation: `gain V0 shift V1`.
  static func describe(gain: Int?, shift: Int?) -> String {
    [gain.map { "gain V\($0)" }, shift.map { "shift V\($0)" }].compactMap(\.self)
      .joined(separator: " ")
  }

  /// One instruction as a line with its name, without indentation; agents by their numbers.
  public static func line(_ instruction: Instruction) -> String { line(instruction, agents: nil) }

  private static func line(_ instruction: Instruction, agents: Program.Agents?) -> String {
    line(instruction.operation, agents: agents)
      + " ; \(ProgramName.words(instruction.name, layer: instruction.layer))"
  }

  /// What an instruction does, as a line without its name.
  /// - Parameters:
  ///   - operation: one of a program.
  ///   - agents: the program's agents, for their names.
  public static func line(
    _ operation: any Instruction.Operation, agents: Program.Agents?
  ) -> String {
    let target = operation.result.map { "%\($0) <- " } ?? ""
    let operands = operation.operands.map { "%\($0)" }.joined(separator: ", ")
    return [target + operation.mnemonic, operands, operation.details(agents)]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}
