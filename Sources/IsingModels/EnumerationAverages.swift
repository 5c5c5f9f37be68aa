internal import Foundation

/// Means in the law P ∝ e^{−βE}, with m = Σ s / N.
public struct ThermalAverages: Sendable, Equatable {
  /// The inverse temperature.
  public let beta: Double
  /// ln Z.
  public let logPartitionFunction: Double
  /// ⟨E⟩.
  public let energy: Double
  /// ⟨E²⟩ − ⟨E⟩².
  public let energyVariance: Double
  /// ⟨|m|⟩.
  public let absoluteMagnetisation: Double
  /// ⟨m⟩.
  public let magnetisation: Double
  /// ⟨m²⟩.
  public let squaredMagnetisation: Double
  /// ⟨m⁴⟩.
  public let fourthMagnetisation: Double

  /// C = β² (⟨E²⟩ − ⟨E⟩²), of the whole system.
  public var heatCapacity: Double { beta * beta * energyVariance }
  /// S = ln Z + β⟨E⟩, of the whole system, in nats.
  public var entropy: Double { logPartitionFunction + beta * energy }
  /// Binder's U₄ = 1 − ⟨m⁴⟩ / (3 ⟨m²⟩²).
  public var binderCumulant: Double {
    1 - fourthMagnetisation / (3 * squaredMagnetisation * squaredMagnetisation)
  }
}

extension Enumeration {
  /// The exact means at an inverse temperature.
  ///
  /// - Parameter beta: any finite number; below 0 the highest energies weigh most.
  /// - Complexity: one exponential a state.
  public func averages(beta: Double) -> ThermalAverages {
    // Energies count from the heaviest state: no overflow, and no cancellation in the variance.
    let origin = beta < 0 ? energies.max() ?? 0 : groundEnergy
    var sum = 0.0
    var first = 0.0
    var second = 0.0
    var byMagnetisation = [Double](repeating: 0, count: spinCount + 1)
    // Blocks keep rounding errors of long sums of equal terms small.
    for start in stride(from: 0, to: energies.count, by: Self.block) {
      var partSum = 0.0
      var partFirst = 0.0
      var partSecond = 0.0
      var part = [Double](repeating: 0, count: spinCount + 1)
      for state in start..<min(start + Self.block, energies.count) {
        let distance = energies[state] - origin
        let weight = exp(-beta * distance)
        partSum += weight
        partFirst += weight * distance
        partSecond += weight * distance * distance
        part[state.nonzeroBitCount] += weight
      }
      sum += partSum
      first += partFirst
      second += partSecond
      for count in part.indices { byMagnetisation[count] += part[count] }
    }
    func mean(_ function: (Double) -> Double) -> Double {
      byMagnetisation.enumerated().reduce(0) { total, entry in
        let m = Double(2 * entry.offset - spinCount) / Double(spinCount)
        return total + entry.element * function(m)
      } / sum
    }
    let distance = first / sum
    return ThermalAverages(
      beta: beta, logPartitionFunction: -beta * origin + log(sum), energy: origin + distance,
      energyVariance: max(0, second / sum - distance * distance),
      absoluteMagnetisation: mean(abs), magnetisation: mean { $0 },
      squaredMagnetisation: mean { $0 * $0 }, fourthMagnetisation: mean { $0 * $0 * $0 * $0 })
  }
}
