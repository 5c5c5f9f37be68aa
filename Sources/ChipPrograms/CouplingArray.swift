import ByteFormats

/// Quantised couplings of one linear layer, and where they live on the chip.
///
/// W[o,i] ≈ scale[o, i / block] · code[o,i], codes signed with `bits` bits, symmetric.
public struct CouplingArray: Sendable, Equatable {
  /// The layer's name.
  public var name: String
  /// Encoder layer, if any.
  public var layer: Int?
  /// Width of the input (rows of the array).
  public var inputs: Int
  /// Width of the output (columns of the array).
  public var outputs: Int
  /// Bits of a coupling, sign included.
  public var bits: Int
  /// Inputs that share a scale; equals `inputs` for one scale an output.
  public var block: Int
  /// [outputs × inputs], row-major.
  public var codes: [Int16]
  /// [outputs × blocks].
  public var scales: [Float]
  /// Static field of each output agent: bias and folded shifts. [outputs].
  public var fields: [Float]
  /// How the array is cut into tiles and where they are.
  public var placement: Placement
  /// Whether only sizes and places are known: an array of a model without weights, which nothing can read.
  public var isOutline = false

  /// The tiles of an array.
  public struct Placement: Sendable, Equatable {
    /// Tiles along the inputs.
    public var rowTiles: Int
    /// Tiles along the outputs.
    public var columnTiles: Int
    /// Physical tile of each array tile, row tiles fastest; in rounds if fewer than the array needs.
    public var tiles: [Int]
    /// Whether the couplings stay in their tiles between inputs.
    public var resident: Bool
    /// Loads of the physical tiles until the whole array was used once.
    public var rounds: Int

    /// Creates a placement.
    public init(rowTiles: Int, columnTiles: Int, tiles: [Int], resident: Bool, rounds: Int) {
      self.rowTiles = rowTiles
      self.columnTiles = columnTiles
      self.tiles = tiles
      self.resident = resident
      self.rounds = rounds
    }
  }

  /// Creates an array.
  public init(
    name: String, layer: Int?, inputs: Int, outputs: Int, bits: Int, block: Int, codes: [Int16],
    scales: [Float], fields: [Float], placement: Placement
  ) {
    self.name = name
    self.layer = layer
    self.inputs = inputs
    self.outputs = outputs
    self.bits = bits
    self.block = block
    self.codes = codes
    self.scales = scales
    self.fields = fields
    self.placement = placement
  }

  /// Scales of one output.
  public var blocks: Int { ceilingDivide(inputs, block) }
  /// Bits of all couplings.
  public var couplingBits: Int { inputs * outputs * bits }
}

/// A table in memory whose rows are presets of input agents: embeddings.
///
/// row[r] ≈ scale[r] · code[r], codes signed with `bits` bits.
public struct PresetTable: Sendable, Equatable {
  /// What selects the row.
  public enum Index: String, Sendable, Codable, CaseIterable {
    /// The token's id.
    case token
    /// The token's position.
    case position
    /// The token's type: which text of a pair it belongs to.
    case type
    /// Always row 0.
    case constant
  }

  /// The table's name in the checkpoint.
  public var name: String
  /// What selects a row.
  public var index: Index
  /// Number of rows.
  public var rows: Int
  /// Elements of a row.
  public var width: Int
  /// Bits of a code.
  public var bits: Int
  /// [rows × width].
  public var codes: [Int16]
  /// [rows].
  public var scales: [Float]
  /// Whether the table is in on-chip memory.
  public var onChip: Bool
  /// Whether only sizes are known: a table of a model without weights, which nothing can read.
  public var isOutline = false

  /// Creates a table.
  public init(
    name: String, index: Index, rows: Int, width: Int, bits: Int, codes: [Int16], scales: [Float],
    onChip: Bool
  ) {
    self.name = name
    self.index = index
    self.rows = rows
    self.width = width
    self.bits = bits
    self.codes = codes
    self.scales = scales
    self.onChip = onChip
  }

  /// Bits of the whole table.
  public var storageBits: Int { rows * width * bits }
}
