import RandomStreams

/// What an attention row is at an inverse temperature: moments of p_j ∝ e^{βs_j}, or their means over rows.
public struct RowState: Sendable, Equatable {
  /// The inverse temperature β, per unit of score.
  public var beta: Double
  /// ln N, N the number of keys.
  public var logCount: Double
  /// ln Z = ln Σ e^{βs}.
  public var logPartition: Double
  /// H = −Σ p ln p in nats.
  public var entropy: Double
  /// ⟨s⟩ = Σ p s.
  public var meanScore: Double
  /// Var_p[s] = Σ p (s − ⟨s⟩)².
  public var scoreVariance: Double
  /// ln Σ p²: minus Rényi's entropy of order 2.
  public var logCollision: Double

  /// N_eff = e^H, the effective number of competitors.
  public var effectiveCompetitors: Double { DeterministicFunctions.exp(entropy) }
  /// N₂ = 1/Σp², the participation ratio.
  public var participation: Double { DeterministicFunctions.exp(-logCollision) }
  /// C = β² Var_p[s] = −dH/d ln β.
  public var heatCapacity: Double { beta * beta * scoreVariance }
  /// dH/dβ = −β Var_p[s].
  public var entropySlope: Double { -beta * scoreVariance }

  /// The state of one row.
  /// - Precondition: at least one score, all finite.
  public init(scores: [Double], beta: Double) {
    // At a negative β, where printed controllers may go, the smallest score dominates.
    var top = scores[0]
    for score in scores where beta * score > beta * top { top = score }
    // Moments about the dominating score: in the frozen phase they are small, not differences of large ones.
    var (z, first, second, squares) = (0.0, 0.0, 0.0, 0.0)
    for score in scores {
      let distance = score - top
      let exponent = beta * distance
      // e^{−690} is nothing beside the largest weight, which is 1.
      guard exponent > -690 else { continue }
      let weight = DeterministicFunctions.exp(exponent)
      z += weight
      first += weight * distance
      second += weight * distance * distance
      squares += weight * weight
    }
    let mean = first / z
    self.beta = beta
    logCount = DeterministicFunctions.log(Double(scores.count))
    meanScore = top + mean
    logPartition = beta * top + DeterministicFunctions.log(z)
    entropy = max(0, DeterministicFunctions.log(z) - beta * mean)
    scoreVariance = max(0, second / z - mean * mean)
    logCollision = DeterministicFunctions.log(squares / (z * z))
  }

  /// The means of states of several rows at one β.
  /// - Precondition: at least one.
  public init(meanOf states: [RowState]) {
    let share = 1 / Double(states.count)
    func mean(_ quantity: KeyPath<RowState, Double>) -> Double {
      states.reduce(0) { $0 + $1[keyPath: quantity] } * share
    }
    beta = states[0].beta
    logCount = mean(\.logCount)
    logPartition = mean(\.logPartition)
    entropy = mean(\.entropy)
    meanScore = mean(\.meanScore)
    scoreVariance = mean(\.scoreVariance)
    logCollision = mean(\.logCollision)
  }
}
