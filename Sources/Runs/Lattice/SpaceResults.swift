import LatticePhysics
import Reports
import SampleStatistics

/// Observables in space from the observers of all replicas.
enum SpaceResults {
  /// Kinks, correlation length and overlaps, as far as they were measured.
  ///
  /// - Parameter squares: m² by chain and measurement.
  static func observables(
    _ chains: [SpaceObserver], squares: [[Double]], system: LatticeSystem, beta: Double,
    exact: [String: Double], scale: TemperatureScale, warnings: inout [String]
  ) throws -> [LatticeReport.Observable] {
    var observables: [LatticeReport.Observable] = []
    if let kinks = try SpaceEstimates.kinks(of: chains) {
      observables.append(
        .init(key: "kinks", symbol: "kinks", estimate: kinks, exact: exact["kinks"]))
    }
    do throws(StatisticsError) {
      if let length = try SpaceEstimates.correlationLength(
        of: chains, squares: squares, system: system)
      {
        observables.append(.init(key: "correlation_length", symbol: "ξ", estimate: length))
      }
    } catch {
      warnings.append(
        "no correlation length at size \(system.size), \(scale.words(beta)): \(error)")
    }
    let overlaps = SpaceEstimates.overlaps(of: chains)
    if !overlaps.isEmpty {
      observables.append(
        .init(
          key: "overlap_squared", symbol: "⟨q²⟩",
          estimate: try Estimate(meanOf: overlaps.map { $0.map { $0 * $0 } })))
    }
    return observables
  }
}
