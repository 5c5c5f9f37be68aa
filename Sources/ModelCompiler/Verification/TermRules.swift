import ChipPrograms
import TransformerModels

/// What holds for each term: it reads earlier values, of the widths that it works on.
enum TermRules {
  static func fault(of term: Mapping.Term, index: Int, in mapping: Mapping) -> String? {
    if let input = term.inputs.first(where: { !(0..<index).contains($0) }) {
      return "reads value \(input), expected one before its own, \(index)"
    }
    let inputs = term.inputs.map { mapping.terms[$0] }
    if case .gate = term.kind, inputs.count == 2 {
      return pooling(of: term, inputs: inputs)
        ?? Verifier.expect(term.width, inputs[0].width, "width")
        ?? Verifier.expect(term.width, inputs[1].width, "width of the second field")
    }
    return Verifier.expect(inputCount(of: term.kind), inputs.count, "inputs")
      ?? pooling(of: term, inputs: inputs)
      ?? fault(of: term, widths: inputs.map(\.width), in: mapping)
  }

  private static func inputCount(of kind: Mapping.Kind) -> Int {
    switch kind {
    case .preset, .tables: 0
    case .race: 3
    case .superposition: 2
    case .coupling, .array, .gate, .potential, .rescale, .pool, .unit, .choose: 1
    }
  }

  /// Values have one row a token until a pool makes one row of them.
  private static func pooling(of term: Mapping.Term, inputs: [Mapping.Term]) -> String? {
    let pooled: Bool
    if case .pool = term.kind {
      pooled = true
    } else {
      pooled = inputs.first?.pooled ?? false
      if inputs.contains(where: { $0.pooled != pooled }) {
        return "reads values with one row a token and values with one row for all tokens"
      }
    }
    let expected = pooled ? "one for all tokens" : "one a token"
    return term.pooled == pooled ? nil : "rows: expected \(expected)"
  }

  private static func fault(
    of term: Mapping.Term, widths: [Int], in mapping: Mapping
  ) -> String? {
    let expect = Verifier.expect
    switch term.kind {
    case .preset(let sources):
      return sources.lazy.compactMap { source in
        expect(term.width, source.tensor.shape[1], "width of \(source.tensor.name)")
      }.first
    case .tables(let numbers):
      if let number = numbers.first(where: { !mapping.tables.indices.contains($0) }) {
        return "reads table \(number) of \(mapping.tables.count)"
      }
      return numbers.lazy.compactMap { number in
        expect(
          term.width, mapping.tables[number].width, "width of \(mapping.tables[number].name)")
      }.first
    case .coupling(let couplings):
      return fault(of: couplings, inputWidth: widths[0], outputWidth: term.width)
    case .array(let number):
      guard mapping.arrays.indices.contains(number) else {
        return "reads array \(number) of \(mapping.arrays.count)"
      }
      let array = mapping.arrays[number]
      return expect(array.inputs, widths[0], "input width")
        ?? expect(array.outputs, term.width, "output width")
    case .race(let shape):
      let keyValueWidth = shape.keyValueHeads * shape.headSize
      return expect(shape.heads * shape.headSize, widths[0], "query width")
        ?? expect(keyValueWidth, widths[1], "key width")
        ?? expect(keyValueWidth, widths[2], "value width")
        ?? expect(shape.heads * shape.headSize, term.width, "output width")
        ?? (shape.heads % shape.keyValueHeads == 0
          ? nil : "heads: found \(shape.heads), expected a multiple of \(shape.keyValueHeads)")
    case .superposition(let gain, let shift):
      return expect(term.width, widths[0], "left width")
        ?? expect(term.width, widths[1], "right width")
        ?? fault(gain: gain, shift: shift, width: term.width)
    case .rescale(let gain, let shift):
      return expect(term.width, widths[0], "width")
        ?? fault(gain: gain, shift: shift, width: term.width)
    case .choose: return expect(1, term.width, "output width")
    case .gate, .potential, .pool, .unit:
      return expect(term.width, widths[0], "width")
    }
  }

  private static func fault(
    of couplings: Couplings, inputWidth: Int, outputWidth: Int
  ) -> String? {
    let expect = Verifier.expect
    if let reason = expect(couplings.inputs, inputWidth, "input width")
      ?? expect(couplings.outputs, outputWidth, "output width")
      ?? expect(
        couplings.weights.isOutline ? 0 : couplings.outputs, couplings.fields.count, "fields")
      ?? expect(couplings.inputs, couplings.gains?.count ?? couplings.inputs, "gains")
    {
      return reason
    }
    // That each product of weight, factor and gain is finite is the quantiser's to check.
    let finite =
      couplings.factor.isFinite && couplings.fields.allSatisfy(\.isFinite)
      && couplings.gains?.allSatisfy(\.isFinite) ?? true
    return finite ? nil : "a factor, gain or field is not finite"
  }

  private static func fault(gain: [Float]?, shift: [Float]?, width: Int) -> String? {
    if let reason = Verifier.expect(width, gain?.count ?? width, "gains")
      ?? Verifier.expect(width, shift?.count ?? width, "shifts")
    {
      return reason
    }
    let finite = (gain ?? []).allSatisfy(\.isFinite) && (shift ?? []).allSatisfy(\.isFinite)
    return finite ? nil : "a gain or shift is not finite"
  }
}
