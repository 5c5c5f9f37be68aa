internal import Foundation

/// Means at a neighbouring β from samples at one β (Ferrenberg and Swendsen, *Phys. Rev. Lett.* 61,
/// 2635 (1988)):
///
/// ⟨O⟩(β') = Σ_t O_t e^{−(β' − β)E_t} / Σ_t e^{−(β' − β)E_t}.
///
/// Far from β a few samples carry all the weight, which ``effectiveFraction(at:)`` shows.
public struct Reweighting: Sendable {
  /// The inverse temperature of the samples.
  public let beta: Double
  /// E by chain and time.
  public let energies: [[Double]]

  /// Takes the energies of chains at one inverse temperature.
  ///
  /// - Parameters:
  ///   - energies: E of all spins together (not per spin), by chain and time.
  ///   - beta: β, finite.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite` or `.outOfRange`.
  public init(energies: [[Double]], beta: Double) throws(StatisticsError) {
    try checkFinite(beta, "beta")
    try checkSeries([energies], atLeast: 1)
    self.energies = energies
    self.beta = beta
  }

  /// e^{−(β' − β)E}, divided by the largest.
  private func weights(at other: Double) throws(StatisticsError) -> [[Double]] {
    try checkFinite(other, "beta")
    let shift = beta - other
    let largest = energies.reduce(-Double.infinity) { largest, chain in
      chain.reduce(largest) { max($0, shift * $1) }
    }
    return energies.map { $0.map { exp(shift * $0 - largest) } }
  }

  /// (Σw)²/(n Σw²) (Kish): the part of the samples that still counts at β'. Below some hundred
  /// samples, or a hundredth, neither value nor error can be trusted.
  ///
  /// - Throws: `StatisticsError.outOfRange` where β' is not finite.
  public func effectiveFraction(at other: Double) throws(StatisticsError) -> Double {
    let all = try weights(at: other).flatMap { $0 }
    let sum = all.reduce(0, +)
    return sum * sum / (Double(all.count) * all.reduce(0) { $0 + $1 * $1 })
  }

  /// A function of the means of observables at β'.
  ///
  /// - Parameters:
  ///   - observables: values by observable, chain and time, measured with the energies.
  ///   - other: β', finite.
  ///   - function: takes ⟨O⟩(β'), one an observable.
  /// - Returns: an estimate with a jackknife error; its effective samples are those at β times the
  ///   effective fraction.
  /// - Throws: `StatisticsError` as `Estimate.init(of:function:)`.
  public func estimate(
    of observables: [[[Double]]], at other: Double,
    _ function: ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> Estimate {
    try checkSeries([energies] + observables, atLeast: 1)
    let weights = try weights(at: other)
    let weighted = observables.map { chains in
      zip(chains, weights).map { zip($0, $1).map { $0 * $1 } }
    }
    var estimate = try Estimate(of: [weights] + weighted) { means throws(StatisticsError) in
      // All weights of a block may vanish against the largest.
      guard means[0] > 0 else { throw .noOverlap(beta: other) }
      return try function(means.dropFirst().map { $0 / means[0] })
    }
    let fraction = try effectiveFraction(at: other)
    estimate.effectiveSamples = max(1, estimate.effectiveSamples * fraction)
    return estimate
  }

  /// ⟨O⟩(β') of one observable.
  ///
  /// - Throws: as for a function of several.
  public func mean(
    of observable: [[Double]], at other: Double
  ) throws(StatisticsError) -> Estimate {
    try estimate(of: [observable], at: other) { $0[0] }
  }
}
