import IsingModels

/// Exact values of a system, where they are known: all of them below 17 spins by enumeration, energy
/// and specific heat of square tori (Kaufman, *Phys. Rev.* 76, 1232 (1949)) and of rings.
public struct ExactValues: Sendable {
  /// The most spins that are enumerated.
  static let mostEnumerated = 16

  private let system: LatticeSystem
  private let enumeration: Enumeration?

  /// The exact values of a system.
  /// - Throws: `LatticeStudyError`, never for at most 16 spins.
  public init(_ system: LatticeSystem) throws(LatticeStudyError) {
    self.system = system
    enumeration =
      system.siteCount <= Self.mostEnumerated
      ? try LatticeStudyError.computing { try Enumeration(system.model) } : nil
  }

  /// By key of the observable.
  public func values(beta: Double) -> [String: Double] {
    if let enumeration { return moments(enumeration, beta: beta) }
    return torus(beta: beta) ?? ring(beta: beta) ?? [:]
  }

  private func moments(_ enumeration: Enumeration, beta: Double) -> [String: Double] {
    let sites = Double(system.siteCount)
    let averages = enumeration.averages(beta: beta)
    let absolute = averages.absoluteMagnetisation
    let squared = averages.squaredMagnetisation
    return [
      "energy_per_spin": averages.energy / sites,
      "magnetisation": averages.magnetisation, "abs_magnetisation": absolute,
      "susceptibility": max(0, beta * sites * (squared - absolute * absolute)),
      "specific_heat": averages.heatCapacity / sites, "binder": averages.binderCumulant,
    ]
  }

  /// The strength of a uniform coupling, without a field, on a lattice with a periodic boundary.
  private var uniformStrength: Double? {
    guard case .uniform(let strength)? = system.law, let description = system.description,
      (description.boundary ?? description.family.defaultBoundary) == .periodic,
      !system.hasFields
    else { return nil }
    return strength
  }

  private func torus(beta: Double) -> [String: Double]? {
    guard let strength = uniformStrength, system.description?.family == .square,
      system.shape.count == 2,
      let exact = try? SquareIsing.torus(
        rows: system.shape[0], columns: system.shape[1], beta: beta * strength)
    else { return nil }
    return [
      "energy_per_spin": exact.energy * strength, "specific_heat": exact.specificHeat,
    ]
  }

  private func ring(beta: Double) -> [String: Double]? {
    guard let strength = uniformStrength, system.description?.family == .ring,
      let ring = try? RingIsing(spinCount: system.siteCount),
      let energy = try? ring.energy(betaJ: beta * strength)
    else { return nil }
    return ["energy_per_spin": energy * strength / Double(system.siteCount)]
  }
}
