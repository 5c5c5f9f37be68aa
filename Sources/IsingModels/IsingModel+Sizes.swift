extension IsingModel {
  /// Σ |J| + Σ |h|: no energy is larger, and none is below its negative.
  public var sumOfSizes: Double {
    bonds.reduce(0) { $0 + abs($1.coupling) } + fields.reduce(0) { $0 + abs($1) }
  }

  /// Whether every energy is a whole number that float64 holds exactly.
  public var hasWholeEnergies: Bool {
    sumOfSizes <= 0x1p53 && bonds.allSatisfy { $0.coupling.rounded() == $0.coupling }
      && fields.allSatisfy { $0.rounded() == $0 }
  }

  /// How far two sums of the same energy may be apart: 0 where all are whole numbers, else what the
  /// rounding of each addition may add up to, at most 10⁻¹⁰ of the sum of all sizes.
  public var energyTolerance: Double {
    guard !hasWholeEnergies else { return 0 }
    let additions = Double(bonds.count + fields.count + 16)
    return min(1e-10, 2 * additions * .ulpOfOne) * sumOfSizes
  }

  /// Whether there are couplings or fields that are lost in the rounding of energies.
  public var hasLostTerms: Bool {
    let least = [bonds.map { abs($0.coupling) }, fields.map(abs)].joined().filter { $0 > 0 }.min()
    return least.map { $0 < sumOfSizes * .ulpOfOne } ?? false
  }

  /// Whether flipping all spins changes no energy.
  public var isFlipSymmetric: Bool { fields.allSatisfy { $0 == 0 } }
}
