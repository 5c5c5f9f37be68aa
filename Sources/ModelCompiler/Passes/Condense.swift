import ChipPrograms
import HardwareSpecs
import TransformerModels

/// Of a model without weights leaves out layers that repeat those before them: of each run of layers that are alike
/// the first and the last stay, and the first stands for all before the last. What is counted of it is multiplied
/// (`Mapping.repeats`).
///
/// Before: 96 layers; after: layers 0 (95 times) and 95. What lies between two barriers begins in one layer and may end in
/// the next, so that two are needed.
///
/// Layers are alike if their terms are, what they read of the layer before, and whether their couplings stay on the
/// chip, which is decided here for the whole model. Only the ways on the mesh of a layer that is left out are those of
/// the layer that stands for it.
package let condensePass = Pass(name: "condense") { mapping, context throws(CompileError) in
  var mapping = mapping
  let plan = ModelPlacement(of: mapping, on: context.chip)
  mapping.placement = plan
  guard plan.total > context.mostWholeTiles else { return mapping }
  return Condensing(mapping, plan).condensed
}

/// Leaves layers out.
private struct Condensing {
  private let mapping: Mapping
  private let plan: ModelPlacement
  /// Terms of each stretch of one layer, or outside layers.
  private var stretches: [Range<Int>] = []

  init(_ mapping: Mapping, _ plan: ModelPlacement) {
    self.mapping = mapping
    self.plan = plan
    var start = 0
    for index in mapping.terms.indices.dropFirst()
    where mapping.terms[index].layer != mapping.terms[index - 1].layer {
      stretches.append(start..<index)
      start = index
    }
    stretches.append(start..<mapping.terms.count)
  }

  var condensed: Mapping {
    let words = stretches.map(words(of:))
    var kept: [Int] = []
    var repeats: [Int: Int] = [:]
    var index = 0
    while index < stretches.count {
      var end = index + 1
      while end < stretches.count, words[end] == words[index] { end += 1 }
      if end - index > 2, let layer = mapping.terms[stretches[index].lowerBound].layer {
        kept += [index, end - 1]
        repeats[layer] = end - index - 1
      } else {
        kept += index..<end
      }
      index = end
    }
    return keeping(kept, repeats)
  }

  /// The mapping of some stretches. What a term reads lies as far before its stretch as it did: the stretch in front
  /// is one like that which was there.
  private func keeping(_ kept: [Int], _ repeats: [Int: Int]) -> Mapping {
    var result = mapping
    result.terms = []
    result.repeats = repeats
    var numbers: [Int: Int] = [:]
    var arrays: [Int] = []
    var number = 0
    for index in mapping.terms.indices {
      guard case .coupling = mapping.terms[index].kind else { continue }
      numbers[index] = number
      number += 1
    }
    for stretch in kept {
      let range = stretches[stretch]
      let shift = result.terms.count - range.lowerBound
      for index in range {
        var term = mapping.terms[index]
        term.inputs = term.inputs.map { $0 + shift }
        result.terms.append(term)
        if let array = numbers[index] { arrays.append(array) }
      }
    }
    result.placement = plan.keeping(arrays)
    return result
  }

  /// All that makes a stretch what it is, in words.
  private func words(of range: Range<Int>) -> [String] {
    var array = mapping.terms[..<range.lowerBound].count {
      if case .coupling = $0.kind { true } else { false }
    }
    return range.map { index in
      let term = mapping.terms[index]
      // One stretch outside layers is never like another.
      var words = term.layer == nil ? "\(index)" : ""
      words += " \(term.width) \(term.pooled) \(term.inputs.map { $0 - range.lowerBound }) "
      words += Self.words(of: term.kind)
      if case .coupling = term.kind {
        words += " \(plan.residency.resident[array])"
        array += 1
      }
      return words
    }
  }

  private static func words(of kind: Mapping.Kind) -> String {
    switch kind {
    case .preset, .tables, .array: "table"
    case .coupling(let couplings):
      "coupling \(couplings.inputs) \(couplings.outputs) \(couplings.gains != nil)"
    case .race(let race): "race \(race.attention.unscaled) \(String(describing: race.rotary))"
    case .gate(let threshold): "gate \(threshold)"
    case .potential(let epsilon, let form): "potential \(epsilon) \(form)"
    case .superposition(let gain, let shift): "sum \(gain != nil) \(shift != nil)"
    case .rescale(let gain, let shift): "rescale \(gain != nil) \(shift != nil)"
    case .pool(let rows, let first): "pool \(rows) \(first)"
    case .unit: "unit"
    case .choose(let choice): "choose \(choice)"
    }
  }
}

extension AttentionShape {
  /// The same with a factor that layers do not differ in.
  fileprivate var unscaled: AttentionShape {
    var shape = self
    shape.scale = 1
    return shape
  }
}
