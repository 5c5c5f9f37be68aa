import ChipPrograms

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
  /// A program that the chip or the fidelity cannot take.
  case unusableProgram(name: String, reason: String)
  /// The program was compiled for another chip.
  case wrongChip(program: String, machine: String)

  /// A field left the range of float32 on the way through the program: weights or activations that are too large.
  case outOfRange(instruction: String, value: Float, token: Int)

  /// One line.
  public var description: String {
    switch self {
    case .unusableArray(let name, let reason): "coupling array \(name): \(reason)"
    case .unusableInstruction(let name, let reason): "instruction \(name): \(reason)"
    case .unusableProgram(let name, let reason): "program \(name): \(reason)"
    case .outOfRange(let instruction, let value, let token):
      "instruction \(instruction): found \(value.isNaN ? "no number" : "\(value)") at token \(token), expected fields within float32, up to "
        + "3.4e38 in magnitude: weights or activations before it are too large for the chip's arithmetic"
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

extension MachineError {
  /// What a chip lacks for a program.
  init(_ fault: Fault, of program: Program) {
    let reason = fault.reason.description
    switch fault.place {
    case _ where program.values.isEmpty, .agents, .coupling, .field, .observable:
      self = .unusableProgram(name: program.name, reason: reason)
    case .array: self = .unusableArray(name: fault.name ?? "", reason: reason)
    default: self = .unusableInstruction(name: fault.name ?? "", reason: reason)
    }
  }
}

extension Fault {
  /// Whether a run of a fidelity cannot be.
  func stops(_ fidelity: Fidelity.Word) -> Bool {
    switch reason.stops {
    case .all: true
    case .laws: fidelity != .event
    case .closedForms: fidelity == .expectation
    }
  }
}
