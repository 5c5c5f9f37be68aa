package import ChipPrograms
package import HardwareSpecs

/// What passes may look at besides the mapping.
package struct CompileContext: Sendable {
  /// The chip.
  package var chip: ChipSpec
  /// Bits and their use.
  package var precision: Precision
  /// The gate threshold that the user asked for in place of the activation's own.
  package var gateThreshold: GateThreshold?
  /// The most tokens that texts will have; `nil` for all that the model takes.
  package var mostTokens: Int?
  /// The most tiles of a model without weights that is counted whole (`condensePass`).
  package var mostWholeTiles = CompileContext.usualWholeTiles

  /// It takes no time, and every way on the mesh is its own.
  package static let usualWholeTiles = 16_384

  /// Creates a context.
  package init(
    chip: ChipSpec, precision: Precision, gateThreshold: GateThreshold? = nil,
    mostTokens: Int? = nil
  ) {
    self.mostTokens = mostTokens
    self.chip = chip
    self.precision = precision
    self.gateThreshold = gateThreshold
  }
}

/// One rewriting of a mapping.
package struct Pass: Sendable {
  /// Name in listings and errors.
  package let name: String
  /// The rewriting; throws `CompileError`.
  package let run: @Sendable (Mapping, CompileContext) throws(CompileError) -> Mapping

  /// Creates a pass.
  package init(
    name: String,
    run: @escaping @Sendable (Mapping, CompileContext) throws(CompileError) -> Mapping
  ) {
    self.name = name
    self.run = run
  }
}
