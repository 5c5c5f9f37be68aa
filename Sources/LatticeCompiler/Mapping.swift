package import ChipPrograms
package import TransformerModels

/// A model on its way to a program: typed energy terms that each pass rewrites.
///
/// Term k makes value k; a term reads only earlier values.
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
    package var pooled = false
  }

  /// What a term is.
  package enum Kind: Sendable {
    /// Input agents preset with the sum of one row of each table.
    case preset([PresetSource])
    /// −Σ s_o W_oi x_i − Σ b_o s_o, weights still real numbers.
    case coupling(Couplings)
    /// The same, quantised: an index into `arrays`.
    case array(Int)
    /// Agents that race with rates e^{β q·k}.
    case race(AttentionShape)
    /// Gate spin × field.
    case gate(GateThreshold)
    /// Potentials that hold the mean at 0 and the mean square at 1.
    case potential(epsilon: Float)
    /// left + gain ⊙ right + shift.
    case superposition(gain: [Float]?, shift: [Float]?)
    /// gain ⊙ x + shift by the periphery.
    case rescale(gain: [Float]?, shift: [Float]?)
    /// Mean over tokens.
    case mean
    /// x / ‖x‖.
    case unit
  }

  /// A table before quantisation.
  package struct PresetSource: Sendable {
    /// The table.
    package var tensor: Tensor
    /// What selects a row.
    package var index: PresetTable.Index
  }

  /// Couplings before quantisation.
  package struct Couplings: Sendable {
    /// Width of the input.
    package var inputs: Int
    /// Width of the output.
    package var outputs: Int
    /// [outputs × inputs].
    package var weights: [Float]
    /// [outputs].
    package var fields: [Float]
  }

  /// Where the blocks of a value are on the mesh.
  package struct Home: Sendable, Equatable {
    /// Elements of a block.
    package var blockWidth: Int
    /// Tile of each block.
    package var tiles: [Int]
  }

  /// The model's name.
  package var model: String
  /// The largest number of tokens of one text.
  package var maximumTokens: Int
  /// Terms in order.
  package var terms: [Term]
  /// Quantised couplings, by the index that `Kind.array` holds.
  package var arrays: [CouplingArray] = []
  /// Quantised tables of the preset term.
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

  /// The terms that read value `value`.
  package func consumers(of value: Int) -> [Int] {
    terms.indices.filter { terms[$0].inputs.contains(value) }
  }
}
