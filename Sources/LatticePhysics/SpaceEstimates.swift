import Foundation
public import SampleStatistics

/// Estimates in space from the observers of all replicas.
public enum SpaceEstimates {
  /// Kinks on a ring; `nil` where they were not measured.
  public static func kinks(of chains: [SpaceObserver]) throws(StatisticsError) -> Estimate? {
    guard chains.allSatisfy({ !$0.kinks.isEmpty }) else { return nil }
    return try Estimate(meanOf: chains.map(\.kinks))
  }

  /// The second-moment correlation length; `nil` where it was not measured.
  ///
  /// - Parameters:
  ///   - chains: the observers.
  ///   - squares: m² by chain and measurement.
  ///   - system: the lattice.
  /// - Throws: `StatisticsError` where the structure factor does not fall from zero momentum.
  public static func correlationLength(
    of chains: [SpaceObserver], squares: [[Double]], system: LatticeSystem
  ) throws(StatisticsError) -> Estimate? {
    guard chains.allSatisfy({ !$0.smallestMomentum.isEmpty }) else { return nil }
    let sites = Double(system.siteCount)
    let length = system.shape.last ?? 2
    let series = [squares, chains.map(\.smallestMomentum)]
    return try Estimate(of: series) { means throws(StatisticsError) in
      try CorrelationLength.secondMoment(
        zero: sites * means[0], smallest: means[1], length: length)
    }
  }

  /// q by pair of neighbouring replicas and time: each replica is in one pair, so that pairs are
  /// independent.
  public static func overlaps(of chains: [SpaceObserver]) -> [[Double]] {
    stride(from: 0, to: chains.count - 1, by: 2).compactMap { first in
      let pairs = zip(chains[first].keptStates, chains[first + 1].keptStates)
      let values = pairs.compactMap { try? Overlap.overlap($0, $1) }
      return values.isEmpty ? nil : values
    }
  }

  /// G(r) along the last axis with jackknife errors over parts of chains; `nil` if not measured.
  public static func correlations(
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
