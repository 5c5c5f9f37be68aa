public import ChipPrograms
public import HardwareSpecs
public import TransformerModels

/// Maps a transformer onto a chip: `lower`, `fold`, `quantise`, `tile`, `place`, `schedule`, `emit`,
/// with a verifier after each.
public enum ModelCompiler {
  /// The passes between `lower` and `emit`, in order.
  package static let passes = [foldPass, quantisePass, tilePass, placePass, schedulePass]

  /// Compiles `graph` for `chip`.
  ///
  /// - Parameters:
  ///   - graph: The model.
  ///   - chip: The chip's description.
  ///   - precision: Bits and their use.
  ///   - gateThreshold: A threshold for all gates; `nil` takes the one that makes each activation
  ///     exact.
  ///   - result: what the program sends.
  ///   - mostTokens: the most tokens that texts will have; `nil` for all that the model takes.
  /// - Throws: `CompileError` if the settings are illegal or a term does not fit.
  public static func compile(
    _ graph: ModelGraph, for chip: ChipSpec, precision: Precision,
    gateThreshold: GateThreshold? = nil, result: ProgramResult = .body, mostTokens: Int? = nil
  ) throws(CompileError) -> Program {
    guard precision.problems.isEmpty else { throw .illegalPrecision(precision.problems) }
    let context = CompileContext(
      chip: chip, precision: precision, gateThreshold: gateThreshold, mostTokens: mostTokens)
    var mapping = try Lower.lower(graph.extended(to: result), context: context)
    if case .nextToken(let choice) = result { try mapping.choose(choice) }
    // Nothing but the graph can be at fault before the first pass.
    if let fault = Verifier.fault(in: mapping, chip: chip) {
      throw .unmappable(term: fault.term, reason: fault.reason)
    }
    for pass in passes {
      mapping = try pass.run(mapping, context)
      try Verifier.verify(mapping, after: pass.name, chip: chip)
    }
    return Emit.emit(mapping, context: context)
  }
}

extension Mapping {
  /// Adds the choice of the next token from the last term's logits.
  fileprivate mutating func choose(_ choice: Instruction.TokenDraw) throws(CompileError) {
    guard let logits = terms.last, logits.pooled else {
      throw .unmappable(term: model, reason: "found no logits of a next token, expected a decoder")
    }
    terms.append(
      Term(
        name: "head.next", layer: nil, kind: .choose(choice), inputs: [terms.count - 1], width: 1,
        pooled: true))
  }
}
