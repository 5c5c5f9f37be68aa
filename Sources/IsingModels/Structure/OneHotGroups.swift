/// Sets of spins of which penalties want exactly one up: what an assignment, a tour or a colouring looks like
/// as a QUBO.
///
/// A penalty A (Σ x − 1)² over a set couples each pair of it by 2A x x′ and gives each of its variables −A x.
/// A spin may be in several sets, as the cells of a permutation matrix are. Sets are found as cliques of the
/// largest positive coefficients; which of them are penalties for exactly one, and not for at most one, the
/// linear coefficients tell, as far as they go round.
public struct OneHotGroups: Sendable, Equatable {
  /// The spins of each set, ascending; each set has at least two.
  public let groups: [[Int32]]
  /// The sets of each spin.
  public let groupsOfSpin: [[Int32]]

  /// Coefficients of a clique are at least this share of the largest one at their ends.
  private static let leastShare = 0.5
  /// Of the A that a set gives each of its spins, the linear coefficients still hold this share on average, and
  /// something at most spins: costs of the objective may take the rest.
  private static let leastLinearShare = 0.25
  private static let most = (something: 0.02, ofSpins: 0.75)
  /// Models with more spins or couplings are not searched.
  private static let largest = (spins: 1 << 15, bonds: 1 << 22)

  /// The sets of a model.
  ///
  /// - Returns: `nil` unless at least half of the spins are in sets of three or more.
  /// - Complexity: O(bonds · the size of a set).
  public init?(_ model: IsingModel) {
    guard model.spinCount <= Self.largest.spins, model.bonds.count <= Self.largest.bonds,
      2 * model.fields.count(where: { $0 != 0 }) >= model.spinCount
    else { return nil }
    guard let cliques = Cliques(model, leastShare: Self.leastShare)?.found else { return nil }
    // The linear coefficient of x is −2h + 2 Σ J: what sets have not yet taken of it.
    var budget = (0..<model.spinCount).map { spin in
      model.adjacency.range(of: spin).reduce(2 * model.fields[spin]) {
        $0 - 2 * model.adjacency.couplings[$1]
      }
    }
    var groups: [[Int32]] = []
    var groupsOfSpin = [[Int32]](repeating: [], count: model.spinCount)
    var isInLarge = [Bool](repeating: false, count: model.spinCount)
    for clique in cliques.sorted(by: Cliques.Clique.precedes) {
      let penalty = clique.strength / 2
      let left = clique.spins.map { budget[Int($0)] / penalty }
      let count = Double(left.count)
      guard Double(left.count { $0 >= Self.most.something }) >= Self.most.ofSpins * count,
        left.reduce(0, +) >= Self.leastLinearShare * count
      else { continue }
      for spin in clique.spins {
        budget[Int(spin)] -= penalty
        groupsOfSpin[Int(spin)].append(Int32(groups.count))
        if clique.spins.count >= 3 { isInLarge[Int(spin)] = true }
      }
      groups.append(clique.spins)
    }
    guard 2 * isInLarge.count(where: \.self) >= model.spinCount else { return nil }
    self.groups = groups
    self.groupsOfSpin = groupsOfSpin
  }
}

/// Cliques of a model's large positive coefficients, each coupling in one of them.
private struct Cliques {
  struct Clique {
    var spins: [Int32]
    /// The mean coefficient of a pair.
    var strength: Double

    /// Stronger ones first, then larger ones.
    static func precedes(_ left: Clique, _ right: Clique) -> Bool {
      // Equal up to rounding is equal.
      if abs(left.strength - right.strength) > 1e-6 * left.strength {
        return left.strength > right.strength
      }
      return left.spins.count == right.spins.count
        ? left.spins.lexicographicallyPrecedes(right.spins) : left.spins.count > right.spins.count
    }
  }

  private(set) var found: [Clique] = []
  private let rows: Adjacency
  /// The least coefficient of x x′ that counts as large, by spin.
  private let least: [Double]
  private var isTaken: [Bool]
  /// Entries that may still be looked at: sets take few looks, large coefficients without order many.
  private var looks: Int

  /// `nil` where large coefficients have no order.
  init?(_ model: IsingModel, leastShare: Double) {
    let rows = model.adjacency
    self.rows = rows
    isTaken = Array(repeating: false, count: rows.neighbours.count)
    looks = 8 * model.bonds.count + 100_000
    // The coefficient of x x′ is −4J.
    least = (0..<model.spinCount).map { spin in
      leastShare * rows.range(of: spin).reduce(0) { max($0, -4 * rows.couplings[$1]) }
    }
    for spin in 0..<Int32(model.spinCount) where least[Int(spin)] > 0 {
      for entry in rows.range(of: Int(spin)) where !isTaken[entry] {
        let other = rows.neighbours[entry]
        guard other > spin, isStrong(spin, other, entry) else { continue }
        grow(spin, other)
        guard looks > 0 else { return nil }
      }
    }
  }

  private func isStrong(_ a: Int32, _ b: Int32, _ entry: Int) -> Bool {
    let value = -4 * rows.couplings[entry]
    return value > 0 && value > min(least[Int(a)], least[Int(b)])
  }

  /// The entry of b in the row of a, where it is large and in no clique.
  private func entry(_ a: Int32, _ b: Int32) -> Int? {
    var range = rows.range(of: Int(a))
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      if rows.neighbours[middle] == b {
        return !isTaken[middle] && isStrong(a, b, middle) ? middle : nil
      }
      range =
        rows.neighbours[middle] < b
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// Takes in what is coupled to all that is in.
  private mutating func grow(_ first: Int32, _ second: Int32) {
    var spins = [first, second]
    looks -= rows.degree(of: Int(first))
    for k in rows.range(of: Int(first)) {
      looks -= spins.count
      let candidate = rows.neighbours[k]
      guard candidate != second, !isTaken[k], isStrong(first, candidate, k),
        spins.dropFirst().allSatisfy({ entry(candidate, $0) != nil })
      else { continue }
      spins.append(candidate)
    }
    var sum = 0.0
    for a in spins {
      for b in spins where a != b {
        guard let entry = entry(a, b) else { continue }
        isTaken[entry] = true
        sum -= 4 * rows.couplings[entry]
      }
    }
    found.append(
      Clique(spins: spins.sorted(), strength: sum / Double(spins.count * (spins.count - 1))))
  }
}
