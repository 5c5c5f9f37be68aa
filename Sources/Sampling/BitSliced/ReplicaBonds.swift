internal import IsingModels

/// The bonds of a model, all of one strength: a coupling of n units is n bonds, and a field of n units
/// n bonds with a spin that is always up.
struct ReplicaBonds: Sendable {
  /// The strength of a bond.
  let unit: Double
  /// Of each spin (neighbour · 2 + 1 if negative); the spin that is always up has number N.
  let ofSpin: [[Int32]]
  /// Of the whole model: pairs of a spin and (other · 2 + 1 if negative).
  let all: [(spin: Int32, other: Int32)]

  /// Bonds that a spin may have: as many as four bits can count.
  static let largestDegree = 15

  init(_ model: IsingModel) throws(SamplerError) {
    guard let scale = IntegerScale(model) else {
      throw .notLattice(
        "couplings and fields without a common unit", expected: "small multiples of one number")
    }
    unit = scale.unit
    let rows = model.adjacency
    let count = model.spinCount
    var ofSpin: [[Int32]] = []
    ofSpin.reserveCapacity(count)
    var all: [(spin: Int32, other: Int32)] = []
    for spin in 0..<count {
      var bonds: [Int32] = []
      func add(_ other: Int32, _ strength: Int) throws(SamplerError) {
        guard bonds.count + abs(strength) <= Self.largestDegree else {
          throw .notLattice(
            "spin \(spin) with couplings and field of more than \(Self.largestDegree) units of \(scale.unit)",
            expected: "at most \(Self.largestDegree)")
        }
        for _ in 0..<abs(strength) {
          bonds.append(2 * other + (strength < 0 ? 1 : 0))
          if Int(other) > spin { all.append((Int32(spin), bonds[bonds.count - 1])) }
        }
      }
      for k in rows.range(of: spin) { try add(rows.neighbours[k], Int(scale.kicks[k]) / 2) }
      try add(Int32(count), Int(scale.fields[spin]))
      if bonds.isEmpty {
        // Two bonds that cancel: a flip costs nothing.
        bonds = [2 * Int32(count), 2 * Int32(count) + 1]
      }
      ofSpin.append(bonds)
    }
    self.ofSpin = ofSpin
    self.all = all
  }
}
