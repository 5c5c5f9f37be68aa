package import ChipPrograms
package import HardwareSpecs
import ModelCompiler
package import Reports
package import TransformerModels

/// Which share of the couplings lies beyond the range of their codes.
package enum SaturationCheck {
  /// The largest share that is sound: least squares gives up rare large weights, not common ones.
  package static let limit = 0.01

  /// `couplings.saturation`: couplings with |w| > (limit code + ½) · scale, over all.
  package static func checks(
    of program: Program, graph: ModelGraph, chip: ChipSpec, options: ValidationOptions
  ) throws -> [ValidationCheck] {
    let name = "couplings.saturation"
    guard options.precision.weightRange == .leastSquares else {
      return [
        ValidationCheck(
          name, value: 0, limit: limit,
          detail: "ranges reach to the largest magnitude: nothing saturates")
      ]
    }
    let context = CompileContext(
      chip: chip, precision: options.precision, gateThreshold: options.gateThreshold)
    let folded = try foldPass.run(try Lower.lower(graph, context: context), context)
    let couplings = folded.terms.compactMap { term -> Couplings? in
      if case .coupling(let couplings) = term.kind { couplings } else { nil }
    }
    var worst = (share: 0.0, name: "")
    var (saturated, all) = (0, 0)
    for (array, couplings) in zip(program.arrays, couplings) {
      let edge = Float((1 << (array.bits - 1)) - 1) + 0.5
      var beyond = 0
      for output in 0..<array.outputs {
        let row = couplings.row(output)
        for input in 0..<array.inputs {
          let scale = array.scales[output * array.blocks + input / array.block]
          if row[input].magnitude > edge * scale { beyond += 1 }
        }
      }
      let share = Double(beyond) / Double(max(1, array.codes.count))
      if share >= worst.share { worst = (share, array.name) }
      saturated += beyond
      all += array.codes.count
    }
    return [
      ValidationCheck(
        name, value: Double(saturated) / Double(max(1, all)), limit: limit,
        detail: "\(saturated) of \(all) couplings saturate, most of them in \(worst.name)",
        figures: [("largest_share", .number(worst.share)), ("array", .string(worst.name))])
    ]
  }
}
