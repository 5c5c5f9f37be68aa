import ChipPrograms
import TransformerModels

/// Checks that a mapping is consistent; run after every pass.
package enum Verifier {
  /// Throws `CompileError.inconsistent` for the first term that is not.
  package static func verify(_ mapping: Mapping, after pass: String) throws(CompileError) {
    for (index, term) in mapping.terms.enumerated() {
      if let reason = fault(of: term, index: index, in: mapping) {
        throw .inconsistent(pass: pass, term: term.name, reason: reason)
      }
    }
    for array in mapping.arrays where !array.placement.tiles.isEmpty {
      let needed = array.placement.rowTiles * array.placement.columnTiles
      if array.placement.tiles.count != needed {
        throw .inconsistent(
          pass: pass, term: array.name,
          reason: "\(array.placement.tiles.count) tiles placed, expected \(needed)")
      }
    }
    try verifyInstructions(mapping, after: pass)
  }

  private static func fault(of term: Mapping.Term, index: Int, in mapping: Mapping) -> String? {
    if let input = term.inputs.first(where: { $0 >= index }) {
      return "reads value \(input), which term \(index) precedes"
    }
    let widths = term.inputs.map { mapping.terms[$0].width }
    func expect(_ count: Int, _ found: Int, _ what: String) -> String? {
      found == count ? nil : "\(what): found \(found), expected \(count)"
    }
    switch term.kind {
    case .preset: return expect(0, term.inputs.count, "inputs")
    case .coupling(let couplings):
      return expect(couplings.inputs, widths.first ?? -1, "input width")
        ?? expect(couplings.outputs, term.width, "output width")
        ?? expect(couplings.inputs * couplings.outputs, couplings.weights.count, "weights")
        ?? (couplings.weights.allSatisfy(\.isFinite) && couplings.fields.allSatisfy(\.isFinite)
          ? nil : "a coupling or field is not finite")
    case .array(let number):
      guard mapping.arrays.indices.contains(number) else { return "no array \(number)" }
      let array = mapping.arrays[number]
      return expect(array.inputs, widths.first ?? -1, "input width")
        ?? expect(array.outputs, term.width, "output width")
    case .race(let shape):
      let keyValueWidth = shape.keyValueHeads * shape.headSize
      return expect(3, term.inputs.count, "inputs")
        ?? expect(shape.heads * shape.headSize, widths[0], "query width")
        ?? expect(keyValueWidth, widths[1], "key width")
        ?? expect(keyValueWidth, widths[2], "value width")
        ?? (shape.heads % shape.keyValueHeads == 0 ? nil : "heads do not share key heads evenly")
    case .superposition(let gain, let shift):
      return expect(2, term.inputs.count, "inputs")
        ?? expect(term.width, widths[0], "left width") ?? expect(
          term.width, widths[1], "right width")
        ?? expect(term.width, gain?.count ?? term.width, "gains")
        ?? expect(term.width, shift?.count ?? term.width, "shifts")
    case .rescale(let gain, let shift):
      return expect(1, term.inputs.count, "inputs") ?? expect(term.width, widths[0], "width")
        ?? expect(term.width, gain?.count ?? term.width, "gains")
        ?? expect(term.width, shift?.count ?? term.width, "shifts")
    case .gate, .potential, .mean, .unit:
      return expect(1, term.inputs.count, "inputs") ?? expect(term.width, widths[0], "width")
    }
  }

  private static func verifyInstructions(
    _ mapping: Mapping, after pass: String
  ) throws(CompileError) {
    var written = Set<Int>()
    for instruction in mapping.instructions {
      for operand in instruction.operation.operands where !written.contains(operand) {
        throw .inconsistent(
          pass: pass, term: instruction.name, reason: "reads value \(operand) before it is written")
      }
      if let result = instruction.operation.result, !written.insert(result).inserted {
        throw .inconsistent(
          pass: pass, term: instruction.name, reason: "writes value \(result) a second time")
      }
    }
  }
}
