package import ChipPrograms
package import HardwareSpecs
package import TransformerModels

/// A model without weights on a chip: a program that can be counted and not run, of which layers that repeat others may
/// be left out.
package struct ProgramOutline: Sendable {
  /// The program; its arrays and tables have sizes and places alone.
  package let program: Program
  /// For how many layers a layer of the program stands, itself included; 1 where nothing is said.
  package let repeats: [Int: Int]
  /// Linear tiles of the whole model.
  package let tiles: Int
  /// Coupling bits of the whole model.
  package let couplingBits: Int
  /// Those of them that stay on the chip.
  package let residentCouplingBits: Int

  /// Layers that are in the program.
  package var countedLayers: Int {
    Set(program.instructions.compactMap(\.layer)).count
  }

  /// Compiles a graph of outlines by the passes that compile weights; `condense` comes on top.
  ///
  /// - Parameters:
  ///   - graph: a graph of outlines.
  ///   - chip: the chip's description.
  ///   - precision: bits and their use.
  ///   - gateThreshold: a threshold for all gates; `nil` for each activation's own.
  ///   - result: what the program sends.
  ///   - mostTokens: the most tokens that texts will have; `nil` for all that the model takes.
  ///   - mostWholeTiles: the most tiles of a model that is counted whole.
  /// - Throws: `CompileError` as `ModelCompiler.compile`.
  package init(
    of graph: ModelGraph, for chip: ChipSpec, precision: Precision,
    gateThreshold: GateThreshold? = nil, result: ProgramResult = .body, mostTokens: Int? = nil,
    mostWholeTiles: Int = CompileContext.usualWholeTiles
  ) throws(CompileError) {
    var context = CompileContext(
      chip: chip, precision: precision, gateThreshold: gateThreshold, mostTokens: mostTokens)
    context.mostWholeTiles = mostWholeTiles
    let mapping = try ModelCompiler.mapping(
      of: graph, result: result, isOutline: true, context)
    program = Emit.emit(mapping, context: context)
    repeats = mapping.repeats
    tiles = mapping.placement?.total ?? 0
    func bits(_ isCounted: (CouplingArray) -> Bool) -> Int {
      mapping.arrays.reduce(0) { sum, array in
        guard isCounted(array) else { return sum }
        return sum + array.couplingBits * (array.layer.flatMap { mapping.repeats[$0] } ?? 1)
      }
    }
    couplingBits = bits { _ in true }
    residentCouplingBits = bits(\.placement.resident)
  }
}
