import Foundation
import IsingModels
public import SampleStatistics
import Sampling

/// The critical point from the crossings of Binder cumulants of neighbouring sizes.
public struct BinderAnalysis {
  /// β_c.
  public var estimate: Estimate
  /// How it was found.
  public var method: String
  /// The crossings it was found from.
  public var crossings: [Crossing]

  /// Where the cumulants of two sizes are equal.
  public struct Crossing: Sendable {
    /// The smaller size.
    public var first: String
    /// The larger size.
    public var second: String
    /// The inverse temperature.
    public var beta: Estimate
    /// The cumulant.
    public var binder: Double
  }

  /// Finds it, if there are two sizes or more and two temperatures or more.
  ///
  /// Curves come from joined histograms where energies are discrete, else from a polynomial through
  /// the points. Three sizes or more of a uniform ferromagnet in two or three dimensions are
  /// extrapolated with the exponents of its class (two dimensions: ν = 1, ω = 7/4; three: ν = 0.62997,
  /// ω = 0.8297, Kos et al., JHEP 08 (2016) 036); else it is the weighted mean of the crossings.
  ///
  /// - Returns: `nil` where there is nothing to cross; a warning says so if sizes were several.
  ///
  /// - Parameters:
  ///   - study: engine and systems.
  ///   - runs: their chains.
  ///   - warnings: gets a sentence where no critical point can be found.
  public static func perform(
    _ study: LatticeStudy, runs: [SystemRuns], warnings: inout [String]
  ) -> BinderAnalysis? {
    let (engine, systems) = (study.engine, study.systems)
    guard systems.count >= 2, runs.allSatisfy({ $0.betas.count >= 2 }),
      systems.allSatisfy({ $0.shape.count >= 2 })
    else { return nil }
    do {
      var curves: [(system: LatticeSystem, curve: BinderCurve)] = []
      for (system, run) in zip(systems, runs) {
        curves.append((system, try curve(system, run)))
      }
      curves.sort { $0.curve.size < $1.curve.size }
      var crossings: [BinderCrossing] = []
      var rows: [Crossing] = []
      for (one, next) in zip(curves, curves.dropFirst()) {
        let crossing = try BinderCrossing(one.curve, next.curve)
        crossings.append(crossing)
        rows.append(
          .init(
            first: one.system.size, second: next.system.size, beta: crossing.beta,
            binder: crossing.cumulant))
      }
      if engine.isBoltzmann, !engine.areColours, let exponents = exponents(of: systems[0]),
        crossings.count >= 2
      {
        let result = try SampleStatistics.CriticalPoint.extrapolated(
          crossings, nu: exponents.nu, omega: exponents.omega)
        return BinderAnalysis(
          estimate: result.beta,
          method: String(
            format: "extrapolated with ν = %g, ω = %g", exponents.nu, exponents.omega),
          crossings: rows)
      }
      return BinderAnalysis(
        estimate: try SampleStatistics.CriticalPoint.mean(of: crossings).beta,
        method: "weighted mean", crossings: rows)
    } catch {
      warnings.append("no critical point from Binder cumulants: \(error)")
      return nil
    }
  }

  private static func curve(
    _ system: LatticeSystem, _ run: SystemRuns
  ) throws -> BinderCurve {
    let size = pow(
      Double(system.siteCount / system.basis),
      1 / Double(system.shape.count))
    let measured = zip(run.betas, run.records).map { beta, chains in
      (beta, chains.filter { $0.energies.count >= 8 })
    }.filter { !$0.1.isEmpty }
    if case .uniform? = system.law {
      return try BinderCurve(
        size: size,
        histogram: MultipleHistogram(
          try measured.map { beta, chains in
            try MultipleHistogram.Run(
              beta: beta, energies: chains.map(\.energies),
              observables: [2, 4].map { power in
                chains.map { $0.orders.map { pow($0, Double(power)) } }
              })
          }))
    }
    let cumulants = try measured.compactMap { beta, chains -> (Double, Estimate)? in
      let thermal = try ThermalObservables(
        energies: chains.map { $0.energies.map { $0 / Double(system.siteCount) } },
        magnetisations: chains.map(\.orders),
        spinCount: system.siteCount, beta: beta)
      return thermal.binderCumulant.map { (beta, $0) }
    }
    return try BinderCurve(
      size: size, betas: cumulants.map(\.0), values: cumulants.map(\.1.value),
      errors: cumulants.map { $0.1.error ?? .nan }, degree: min(3, cumulants.count - 1))
  }

  private static func exponents(of system: LatticeSystem) -> (nu: Double, omega: Double)? {
    guard case .uniform(let strength)? = system.law, strength > 0,
      let description = system.description
    else { return nil }
    switch description.family {
    case .square, .triangular, .honeycomb, .kagome, .king: return (1, 1.75)
    case .cubic: return (0.62997, 0.8297)
    default: return nil
    }
  }
}
