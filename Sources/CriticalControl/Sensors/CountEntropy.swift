import RandomStreams

/// Entropies from the counts of K independent draws.
public enum CountEntropy: String, Sendable, CaseIterable {
  /// −Σ (n/K) ln(n/K): too small by about (m − 1)/2K for m keys that can be drawn.
  case plugIn = "plug-in"
  /// Plug-in + (m̂ − 1)/2K, m̂ the keys that were drawn (Miller 1955).
  case millerMadow = "miller-madow"
  /// ln K − (1/K) Σ n G(n), G(n) = ψ(n) + ½(−1)ⁿ[ψ((n+1)/2) − ψ(n/2)] (Grassberger, arXiv physics/0307138).
  case grassberger
  /// −Σ Cp̂ ln(Cp̂)/(1 − (1 − Cp̂)^K), C = 1 − f₁/K the coverage (Chao and Shen, *Environ. Ecol. Stat.* 10, 429 (2003)).
  case chaoShen = "chao-shen"
  /// The posterior mean under a mixture of Dirichlet laws that is flat in H (Nemenman, Shafee and Bialek 2002).
  case nemenmanShafeeBialek = "nsb"

  /// Ĥ in nats.
  /// - Parameter counts: draws by key, all keys included. Not negative.
  /// - Precondition: at least one draw.
  public func estimate(_ counts: [Int]) -> Double {
    let total = counts.reduce(0, +)
    precondition(total > 0, "the entropy of no draws")
    let draws = Double(total)
    let seen = counts.filter { $0 > 0 }
    switch self {
    case .plugIn: return Self.plugIn(seen, draws)
    case .millerMadow: return Self.plugIn(seen, draws) + Double(seen.count - 1) / (2 * draws)
    case .grassberger:
      let sum = seen.reduce(0) { $0 + Double($1) * Self.grassbergerTerm($1) }
      return DeterministicFunctions.log(draws) - sum / draws
    case .chaoShen: return Self.chaoShen(seen, total)
    case .nemenmanShafeeBialek: return DirichletMixture(seen: seen, keys: counts.count).entropy
    }
  }

  private static func plugIn(_ seen: [Int], _ draws: Double) -> Double {
    seen.reduce(0) { sum, count in
      let share = Double(count) / draws
      return sum - share * DeterministicFunctions.log(share)
    }
  }

  private static func grassbergerTerm(_ count: Int) -> Double {
    let n = Double(count)
    let half = SpecialFunctions.digamma((n + 1) / 2) - SpecialFunctions.digamma(n / 2)
    return SpecialFunctions.digamma(n) + (count % 2 == 0 ? 0.5 : -0.5) * half
  }

  private static func chaoShen(_ seen: [Int], _ total: Int) -> Double {
    let single = seen.count { $0 == 1 }
    // All draws different would mean that nothing of the law was seen.
    let coverage = 1 - Double(min(single, total - 1)) / Double(total)
    guard coverage > 0 else { return 0 }
    return seen.reduce(0) { sum, count in
      let share = coverage * Double(count) / Double(total)
      let missed =
        share < 1
        ? DeterministicFunctions.exp(
          max(-690, Double(total) * DeterministicFunctions.log(1 - share)))
        : 0
      return sum - share * DeterministicFunctions.log(share) / (1 - missed)
    }
  }
}
