/// What a chip executes: a compiled model, on one text after another, or agents that relax.
///
/// `Listing` has its text form, `ProgramFile` its binary form, and `faults()` what is wrong with it.
public struct Program: Sendable, Equatable {
  /// The chip that a program is for.
  public struct Chip: Sendable, Equatable {
    /// The chip's name.
    public var name: String
    /// SHA-256 of its description.
    public var hash: String

    /// Names a chip.
    public init(name: String, hash: String) {
      self.name = name
      self.hash = hash
    }
  }

  /// What a value of the program is.
  public struct ValueDeclaration: Sendable, Equatable {
    /// Whether the value holds fields or the codes of fields.
    public enum Kind: String, Sendable {
      /// Fields: words of the residual stream's precision.
      case field
      /// Codes: bit-planes for input agents.
      case codes
    }

    /// Fields or codes.
    public var kind: Kind
    /// Elements of a token.
    public var width: Int
    /// Whether there is one row for all tokens.
    public var pooled: Bool

    /// Declares a value.
    public init(kind: Kind, width: Int, pooled: Bool = false) {
      self.kind = kind
      self.width = width
      self.pooled = pooled
    }
  }

  /// The model's name, or the program's own.
  public var name: String
  /// The chip that it was compiled for; `nil` for any.
  public var chip: Chip?
  /// Bits and their use; `nil` where no values are declared.
  public var precision: Precision?
  /// The largest number of tokens of one text; `nil` where no values are declared.
  public var maximumTokens: Int?
  /// Values by number.
  public var values: [ValueDeclaration]
  /// Coupling arrays.
  public var arrays: [CouplingArray]
  /// Tables in memory.
  public var tables: [PresetTable]
  /// Vectors of the periphery: gains and shifts.
  public var vectors: [[Float]]
  /// Agents that relax together, if any.
  public var agents: Agents?
  /// Done once, when the chip is started: loads of resident couplings, biases, β.
  public var setup: [Instruction]
  /// Done for each text, or in each execution.
  public var instructions: [Instruction]

  /// Creates a program; `faults()` says whether it can be run.
  public init(
    name: String, chip: Chip? = nil, precision: Precision? = nil, maximumTokens: Int? = nil,
    values: [ValueDeclaration] = [], arrays: [CouplingArray] = [], tables: [PresetTable] = [],
    vectors: [[Float]] = [], agents: Agents? = nil, setup: [Instruction] = [],
    instructions: [Instruction] = []
  ) {
    self.name = name
    self.chip = chip
    self.precision = precision
    self.maximumTokens = maximumTokens
    self.values = values
    self.arrays = arrays
    self.tables = tables
    self.vectors = vectors
    self.agents = agents
    self.setup = setup
    self.instructions = instructions
  }

  /// A program of agents, for any chip; its instructions are named by their places.
  /// - Parameters:
  ///   - name: its name.
  ///   - agents: the agents with their couplings.
  ///   - operations: what the chip does.
  public init(name: String, agents: Agents, _ operations: [any Instruction.Operation] = []) {
    self.init(
      name: name, agents: agents,
      instructions: operations.enumerated().map { Instruction(at: $0.offset, $0.element) })
  }

  /// Bits of all couplings.
  public var couplingBits: Int { arrays.reduce(0) { $0 + $1.couplingBits } }
  /// Bits of the couplings that stay on the chip.
  public var residentCouplingBits: Int {
    arrays.reduce(0) { $0 + ($1.placement.resident ? $1.couplingBits : 0) }
  }
  /// Whether weights are missing: a program that can be counted, and neither run nor stored.
  public var isOutline: Bool {
    arrays.contains(where: \.isOutline) || tables.contains(where: \.isOutline)
  }
  /// Layers of the model.
  public var layerCount: Int { (instructions.compactMap(\.layer).max() ?? -1) + 1 }
}
