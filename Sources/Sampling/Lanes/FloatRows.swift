internal import IsingModels

/// The couplings of a model as floats in a unit of their own size.
struct FloatRows: Sendable {
  /// The largest power of 2 that is not above the largest |J| or |h|; 1 if there is none.
  let unit: Double
  /// (h_i − Σ_j J_ij)/unit: the local field where all neighbours are down.
  let bottoms: [Float]
  /// Where the entries of each spin begin, and where the last ones end.
  let offsets: [Int32]
  /// Neighbours, spin by spin.
  let neighbours: [Int32]
  /// 2J/unit of each entry of `neighbours`: what the field gains where the neighbour is up.
  let gains: [Float]

  init(_ model: IsingModel) {
    let adjacency = model.adjacency
    RowChecks.check(adjacency, spinCount: model.spinCount)
    let largest = [adjacency.couplings, model.fields].joined().reduce(0) { max($0, abs($1)) }
    let unit = largest == 0 ? 1 : largest.binade
    self.unit = unit
    bottoms = (0..<model.spinCount).map { spin in
      Float(
        adjacency.range(of: spin).reduce(model.fields[spin] / unit) {
          $0 - adjacency.couplings[$1] / unit
        })
    }
    offsets = adjacency.offsets
    neighbours = adjacency.neighbours
    gains = adjacency.couplings.map { Float(2 * ($0 / unit)) }
  }
}
