package import ChipPrograms
package import TransformerModels

/// A model on its way to a program: typed energy terms that each pass rewrites.
///
/// Term k makes value k; a term reads only earlier values; the last term makes the output.
package struct Mapping: Sendable {
  /// One energy term with its place in the model.
  package struct Term: Sendable {
    /// Name as in the model graph.
    package var name: String
    /// Encoder layer, if any.
    package var layer: Int?
    /// The physics.
    package var kind: Kind
    /// Values that it reads.
    package var inputs: [Int]
    /// Elements of a token in its value.
    package var width: Int
    /// Whether its value has one row for all tokens.
    package var pooled: Bool

    /// Creates a term.
    package init(
      name: String, layer: Int?, kind: Kind, inputs: [Int], width: Int, pooled: Bool = false
    ) {
      self.name = name
      self.layer = layer
      self.kind = kind
      self.inputs = inputs
      self.width = width
      self.pooled = pooled
    }
  }

  /// What a term is.
  package enum Kind: Sendable {
    /// Input agents preset with the sum of one row of each table, elements still real numbers.
    case preset([PresetSource])
    /// The same, quantised: indices into `tables`.
    case tables([Int])
    /// −Σ s_o W_oi x_i − Σ b_o s_o, weights still real numbers.
    case coupling(Couplings)
    /// The same, quantised: an index into `arrays`.
    case array(Int)
    /// Agents that race with rates e^{β q·k}.
    case race(Race)
    /// Gate spin × field, or, with two inputs, × both fields.
    case gate(GateThreshold)
    /// Potentials that hold the mean at 0 and the mean square at 1, or the latter alone.
    case potential(epsilon: Float, form: Instruction.NormForm)
    /// left + gain ⊙ right + shift.
    case superposition(gain: [Float]?, shift: [Float]?)
    /// gain ⊙ x + shift by the periphery.
    case rescale(gain: [Float]?, shift: [Float]?)
    /// One row of those of all tokens, or of those behind the first `after`.
    case pool(Instruction.Pool.Rows, after: Int = 0)
    /// x / ‖x‖.
    case unit
    /// The number of the token that comes next.
    case choose(Instruction.TokenDraw)
  }

  /// An attention with what lowering and placing add to it.
  @dynamicMemberLookup
  package struct Race: Sendable {
    /// Heads, their widths and what they see.
    package var attention: AttentionShape
    /// How queries and keys turn by the places of their tokens; `nil` where they do not.
    package var rotary: RotaryEmbedding?
    /// Where keys and values of earlier tokens wait, once placed.
    package var state: Instruction.RaceShape.State = .tiles

    /// Creates a race.
    package init(_ attention: AttentionShape, rotary: RotaryEmbedding? = nil) {
      self.attention = attention
      self.rotary = rotary
    }

    /// The attention's own.
    package subscript<Part>(dynamicMember path: KeyPath<AttentionShape, Part>) -> Part {
      attention[keyPath: path]
    }

    /// The shape as an instruction has it.
    /// - Parameter angles: the vector of the rotation's angles.
    package func shape(bits: Int, angles: Int?) -> Instruction.RaceShape {
      var rotation: Instruction.RaceShape.Rotation?
      if let rotary, let angles {
        rotation = .init(angles: angles, channels: rotary.width, amplitude: rotary.amplitude)
      }
      return .init(
        heads: attention.heads, keyValueHeads: attention.keyValueHeads,
        headSize: attention.headSize, causal: attention.causal, bits: bits,
        position: attention.position, window: attention.window, rotation: rotation, state: state)
    }
  }

  /// A table before quantisation.
  package struct PresetSource: Sendable {
    /// The table.
    package var tensor: Tensor
    /// What selects a row.
    package var index: PresetTable.Index
    /// Factor on all rows.
    package var factor: Float

    /// Creates a source.
    package init(tensor: Tensor, index: PresetTable.Index, factor: Float = 1) {
      self.tensor = tensor
      self.index = index
      self.factor = factor
    }
  }

  /// Where the blocks of a value are on the mesh.
  package struct Home: Sendable, Equatable {
    /// Elements of a block.
    package var blockWidth: Int
    /// Tile of each block.
    package var tiles: [Int]

    /// Creates a home.
    package init(blockWidth: Int, tiles: [Int]) {
      self.blockWidth = blockWidth
      self.tiles = tiles
    }
  }

  /// The model's name.
  package var model: String
  /// The largest number of tokens of one text.
  package var maximumTokens: Int
  /// Channels of the output that are the result; `nil` for all.
  package var resultWidth: Int?
  /// Terms in order.
  package var terms: [Term]
  /// Quantised couplings, by the index that `Kind.array` holds.
  package var arrays: [CouplingArray] = []
  /// Quantised tables, by the indices that `Kind.tables` holds.
  package var tables: [PresetTable] = []
  /// Home of each value, once placed.
  package var homes: [Home] = []
  /// Instructions done once, once scheduled.
  package var setup: [Instruction] = []
  /// Instructions done for each text, once scheduled.
  package var instructions: [Instruction] = []
  /// Values of the instructions, once scheduled.
  package var values: [Program.ValueDeclaration] = []
  /// Gains and shifts, once scheduled.
  package var vectors: [[Float]] = []
  /// Of a model without weights: where its arrays would be, all of them or those that are left.
  package var placement: ModelPlacement?
  /// Of a model without weights: for how many layers one stands, itself included; 1 where nothing is said.
  package var repeats: [Int: Int] = [:]

  /// Creates a mapping of terms alone.
  package init(model: String, maximumTokens: Int, terms: [Term]) {
    self.model = model
    self.maximumTokens = maximumTokens
    self.terms = terms
  }

  /// What is scheduled, for any chip.
  var program: Program {
    Program(
      name: model, maximumTokens: maximumTokens, values: values, arrays: arrays, tables: tables,
      vectors: vectors, setup: setup, instructions: instructions)
  }

  /// For how many layers a term's layer stands.
  func layers(of term: Term) -> Int { term.layer.flatMap { repeats[$0] } ?? 1 }

  /// The terms that read value `value`.
  package func consumers(of value: Int) -> [Int] {
    terms.indices.filter { terms[$0].inputs.contains(value) }
  }
}
