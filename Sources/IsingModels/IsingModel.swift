/// Spins s_i ∈ {−1, +1} with the energy E(s) = −Σ_{i<j} J_ij s_i s_j − Σ_i h_i s_i.
///
/// β stands outside: P(s) ∝ e^{−βE(s)}.
public struct IsingModel: Sendable, Equatable {
  /// Number of spins N, at least 1.
  public let spinCount: Int
  /// Each coupled pair once, ordered by (first, second).
  public let bonds: [Bond]
  /// h, one a spin.
  public let fields: [Double]
  /// The same couplings seen from each spin.
  public let adjacency: Adjacency

  /// Builds a model. Parallel bonds add up in their order: two neighbours across both sides of a ring
  /// of two spins feel twice the coupling.
  ///
  /// - Parameters:
  ///   - spinCount: 1 to 2³¹ − 1.
  ///   - bonds: indices in 0 ..< spinCount, in any order.
  ///   - fields: one a spin, or empty for none.
  /// - Throws: `ModelError` for an index out of range, a spin coupled with itself, a number that is not
  ///   finite, or a wrong number of fields.
  /// - Complexity: O(spins + bonds).
  public init(spinCount: Int, bonds: [Bond], fields: [Double] = []) throws(ModelError) {
    try self.init(spinCount: spinCount, merging: bonds) { _ in fields }
  }

  /// Builds a model whose fields follow from its bonds.
  ///
  /// - Parameters:
  ///   - spinCount: 1 to 2³¹ − 1.
  ///   - bonds: in any order; parallel ones add up in their order.
  ///   - fieldsOf: one a spin, or none, from the bonds with each coupled pair once.
  /// - Throws: `ModelError`, also where a sum of parallel bonds is not finite.
  init(
    spinCount: Int, merging bonds: [Bond], fieldsOf: (_ merged: [Bond]) -> [Double]
  ) throws(ModelError) {
    guard spinCount >= 1, spinCount <= Int(Int32.max) else { throw .spinCount(spinCount) }
    for bond in bonds {
      guard bond.first >= 0, Int(bond.second) < spinCount else {
        throw .spinOutOfRange(
          bond.first < 0 ? Int(bond.first) : Int(bond.second), spinCount: spinCount)
      }
      guard bond.first != bond.second else { throw .selfCoupling(Int(bond.first)) }
    }
    let merged = BondOrder.merged(bonds, spinCount: spinCount)
    if let bond = merged.first(where: { !$0.coupling.isFinite }) {
      throw .notFinite("coupling of spins \(bond.first) and \(bond.second)", bond.coupling)
    }
    let fields = fieldsOf(merged)
    guard fields.isEmpty || fields.count == spinCount else {
      throw .fieldCount(found: fields.count, expected: spinCount)
    }
    if let spin = fields.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite("field of spin \(spin)", fields[spin])
    }
    self.spinCount = spinCount
    self.bonds = merged
    self.fields = fields.isEmpty ? Array(repeating: 0, count: spinCount) : fields
    adjacency = Adjacency(spinCount: spinCount, bonds: merged)
  }

  /// E(s), rounded once: the sum is carried in two Float64.
  ///
  /// - Parameter spins: −1 or +1, one a spin.
  /// - Complexity: O(spins + bonds).
  public func energy(of spins: [Int8]) -> Double { energy(of: spins, from: 0) }

  /// E(s) + offset, rounded once.
  func energy(of spins: [Int8], from offset: Double) -> Double {
    precondition(spins.count == spinCount, "\(spins.count) spins, expected \(spinCount)")
    var sum = TwoSum(-offset)
    for bond in bonds {
      sum.add(bond.coupling * Double(spins[Int(bond.first)] * spins[Int(bond.second)]))
    }
    for (field, spin) in zip(fields, spins) { sum.add(field * Double(spin)) }
    return -sum.value
  }

  /// The local field h_i + Σ_j J_ij s_j; flipping spin i costs 2 s_i times it.
  public func localField(at spin: Int, of spins: [Int8]) -> Double {
    var sum = fields[spin]
    for k in adjacency.range(of: spin) {
      sum += adjacency.couplings[k] * Double(spins[Int(adjacency.neighbours[k])])
    }
    return sum
  }
}
