import RandomStreams

/// The stationary law of a group of N spins n ∈ {0, 1} that a penalty drives towards exactly one 1:
/// P(n) ∝ Π_j (z w_j)^{n_j} e^{−βA(k−1)²}, k = Σn, with w_j = e^{score_j} and the fugacity z = e^{βμ}.
///
/// Given k = 1 it is softmax for any z and A. z = e₂(w)^{−1/2} makes k = 0 and k = 2 equally rare, and
/// then P(k = 1) ≥ 1/(1 + √2 e^{−βA}) whatever N.
package struct OneHotLaw {
  /// Groups with more ones than this have a weight below e^{−49 βA}.
  static let mostOnes = 8

  /// z.
  package let fugacity: Double
  /// P(k = 1): the share of read-outs that are valid.
  package let validity: Double
  /// Flips of the whole group in the mean, in one period 1/λ of a spin's clock.
  package let flips: Double

  /// The law of a group.
  ///
  /// - Parameters:
  ///   - weights: w_j; not negative, not all 0.
  ///   - penalty: βA in nats, above 0.
  ///   - fugacity: z; `nil` for the optimal one.
  package init(weights: Span<Float>, penalty: Double, fugacity: Double? = nil) {
    let z = fugacity ?? Self.optimalFugacity(weights)
    self.fugacity = z
    let most = min(weights.count, Self.mostOnes)
    let sums = Self.symmetricSums(weights, factor: z, most: most)
    let penalties = (0...most).map { ones in
      DeterministicFunctions.exp(max(-690, -penalty * Double((ones - 1) * (ones - 1))))
    }
    let partition = zip(sums, penalties).reduce(0) { $0 + $1.0 * $1.1 }
    validity = sums[1] * penalties[1] / partition
    // In equilibrium each flip up is undone by one down: twice the flow from k to k + 1 ones.
    var flow = 0.0
    for agent in weights.indices where weights[agent] > 0 {
      let x = z * Double(weights[agent])
      // e_k without agent j, by taking it out again.
      var others = 1.0
      for ones in 0..<min(most, 4) {
        let odds = x * DeterministicFunctions.exp(max(-690, -penalty * Double(2 * ones - 1)))
        flow += penalties[ones] * others * odds / (1 + odds)
        others = max(0, sums[ones + 1] - x * others)
      }
    }
    flips = 2 * flow / partition
  }

  /// e₂^{−1/2}, from e₂ = ((Σw)² − Σw²)/2 with what is left of it in double precision; a group in which
  /// only one agent has a weight needs none, and gets the largest.
  package static func optimalFugacity(_ weights: Span<Float>) -> Double {
    var (first, second) = (0.0, 0.0)
    for agent in weights.indices {
      second += first * Double(weights[agent])
      first += Double(weights[agent])
    }
    return 1 / max(second, 1e-18).squareRoot()
  }

  /// e_0…e_most of the numbers factor · w_j.
  private static func symmetricSums(
    _ weights: Span<Float>, factor: Double, most: Int
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: most + 1)
    sums[0] = 1
    var elements = sums.mutableSpan
    for agent in weights.indices where weights[agent] > 0 {
      let x = factor * Double(weights[agent])
      for ones in stride(from: most, to: 0, by: -1) {
        elements[ones] += x * elements[ones &- 1]
      }
    }
    return sums
  }
}
