internal import IsingModels

/// What agents know of a model with an ``IntegerScale``: couplings in a byte each, and which values
/// s_i (h_i + Σ_j J_ij s_j) takes.
struct IntegerUnits: Sendable {
  /// The unit, the fields in units, and the largest value.
  let scale: IntegerScale
  /// J in units, by entry of the adjacency.
  let couplings: [Int8]
  /// 2 where all values have the parity of the largest; else 1.
  let step: Int

  /// `nil` where there is no scale, or where a coupling is more than 127 units.
  init?(_ model: IsingModel) {
    guard let scale = IntegerScale(model), scale.kicks.allSatisfy({ abs($0 / 2) <= 127 }) else {
      return nil
    }
    self.scale = scale
    couplings = scale.kicks.map { Int8($0 / 2) }
    let sums = scale.sums(model.adjacency)
    step = sums.allSatisfy({ ($0 - scale.reach) % 2 == 0 }) ? 2 : 1
  }
}

extension IsingModel {
  /// The coupling, where each spin has four neighbours, all with the same coupling and without fields:
  /// the square lattice on a torus.
  var commonCouplingOfFourNeighbours: Double? {
    guard let first = adjacency.couplings.first, first != 0,
      adjacency.couplings.allSatisfy({ $0 == first }), fields.allSatisfy({ $0 == 0 }),
      (0..<spinCount).allSatisfy({ adjacency.degree(of: $0) == 4 })
    else { return nil }
    return first
  }
}
