/// Energies with their number of states.
public struct EnergyLevel: Sendable, Equatable {
  /// The lowest energy of the level.
  public var energy: Double
  /// States whose energies are the same within the tolerance.
  public var degeneracy: Int

  /// Names a level.
  public init(energy: Double, degeneracy: Int) {
    self.energy = energy
    self.degeneracy = degeneracy
  }
}

extension Enumeration {
  /// Energies that differ by less are the same level: sums of couplings such as 0.1 differ in their
  /// last bits.
  public static let levelTolerance = 1e-9

  /// The number of states within `levelTolerance` of the ground energy.
  public var groundDegeneracy: Int {
    energies.count { $0 <= groundEnergy + Self.levelTolerance }
  }

  /// The states within `levelTolerance` of the ground energy, ascending.
  public var groundStates: [Int] {
    energies.indices.filter { energies[$0] <= groundEnergy + Self.levelTolerance }
  }

  /// From the ground energy to the next level; nil if all states have the same energy.
  public var gap: Double? {
    let limit = groundEnergy + Self.levelTolerance
    return energies.lazy.filter { $0 > limit }.min().map { $0 - groundEnergy }
  }

  /// The histogram of energies, lowest first.
  /// - Complexity: O(2^N) for few distinct energies, else O(N 2^N).
  public func levels(tolerance: Double = Enumeration.levelTolerance) -> [EnergyLevel] {
    var levels: [EnergyLevel] = []
    for exact in exactLevels() {
      if let last = levels.last, exact.energy - last.energy <= tolerance {
        levels[levels.count - 1].degeneracy += exact.degeneracy
      } else {
        levels.append(exact)
      }
    }
    return levels
  }

  /// Equal energies counted, ascending.
  private func exactLevels() -> [EnergyLevel] {
    var counts: [Double: Int] = [:]
    for energy in energies {
      counts[energy, default: 0] += 1
      // Many distinct energies: sorting is faster than the table.
      if counts.count > 4096 { return energies.sorted().map { .init(energy: $0, degeneracy: 1) } }
    }
    return counts.map { .init(energy: $0.key, degeneracy: $0.value) }
      .sorted { $0.energy < $1.energy }
  }

  /// The largest cut of the graph whose links weigh w = −J: (Σ w − E₀)/2. Nil with fields.
  public var maximumCut: Double? { couplingSum.map { (-$0 - groundEnergy) / 2 } }
}
