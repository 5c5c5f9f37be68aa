import Foundation
import IsingModels
import Reports
import SampleStatistics

/// Observables in space from the observers of all replicas.
enum SpaceResults {
  /// Kinks, correlation length and overlaps, as far as they were measured.
  ///
  /// - Parameter squares: m² by chain and measurement.
  static func observables(
    _ chains: [SpaceObserver], squares: [[Double]], system: LatticeSystem, beta: Double,
    exact: [String: Double], warnings: inout [String]
  ) throws -> [LatticeReport.Observable] {
    var observables: [LatticeReport.Observable] = []
    if chains.allSatisfy({ !$0.kinks.isEmpty }) {
      observables.append(
        .init(
          key: "kinks", symbol: "kinks", estimate: try Estimate(meanOf: chains.map(\.kinks)),
          exact: exact["kinks"]))
    }
    if chains.allSatisfy({ !$0.smallestMomentum.isEmpty }) {
      let sites = Double(system.siteCount)
      let length = system.shape.last ?? 2
      let series = [squares, chains.map(\.smallestMomentum)]
      do throws(StatisticsError) {
        let estimate = try Estimate(of: series) { means throws(StatisticsError) in
          try CorrelationLength.secondMoment(
            zero: sites * means[0], smallest: means[1], length: length)
        }
        observables.append(.init(key: "correlation_length", symbol: "ξ", estimate: estimate))
      } catch {
        warnings.append("no correlation length at size \(system.size), β = \(beta): \(error)")
      }
    }
    let overlaps = overlaps(of: chains)
    if !overlaps.isEmpty {
      observables.append(
        .init(
          key: "overlap_squared", symbol: "⟨q²⟩",
          estimate: try Estimate(meanOf: overlaps.map { $0.map { $0 * $0 } })))
    }
    return observables
  }

  /// q by pair of neighbouring replicas and time: each replica is in one pair, so that pairs are
  /// independent.
  static func overlaps(of chains: [SpaceObserver]) -> [[Double]] {
    stride(from: 0, to: chains.count - 1, by: 2).compactMap { first in
      let pairs = zip(chains[first].keptStates, chains[first + 1].keptStates)
      let values = pairs.compactMap { try? Overlap.overlap($0, $1) }
      return values.isEmpty ? nil : values
    }
  }

  /// G(r) along the last axis with jackknife errors over parts of chains; `nil` if not measured.
  static func correlations(
    of chains: [SpaceObserver]
  ) throws -> [(distance: Int, value: Double, error: Double)]? {
    let parts = try chains.flatMap(\.factors).filter { $0.count > 0 }.map { factor in
      (
        Double(factor.count),
        try factor.correlations(along: factor.shape.count - 1, subtracting: 0)
      )
    }
    guard let distances = parts.first?.1.count else { return nil }
    return (0..<distances).map { distance in
      let weight = parts.reduce(0) { $0 + $1.0 }
      let mean = parts.reduce(0) { $0 + $1.0 * $1.1[distance] } / weight
      let squares = parts.reduce(0) { sum, part in
        sum + part.0 * part.0 * (part.1[distance] - mean) * (part.1[distance] - mean)
      }
      let count = Double(parts.count)
      let error =
        parts.count > 1 ? (squares / (weight * weight) * count / (count - 1)).squareRoot() : .nan
      return (distance, mean, error)
    }
  }
}
