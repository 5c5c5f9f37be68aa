internal import IsingModels

/// Couplings and fields as small integers times one unit: then s_i (h_i + Σ_j J_ij s_j) takes few
/// values, and what is a function of it can be tabulated.
struct IntegerUnits: Sendable {
  /// The unit of energy, above 0.
  let unit: Double
  /// J in units, by entry of the adjacency.
  let couplings: [Int8]
  /// h in units, by spin.
  let fields: [Int32]
  /// The largest |h_i| + Σ_j |J_ij| of a spin, in units.
  let largest: Int
  /// 2 where all values of s_i (h_i + Σ_j J_ij s_j) have the parity of `largest`; else 1.
  let step: Int

  /// `nil` where there is no unit (``IntegerScale``), or where a coupling is more than 127 of them.
  init?(_ model: IsingModel) {
    guard let scale = IntegerScale(model), scale.kicks.allSatisfy({ abs($0 / 2) <= 127 }) else {
      return nil
    }
    unit = scale.unit
    couplings = scale.kicks.map { Int8($0 / 2) }
    fields = scale.fields.map { Int32($0) }
    let largest = scale.reach
    self.largest = largest
    let sums = scale.sums(model.adjacency)
    step = sums.allSatisfy({ ($0 - largest) % 2 == 0 }) ? 2 : 1
  }

  /// A function of the cost βΔE = 2β · unit · value, for each value from −largest to largest.
  func table<Value>(beta: Double, _ function: (_ cost: Double) -> Value) -> [Value] {
    (-largest...largest).map { function(2 * beta * unit * Double($0)) }
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
