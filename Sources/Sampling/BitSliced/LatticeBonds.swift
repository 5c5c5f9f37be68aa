internal import IsingModels

/// The bonds of a model as those of a periodic lattice.
struct LatticeBonds {
  /// |J|.
  let strength: Double
  /// J of all bonds; `nil` where they differ in sign.
  let common: Double?
  private let dimension: Int
  /// Whether the bond from a site up along an axis is negative, at site · D + axis.
  private let negative: [Bool]

  /// Whether the bond from a site to the next along an axis is negative.
  func isNegative(_ site: Int, _ axis: Int) -> Bool { negative[dimension * site + axis] }

  /// Reads the bonds of a model.
  /// - Throws: `SamplerError.notLattice` for other models, `SamplerError.outOfRange` for sides below 3.
  init(_ model: IsingModel, sides: [Int]) throws(SamplerError) {
    let dimension = sides.count
    guard (1...4).contains(dimension) else {
      throw .outOfRange(parameter: "number of sides", value: Double(dimension), range: "1 to 4")
    }
    // Along a side of 2, two bonds are merged into one of 2 J.
    if let side = sides.first(where: { $0 < 3 }) {
      throw .outOfRange(parameter: "side", value: Double(side), range: "at least 3")
    }
    var count = 1
    for side in sides { count = count.multipliedReportingOverflow(by: side).partialValue }
    guard count == model.spinCount else {
      throw .notLattice("\(model.spinCount) spins", expected: "\(count), the product of the sides")
    }
    guard model.bonds.count == dimension * count else {
      throw .notLattice("\(model.bonds.count) bonds", expected: "\(dimension * count)")
    }
    if let spin = model.fields.firstIndex(where: { $0 != 0 }) {
      throw .notLattice("field \(model.fields[spin]) of spin \(spin)", expected: "0")
    }
    let first = model.bonds[0].coupling
    strength = abs(first)
    common = model.bonds.allSatisfy { $0.coupling == first } ? first : nil
    self.dimension = dimension
    let strides = (0..<dimension).map { sides[($0 + 1)...].reduce(1, *) }
    var negative = [Bool](repeating: false, count: dimension * count)
    for site in 0..<count {
      for axis in 0..<dimension {
        let isLast = site / strides[axis] % sides[axis] == sides[axis] - 1
        let next = site + strides[axis] - (isLast ? sides[axis] * strides[axis] : 0)
        let rows = model.adjacency.range(of: site)
        guard let k = rows.first(where: { model.adjacency.neighbours[$0] == Int32(next) }) else {
          throw .notLattice("no bond of spins \(site) and \(next)", expected: "one")
        }
        let value = model.adjacency.couplings[k]
        guard abs(value) == strength else {
          throw .notLattice(
            "coupling \(value) of spins \(site) and \(next)",
            expected: "\(strength) or its opposite")
        }
        negative[dimension * site + axis] = value < 0
      }
    }
    self.negative = negative
  }
}
