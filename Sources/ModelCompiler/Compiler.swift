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
    let context = CompileContext(
      chip: chip, precision: precision, gateThreshold: gateThreshold, mostTokens: mostTokens)
    return Emit.emit(
      try mapping(of: graph, result: result, isOutline: false, context), context: context)
  }

  /// What all passes but the last make of a graph.
  ///
  /// - Parameters:
  ///   - graph: the model.
  ///   - result: what the program sends.
  ///   - isOutline: whether the graph has no weights, so that layers like others may be left out.
  ///   - context: chip and bits.
  static func mapping(
    of graph: ModelGraph, result: ProgramResult, isOutline: Bool, _ context: CompileContext
  ) throws(CompileError) -> Mapping {
    let problems = context.precision.problems
    guard problems.isEmpty else { throw .illegalPrecision(problems) }
    var mapping = try Lower.lower(graph.extended(to: result), context: context)
    if case .nextToken(let choice) = result { try mapping.choose(choice) }
    // Nothing but the graph can be at fault before the first pass.
    if let fault = Verifier.fault(in: mapping, chip: context.chip) {
      throw .unmappable(term: fault.term, reason: fault.reason)
    }
    for pass in passes {
      mapping = try pass.run(mapping, context)
      try Verifier.verify(mapping, after: pass.name, chip: context.chip)
      guard isOutline, pass.name == foldPass.name else { continue }
      mapping = try condensePass.run(mapping, context)
      try Verifier.verify(mapping, after: condensePass.name, chip: context.chip)
    }
    return mapping
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
