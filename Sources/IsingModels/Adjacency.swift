/// The couplings of a model in compressed rows: the neighbours of spin i are
/// `neighbours[offsets[i] ..< offsets[i + 1]]`, in ascending order.
public struct Adjacency: Sendable, Equatable {
  /// One more than spins; from 0 to twice the number of bonds.
  public let offsets: [Int32]
  /// Both ends of each bond.
  public let neighbours: [Int32]
  /// J of each entry of `neighbours`.
  public let couplings: [Double]

  /// Builds the rows from bonds that are ordered by (first, second) and appear once.
  init(spinCount: Int, bonds: [Bond]) {
    var offsets = [Int32](repeating: 0, count: spinCount + 1)
    for bond in bonds {
      offsets[Int(bond.first) + 1] += 1
      offsets[Int(bond.second) + 1] += 1
    }
    for spin in 0..<spinCount { offsets[spin + 1] += offsets[spin] }
    var next = offsets
    var neighbours = [Int32](repeating: 0, count: 2 * bonds.count)
    var couplings = [Double](repeating: 0, count: 2 * bonds.count)
    func add(_ from: Int32, _ to: Int32, _ coupling: Double) {
      let k = Int(next[Int(from)])
      next[Int(from)] += 1
      neighbours[k] = to
      couplings[k] = coupling
    }
    // All lower neighbours first, then the higher ones: the order of the bonds keeps rows ascending.
    for bond in bonds { add(bond.second, bond.first, bond.coupling) }
    for bond in bonds { add(bond.first, bond.second, bond.coupling) }
    self.offsets = offsets
    self.neighbours = neighbours
    self.couplings = couplings
  }

  /// Where the entries of a spin stand.
  public func range(of spin: Int) -> Range<Int> { Int(offsets[spin])..<Int(offsets[spin + 1]) }

  /// Number of neighbours of a spin.
  public func degree(of spin: Int) -> Int { range(of: spin).count }
}
