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

  /// The largest sum that is tabulated.
  static let largestTable = 4096

  /// Finds the unit: the smallest coupling or field, or up to a twelfth of it.
  ///
  /// A number counts as a multiple within 10⁻¹⁴ of itself, so that 0.3 is three times 0.1.
  init?(_ model: IsingModel) {
    let adjacency = model.adjacency
    var distinct = Set(adjacency.couplings.map(abs))
    distinct.formUnion(model.fields.map(abs))
    distinct.remove(0)
    guard distinct.count <= 256 else { return nil }
    let smallest = distinct.min() ?? 1
    func isUnit(_ unit: Double) -> Bool {
      distinct.allSatisfy {
        let multiple = ($0 / unit).rounded()
        return multiple <= 4096 && abs(multiple * unit - $0) <= 1e-14 * $0
      }
    }
    guard let parts = (1...12).first(where: { isUnit(smallest / Double($0)) }) else { return nil }
    let unit = smallest / Double(parts)
    let rounded = adjacency.couplings.map { Int(($0 / unit).rounded()) }
    guard rounded.allSatisfy({ abs($0) <= 127 }) else { return nil }
    let fields = model.fields.map { Int32(($0 / unit).rounded()) }
    let sums = (0..<model.spinCount).map { spin in
      adjacency.range(of: spin).reduce(Int(abs(fields[spin]))) { $0 + abs(rounded[$1]) }
    }
    let largest = sums.max() ?? 0
    guard largest <= Self.largestTable else { return nil }
    self.unit = unit
    couplings = rounded.map { Int8($0) }
    self.fields = fields
    self.largest = largest
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
