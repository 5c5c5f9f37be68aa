import Foundation
import IsingModels

/// Exact values of a system, where they are known: all of them below 17 spins by enumeration, energy
/// and specific heat of square tori (Kaufman, *Phys. Rev.* 76, 1232 (1949)) and of rings.
struct ExactValues: Sendable {
  /// The most spins that are enumerated.
  static let mostEnumerated = 16

  private let system: LatticeSystem
  private let enumeration: Enumeration?

  init(_ system: LatticeSystem) throws(RunFailure) {
    self.system = system
    enumeration =
      system.model.spinCount <= Self.mostEnumerated
      ? try RunFailure.computing { try Enumeration(system.model) } : nil
  }

  /// By key of the observable.
  func values(beta: Double) -> [String: Double] {
    if let enumeration { return moments(enumeration, beta: beta) }
    return torus(beta: beta) ?? ring(beta: beta) ?? [:]
  }

  private func moments(_ enumeration: Enumeration, beta: Double) -> [String: Double] {
    let count = system.model.spinCount
    let sites = Double(count)
    let probabilities = enumeration.probabilities(beta: beta)
    var (e, e2, m, absolute, m2, m4) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (state, p) in probabilities.enumerated() {
      let energy = enumeration.energies[state] / sites
      let order = Double(2 * state.nonzeroBitCount - count) / sites
      e += p * energy
      e2 += p * energy * energy
      m += p * order
      absolute += p * abs(order)
      m2 += p * order * order
      m4 += p * order * order * order * order
    }
    return [
      "energy_per_spin": e, "magnetisation": m, "abs_magnetisation": absolute,
      "susceptibility": beta * sites * (m2 - absolute * absolute),
      "specific_heat": beta * beta * sites * (e2 - e * e),
      "binder": 1 - m4 / (3 * m2 * m2),
    ]
  }

  /// The strength of a uniform coupling, without a field, on a lattice with a periodic boundary.
  private var uniformStrength: Double? {
    guard case .uniform(let strength)? = system.law, let description = system.description,
      (description.boundary ?? description.family.defaultBoundary) == .periodic,
      system.model.fields.allSatisfy({ $0 == 0 })
    else { return nil }
    return strength
  }

  private func torus(beta: Double) -> [String: Double]? {
    guard let strength = uniformStrength, system.description?.family == .square,
      system.lattice.shape.count == 2,
      let exact = try? SquareIsing.torus(
        rows: system.lattice.shape[0], columns: system.lattice.shape[1], beta: beta * strength)
    else { return nil }
    return [
      "energy_per_spin": exact.energy * strength, "specific_heat": exact.specificHeat,
    ]
  }

  private func ring(beta: Double) -> [String: Double]? {
    guard let strength = uniformStrength, system.description?.family == .ring,
      let ring = try? RingIsing(spinCount: system.model.spinCount),
      let energy = try? ring.energy(betaJ: beta * strength)
    else { return nil }
    return ["energy_per_spin": energy * strength / Double(system.model.spinCount)]
  }
}
