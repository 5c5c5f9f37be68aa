/// Orders bonds and adds parallel ones.
enum BondOrder {
  /// Each pair once, ordered by (first, second).
  ///
  /// Sorts by counting, which is stable: parallel bonds are added in their given order, and the sum is
  /// rounded once.
  static func merged(_ bonds: [Bond], spinCount: Int) -> [Bond] {
    var ordered = bonds
    if !isStrictlyAscending(bonds) {
      ordered = sorted(ordered, spinCount: spinCount) { $0.second }
      ordered = sorted(ordered, spinCount: spinCount) { $0.first }
    }
    var merged: [Bond] = []
    merged.reserveCapacity(ordered.count)
    var sum = TwoSum(0)
    for bond in ordered {
      if let last = merged.last, last.first == bond.first, last.second == bond.second {
        sum.add(bond.coupling)
        merged[merged.count - 1].coupling = sum.value
      } else {
        merged.append(bond)
        sum = TwoSum(bond.coupling)
      }
    }
    return merged
  }

  private static func isStrictlyAscending(_ bonds: [Bond]) -> Bool {
    zip(bonds, bonds.dropFirst()).allSatisfy { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Bonds by one end, stable.
  private static func sorted(
    _ bonds: [Bond], spinCount: Int, by end: (Bond) -> Int32
  ) -> [Bond] {
    var next = [Int32](repeating: 0, count: spinCount + 1)
    for bond in bonds { next[Int(end(bond)) + 1] += 1 }
    for spin in 0..<spinCount { next[spin + 1] += next[spin] }
    return [Bond](unsafeUninitializedCapacity: bonds.count) { buffer, count in
      for bond in bonds {
        let place = Int(next[Int(end(bond))])
        next[Int(end(bond))] += 1
        buffer.initializeElement(at: place, to: bond)
      }
      count = bonds.count
    }
  }
}
