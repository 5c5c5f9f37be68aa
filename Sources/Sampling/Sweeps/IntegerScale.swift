package import IsingModels

/// A model whose couplings and fields are small integers in a common unit.
package struct IntegerScale: Sendable {
  /// The unit u.
  package let unit: Double
  /// 2 J/u of each entry of the adjacency: what a flip adds to a neighbour's local field.
  let kicks: [Int16]
  /// h/u.
  let fields: [Int16]
  /// The largest |local field|/u that spins can make.
  package let reach: Int

  /// Local fields beyond this would make tables that do not stay in the first-level cache.
  static let largestReach = 2047
  /// How far from a multiple of the unit a number may be, in parts of the largest number: a few
  /// roundings of float64.
  static let tolerance = 1e-14

  /// `nil` if there is no such unit.
  package init?(_ model: IsingModel) {
    var values = Set<Double>()
    var last = 0.0
    for value in [model.adjacency.couplings, model.fields].joined() where abs(value) != last {
      last = abs(value)
      if value == 0 { continue }
      values.insert(last)
      if values.count > Self.largestReach { return nil }
    }
    let largest = values.max() ?? 1
    var divisor = largest
    for value in values.sorted(by: >) {
      divisor = Self.commonDivisor(divisor, value, negligible: 1e-9 * largest)
      guard largest / divisor <= Double(Self.largestReach) else { return nil }
    }
    let unit = largest / (largest / divisor).rounded()
    guard
      values.allSatisfy({
        abs($0 - unit * ($0 / unit).rounded()) <= Self.tolerance * largest
      })
    else { return nil }
    func integer(_ value: Double) -> Int { Int((value / unit).rounded()) }

    let couplings = model.adjacency.couplings.map(integer)
    let fields = model.fields.map(integer)
    guard fields.allSatisfy({ abs($0) <= Self.largestReach }) else { return nil }
    self.unit = unit
    kicks = couplings.map { Int16(2 * $0) }
    self.fields = fields.map { Int16($0) }
    let sums = Self.sums(model.adjacency, kicks: kicks, fields: self.fields)
    reach = sums.max() ?? 0
    guard reach <= Self.largestReach else { return nil }
  }

  /// A function of the cost βΔE = 2β · unit · value of a flip, for each value of s_i (h_i + Σ_j J_ij s_j)
  /// in units from −reach to reach.
  func table<Value>(beta: Double, _ function: (_ cost: Double) -> Value) -> [Value] {
    (-reach...reach).map { function(2 * beta * unit * Double($0)) }
  }

  /// |h_i| + Σ_j |J_ij| of each spin, in units.
  func sums(_ adjacency: Adjacency) -> [Int] {
    Self.sums(adjacency, kicks: kicks, fields: fields)
  }

  private static func sums(_ adjacency: Adjacency, kicks: [Int16], fields: [Int16]) -> [Int] {
    fields.indices.map { spin in
      adjacency.range(of: spin).reduce(abs(Int(fields[spin]))) { $0 + abs(Int(kicks[$1])) / 2 }
    }
  }

  /// Euclid's algorithm; remainders below `negligible` are roundings.
  private static func commonDivisor(_ a: Double, _ b: Double, negligible: Double) -> Double {
    var (large, small) = (max(a, b), min(a, b))
    while small > negligible {
      let rest = abs(large - small * (large / small).rounded())
      (large, small) = (small, rest)
    }
    return large
  }
}
