extension RandomStream {
  /// The number of successes in `trials` trials of probability p: binomial, exact.
  ///
  /// Inversion or BTRS (see `BinomialLaw`); two words or four serve most draws.
  /// - Precondition: 0 ≤ trials ≤ 65535 and 0 ≤ p ≤ 1.
  @inlinable
  public mutating func binomial(trials n: Int, probability: Double) -> Int {
    precondition(n >= 0 && n <= 65535, "\(n) trials, expected 0 to 65535")
    precondition(
      probability >= 0 && probability <= 1, "probability \(probability), expected 0 to 1")
    let flipped = probability > 0.5
    let p = flipped ? 1 - probability : probability
    let count: Int
    if Double(n) * p < BinomialLaw.inversionLimit {
      count = BinomialLaw.invert(
        n: n, p: p, none: BinomialLaw.power(1 - p, n), u: uniform())
    } else {
      let setup = BinomialLaw.Setup(n: n, p: p)
      count = transformedRejection(setup)
    }
    return flipped ? n - count : count
  }

  /// The number of successes in `trials` trials of probability 1 − e^{−rate}, from a uniform number: what
  /// `binomial(trials:probability:)` makes of the number if it comes first from a stream.
  ///
  /// e^{−x} ≥ 1 − x tells without an exponential that there is none.
  /// - Precondition: rate ≥ 0, and trials · rate < 10.
  @inlinable
  public static func binomial(trials n: Int, rate: Double, _ u: Double) -> Int {
    if rate < 0.5 && u <= 1 - Double(n) * rate - 1e-12 { return 0 }
    let probability = 1 - DeterministicFunctions.exp(-rate)
    let flipped = probability > 0.5
    let p = flipped ? 1 - probability : probability
    let count = BinomialLaw.invert(n: n, p: p, none: BinomialLaw.power(1 - p, n), u: u)
    return flipped ? n - count : count
  }

  @inlinable
  mutating func transformedRejection(_ setup: BinomialLaw.Setup) -> Int {
    while true {
      let (k, margin) = setup.candidate(uniform())
      let v = uniform()
      if margin >= 0.07 && v <= setup.acceptBelow { return Int(k) }
      let verdict = setup.squeeze(k, margin: margin, v: v)
      if verdict > 0 || verdict == 0 && setup.accepts(k, margin: margin, v: v) { return Int(k) }
    }
  }

  /// The number of events of a Poisson process with the given mean: exact.
  ///
  /// Inversion below a mean of 10, otherwise PTRS (Hörmann, "The transformed rejection method for
  /// generating Poisson random variables", Insurance: Mathematics and Economics 12, 1993).
  /// - Precondition: 0 ≤ mean ≤ 10⁹.
  @inlinable
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean <= 1e9, "Poisson mean \(mean), expected 0 to 10⁹")
    if mean < 10 {
      var r = DeterministicFunctions.exp(-mean)
      var u = uniform()
      var k = 0
      while u > r && k < 127 {
        u = u - r
        k &+= 1
        r = r * (mean * BinomialLaw.reciprocals[k])
      }
      return k
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let acceptBelow = 0.9277 - 3.6224 / (b - 2)
    while true {
      let centred = uniform() - 0.5
      let v = uniform()
      let margin = 0.5 - abs(centred)
      let k = ((2 * a / margin + b) * centred + mean + 0.43).rounded(.down)
      if margin >= 0.07 && v <= acceptBelow { return Int(k) }
      if k < 0 || (margin < 0.013 && v > margin) { continue }
      let left = DeterministicFunctions.log(v * inverseAlpha / (a / (margin * margin) + b))
      let right =
        k * DeterministicFunctions.log(mean) - mean - DeterministicFunctions.logFactorial(k)
      if left <= right { return Int(k) }
    }
  }

  /// Failures before the `successes`-th success of probability p: negative binomial, as a Poisson
  /// count whose mean is gamma distributed with scale (1 − p)/p.
  /// - Precondition: successes ≥ 1, 0 < p ≤ 1.
  @inlinable
  public mutating func negativeBinomial(successes: Double, probability: Double) -> Int {
    precondition(
      probability > 0 && probability <= 1, "probability \(probability), expected above 0, to 1")
    return poisson(mean: gamma(shape: successes) * ((1 - probability) / probability))
  }

  /// How `draws` independent draws fall into categories with probabilities wᵢ/Σw: multinomial, exact,
  /// by one binomial of what is left for each category until nothing is.
  /// - Parameters:
  ///   - draws: 0 to 65535.
  ///   - weights: not negative, finite, not all zero.
  ///   - counts: as many as weights; all are set.
  @inlinable
  public mutating func multinomial(
    draws: Int, weights: UnsafeBufferPointer<Float>, into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    precondition(
      weights.count == counts.count, "\(weights.count) weights for \(counts.count) counts")
    var total = 0.0
    var last = -1
    for index in 0..<weights.count {
      total += Double(weights[index])
      if weights[index] > 0 { last = index }
      counts[index] = 0
    }
    precondition(
      draws == 0 || total > 0, "multinomial of \(weights.count) weights that sum to \(total)")
    var left = draws
    for index in 0..<weights.count {
      if left == 0 { return }
      let weight = Double(weights[index])
      if weight == 0 { continue }
      // The last category takes what is left, whatever rounding has done to the total.
      let count =
        index == last ? left : binomial(trials: left, probability: min(1, weight / total))
      counts[index] = UInt16(truncatingIfNeeded: count)
      left &-= count
      total -= weight
    }
  }
}
