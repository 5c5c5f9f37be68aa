/// Why the machine cannot take a program.
public enum MachineError: Error, Equatable, CustomStringConvertible {
  /// A coupling array does not fit the machine's arithmetic.
  case unusableArray(name: String, reason: String)
  /// An instruction that the machine's arithmetic cannot do.
  case unusableInstruction(name: String, reason: String)
  /// Settings whose law the machine has only at fidelity `event`.
  case unusableSettings(reason: String)
  /// A text has no tokens, or more than the program was compiled for.
  case tokenCount(found: Int, maximum: Int)
  /// Tokens that cannot come at this moment.
  case unusableTokens(reason: String)
  /// A token that no row of the table stands for.
  case tokenOutOfRange(token: Int, table: String, rows: Int)
  /// A checkpoint of another run, or one that no run can have left.
  case unusableCheckpoint(reason: String)
  /// A lattice program that the chip or the fidelity cannot take.
  case unusableProgram(name: String, reason: String)
  /// The program was compiled for another chip.
  case wrongChip(program: String, machine: String)

  /// One line.
  public var description: String {
    switch self {
    case .unusableArray(let name, let reason): "coupling array \(name): \(reason)"
    case .unusableInstruction(let name, let reason): "instruction \(name): \(reason)"
    case .unusableProgram(let name, let reason): "lattice program \(name): \(reason)"
    case .unusableSettings(let reason), .unusableTokens(let reason): reason
    case .tokenCount(let found, let maximum):
      "text of \(found) tokens: expected 1 to \(maximum)"
    case .tokenOutOfRange(let token, let table, let rows):
      "token \(token): table \(table) has rows 0 to \(rows - 1)"
    case .unusableCheckpoint(let reason): "checkpoint: \(reason)"
    case .wrongChip(let program, let machine):
      "program compiled for chip description \(program), machine built from \(machine)"
    }
  }
}
