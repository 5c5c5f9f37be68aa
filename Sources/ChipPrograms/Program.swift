/// A compiled model: what a chip executes on one text after another.
public struct Program: Sendable, Equatable {
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

  /// The model's name.
  public var model: String
  /// The chip's name.
  public var chip: String
  /// SHA-256 of the chip's description.
  public var chipHash: String
  /// Bits and their use.
  public var precision: Precision
  /// The largest number of tokens of one text.
  public var maximumTokens: Int
  /// Values by number.
  public var values: [ValueDeclaration]
  /// Coupling arrays.
  public var arrays: [CouplingArray]
  /// Tables in memory.
  public var tables: [PresetTable]
  /// Vectors of the periphery: gains and shifts.
  public var vectors: [[Float]]
  /// Done once, when the chip is started: loads of resident couplings, biases.
  public var setup: [Instruction]
  /// Done for each text.
  public var instructions: [Instruction]

  /// Creates a program.
  public init(
    model: String, chip: String, chipHash: String, precision: Precision, maximumTokens: Int,
    values: [ValueDeclaration], arrays: [CouplingArray], tables: [PresetTable], vectors: [[Float]],
    setup: [Instruction], instructions: [Instruction]
  ) {
    self.model = model
    self.chip = chip
    self.chipHash = chipHash
    self.precision = precision
    self.maximumTokens = maximumTokens
    self.values = values
    self.arrays = arrays
    self.tables = tables
    self.vectors = vectors
    self.setup = setup
    self.instructions = instructions
  }

  /// Bits of all couplings.
  public var couplingBits: Int { arrays.reduce(0) { $0 + $1.couplingBits } }
  /// Bits of the couplings that stay on the chip.
  public var residentCouplingBits: Int {
    arrays.reduce(0) { $0 + ($1.placement.resident ? $1.couplingBits : 0) }
  }
  /// Layers of the model.
  public var layerCount: Int { (instructions.compactMap(\.layer).max() ?? -1) + 1 }
}
