import RandomStreams

/// The entropy of Nemenman, Shafee and Bialek (arXiv physics/0108025): the posterior mean under Dirichlet priors of
/// all concentrations a, with the weight dξ/da, ξ(a) = ψ(Na + 1) − ψ(a + 1) the prior's mean entropy, so that the prior
/// is nearly flat in H.
struct DirichletMixture {
  /// How many keys have each count, zero included.
  private let levels: [(count: Double, keys: Double)]
  private let draws: Double
  private let keys: Double

  /// Takes the counts of the keys that were drawn, and the number of all keys.
  init(seen: [Int], keys: Int) {
    var tally: [Int: Int] = [:]
    for count in seen { tally[count, default: 0] += 1 }
    if keys > seen.count { tally[0] = keys - seen.count }
    levels = tally.sorted { $0.key < $1.key }.map { (Double($0.key), Double($0.value)) }
    draws = Double(seen.reduce(0, +))
    self.keys = Double(keys)
  }

  /// ∫ H(a) w(a) da / ∫ w(a) da over ln a from −14 to 10, by the trapezoid rule.
  var entropy: Double {
    guard keys > 1 else { return 0 }
    let grid = (0...240).map { DeterministicFunctions.exp(-14 + 0.1 * Double($0)) }
    let logWeights = grid.map { a in
      // dξ/d ln a
      let density =
        a * (keys * SpecialFunctions.trigamma(keys * a + 1) - SpecialFunctions.trigamma(a + 1))
      return logEvidence(a) + DeterministicFunctions.log(max(density, 1e-300))
    }
    let largest = logWeights.max() ?? 0
    var (sum, weight) = (0.0, 0.0)
    for (a, logWeight) in zip(grid, logWeights) where logWeight > largest - 60 {
      let w = DeterministicFunctions.exp(logWeight - largest)
      sum += w * posteriorMean(a)
      weight += w
    }
    return sum / weight
  }

  /// ln P(counts | a) up to what does not depend on a.
  private func logEvidence(_ a: Double) -> Double {
    let whole =
      SpecialFunctions.logGamma(keys * a) - SpecialFunctions.logGamma(draws + keys * a)
    let single = SpecialFunctions.logGamma(a)
    return levels.reduce(whole) {
      $0 + $1.keys * (SpecialFunctions.logGamma($1.count + a) - single)
    }
  }

  /// E[H | counts, a] = ψ(K + Na + 1) − Σ (n + a)/(K + Na) ψ(n + a + 1) (Wolpert and Wolf 1995).
  private func posteriorMean(_ a: Double) -> Double {
    let total = draws + keys * a
    let sum = levels.reduce(0) {
      $0 + $1.keys * ($1.count + a) / total * SpecialFunctions.digamma($1.count + a + 1)
    }
    return SpecialFunctions.digamma(total + 1) - sum
  }
}
