import ByteFormats
package import ChipPrograms
package import HardwareSpecs
package import TransformerModels

/// What a model needs of a chip, counted from its energy terms before anything is quantised or placed:
/// known even where the model does not fit.
package struct CapacityNeeds: Sendable, Equatable {
  /// A term and how much it needs.
  package struct Part: Sendable, Equatable {
    /// The term's name.
    package var name: String
    /// Its need, in the unit of the list that it stands in.
    package var amount: Int
  }

  /// Tiles of each coupling array: ⌈inputs / rows⌉ · ⌈outputs / columns⌉.
  package var tiles: [Part]
  /// Coupling bits of each array: inputs · outputs · bits.
  package var couplingBits: [Part]
  /// Couplings of one agent: the inputs of an array, the head size of a race.
  package var fanIns: [Part]
  /// Rows of a race tile: the head size of each race.
  package var raceRows: [Part]
  /// Agents of each gate: the width of its rows.
  package var gates: [Part]
  /// Norms.
  package var norms: [Part]
  /// Bits that all tokens of a text need at once.
  package var buffers_bits: Int
  /// Bits of each table of presets.
  package var tables: [Part]

  /// Counts the needs of a graph.
  ///
  /// - Parameters:
  ///   - graph: the model.
  ///   - chip: gives the size of a tile; its limits are not looked at.
  ///   - precision: bits of couplings, operands and tables.
  /// - Throws: `CompileError.unmappable` for a graph that no energy terms stand for.
  package init(
    of graph: ModelGraph, on chip: ChipSpec, precision: Precision
  ) throws(CompileError) {
    let mapping = try Lower.lower(
      graph, context: CompileContext(chip: chip, precision: precision))
    let geometry = chip.geometry
    (tiles, couplingBits, fanIns, raceRows, gates, norms, tables) = ([], [], [], [], [], [], [])
    for term in mapping.terms {
      switch term.kind {
      case .coupling(let couplings):
        let rows = ceilingDivide(couplings.inputs, geometry.tileRows)
        let columns = ceilingDivide(couplings.outputs, geometry.tileColumns)
        tiles.append(Part(name: term.name, amount: rows * columns))
        couplingBits.append(
          Part(
            name: term.name, amount: couplings.inputs * couplings.outputs * precision.weightBits))
        fanIns.append(Part(name: term.name, amount: couplings.inputs))
      case .race(let shape):
        fanIns.append(Part(name: term.name, amount: shape.headSize))
        raceRows.append(Part(name: term.name, amount: shape.headSize))
      case .gate: gates.append(Part(name: term.name, amount: term.width))
      case .potential: norms.append(Part(name: term.name, amount: 1))
      case .preset(let sources):
        tables += sources.map {
          Part(
            name: $0.tensor.name,
            amount: $0.tensor.shape[0] * $0.tensor.shape[1] * precision.embeddingBits)
        }
      case .tables, .array, .superposition, .rescale, .pool, .unit, .choose: continue
      }
    }
    buffers_bits = Self.bufferBits(of: mapping, precision: precision)
  }

  /// What must be held for all tokens at once: the residual stream and one layer's race operands.
  static func bufferBits(of mapping: Mapping, precision: Precision) -> Int {
    var residual = 0
    var race = 0
    for term in mapping.terms {
      switch term.kind {
      case .superposition, .tables, .preset:
        residual = max(residual, term.width * Precision.accumulatorBits)
      case .race(let shape):
        let keyValues = 2 * shape.keyValueHeads * shape.headSize
        race = max(race, (term.width + keyValues) * precision.attentionBits)
      default: continue
      }
    }
    return mapping.maximumTokens * (residual + race)
  }

  /// Tiles of all arrays.
  package var allTiles: Int { tiles.reduce(0) { $0 + $1.amount } }
}
