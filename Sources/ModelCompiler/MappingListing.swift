import ChipPrograms
import TransformerModels

/// The text form of a mapping: one term a line, then what the passes so far have added.
package enum MappingListing {
  /// The listing, with a final newline. Numbers of couplings, gains and shifts are not printed.
  package static func text(of mapping: Mapping) -> String {
    var lines = ["mapping \(mapping.model) tokens 1...\(mapping.maximumTokens)"]
    for (index, term) in mapping.terms.enumerated() {
      let home = mapping.homes.isEmpty ? "" : " @ \(describe(mapping.homes[index]))"
      lines.append(
        "%\(index) \(term.pooled ? "1" : "n")x\(term.width) = \(describe(term)) ; \(term.name)"
          + home)
    }
    lines += mapping.tables.enumerated().map { "table T\($0) \(Listing.describe($1))" }
    lines += mapping.arrays.enumerated().map { "array A\($0) \(Listing.describe($1))" }
    if !mapping.instructions.isEmpty {
      lines += mapping.values.enumerated().map { "value %\($0) \(Listing.describe($1))" }
      lines.append("setup:")
      lines += mapping.setup.map { "  " + Listing.line($0) }
      lines.append("text:")
      lines += mapping.instructions.map { "  " + Listing.line($0) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func describe(_ term: Mapping.Term) -> String {
    let details: [String] =
      switch term.kind {
      case .preset(let sources):
        sources.map {
          "\($0.tensor.name) \($0.tensor.shape[0]) rows by \($0.index)"
            + ($0.factor == 1 ? "" : " times \($0.factor)")
        }
      case .tables(let numbers): numbers.map { "T\($0)" }
      case .coupling(let couplings):
        ["\(couplings.outputs)x\(couplings.inputs)"]
          + (couplings.factor == 1 ? [] : ["factor \(couplings.factor)"])
          + (couplings.gains == nil ? [] : ["gains"])
      case .array(let number): ["A\(number)"]
      case .race(let shape):
        ["heads \(shape.heads)/\(shape.keyValueHeads) x \(shape.headSize)"]
          + (shape.window.map { ["window \($0)"] } ?? [])
          + (shape.position.map { ["position \($0)"] } ?? [])
          + (shape.rotary.map { ["rotation of \($0.width)"] } ?? [])
      case .gate(let threshold): [threshold.rawValue]
      case .potential(let epsilon, let form): ["epsilon \(epsilon)" + form.words]
      case .superposition(let gain, let shift), .rescale(let gain, let shift):
        (gain == nil ? [] : ["gain"]) + (shift == nil ? [] : ["shift"])
      case .pool(let rows, let first):
        (rows == .mean ? [] : [rows.rawValue]) + (first == 0 ? [] : ["after \(first)"])
      case .unit: []
      case .choose(let choice): [choice.words]
      }
    let operands = term.inputs.map { "%\($0)" } + details
    return "\(word(for: term.kind))(\(operands.joined(separator: ", ")))"
  }

  private static func word(for kind: Mapping.Kind) -> String {
    switch kind {
    case .preset: "preset"
    case .tables: "tables"
    case .coupling: "coupling"
    case .array: "array"
    case .race: "race"
    case .gate: "gate"
    case .potential: "potential"
    case .superposition: "superposition"
    case .rescale: "rescale"
    case .pool(let rows, _): rows == .mean ? "mean" : "pool"
    case .unit: "unit"
    case .choose: "choose"
    }
  }

  private static func describe(_ home: Mapping.Home) -> String {
    "\(home.tiles.map(String.init).joined(separator: ".")) x \(home.blockWidth)"
  }
}
