import IsingModels
public import Sampling

// What is known of a system before it is sampled.
extension LatticeSystem {
  /// The start that is a ground state where one is known: all up for couplings and fields that all
  /// favour it.
  public var defaultStart: InitialSpins { isFerromagnet ? .up : .random }

  /// β_c of the infinite lattice with these couplings, where it is known.
  public var knownCriticalBeta: Double? {
    guard case .uniform(let strength)? = law, strength > 0, !hasFields,
      let description
    else { return nil }
    let known: CriticalBeta? =
      switch description.family {
      case .square: .square
      case .triangular: .triangular
      case .honeycomb: .honeycomb
      case .kagome: .kagome
      case .cubic: .simpleCubic
      default: nil
      }
    return known.map { $0.beta / strength }
  }

  /// Whether there are free spins, chains or rings without field, whose walls move at no cost.
  var hasFreeMoves: Bool {
    guard outline.neighbours.lowerBound <= 2 else { return false }
    let model = model
    func isLoose(_ spin: Int) -> Bool {
      model.fields[spin] == 0 && model.adjacency.degree(of: spin) <= 2
    }
    return (0..<model.spinCount).contains { spin in
      isLoose(spin)
        && model.adjacency.range(of: spin).allSatisfy {
          isLoose(Int(model.adjacency.neighbours[$0]))
        }
    }
  }

  /// Whether all sites look alike, one a cell, so that correlations depend on distance alone.
  public var isTranslationInvariant: Bool {
    guard case .uniform? = law, let description else { return false }
    return !shape.isEmpty && basis == 1
      && (description.boundary ?? description.family.defaultBoundary) == .periodic
  }

  /// The signs of the bonds of a ring, from each site to the next; empty for other lattices.
  var ringBondSigns: [Int8] {
    guard let description, description.family == .ring, model.spinCount >= 3,
      model.bonds.count == model.spinCount
    else { return [] }
    return (0..<model.spinCount).map { site in
      let next = Int32((site + 1) % model.spinCount)
      let entry = model.adjacency.range(of: site).first { model.adjacency.neighbours[$0] == next }
      return (entry.map { model.adjacency.couplings[$0] } ?? 1) < 0 ? -1 : 1
    }
  }
}
