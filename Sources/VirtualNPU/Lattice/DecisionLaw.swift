import RandomStreams

/// How an agent draws its state from the field that it sees.
protocol DecisionLaw {
  /// The next state: +1 with probability σ(2x) of an ideal agent with x = β I.
  ///
  /// - Parameters:
  ///   - site: the agent.
  ///   - spin: its state.
  ///   - field: I = h + Σ J s.
  ///   - logit: ln(u/(1 − u)) of a uniform number: below 2x the agent is up.
  ///   - now: the time in seconds from the start of the run.
  mutating func next(
    site: Int, spin: Int8, field: Double, logit: Double, now: Double
  ) -> Int8
}

/// An ideal agent.
struct IdealAgents: DecisionLaw {
  let twiceBeta: Double

  @inline(__always)
  func next(site: Int, spin: Int8, field: Double, logit: Double, now: Double) -> Int8 {
    // Without a branch, which would often be predicted wrongly: the sign of the difference.
    let below = Int8(truncatingIfNeeded: (logit - twiceBeta * field).bitPattern &>> 63)
    return 2 &* below &- 1
  }
}

/// Agents as they are manufactured.
///
/// The converter sets βI; the physical temperature scales what it sets; offset and noise add to that. A
/// draw repeats the last one with probability e^{−Δ/τ}. A stuck agent ignores everything.
struct DeviceAgents: DecisionLaw {
  let beta: Double
  /// On β, of the die.
  let temperatureFactor: Double
  let drift_perSecond: Double
  let converter: InputConverter?
  let noise: Double
  let retention_s: Double
  /// Empty where there are none.
  let offsets: UnsafeBufferPointer<Double>
  let stuck: UnsafeBufferPointer<Int8>
  /// When each agent drew last; empty without retention.
  let lastDraws: UnsafeMutableBufferPointer<Double>
  /// Noise and retention.
  var words: WordSequence

  @inline(__always)
  mutating func next(
    site: Int, spin: Int8, field: Double, logit: Double, now: Double
  ) -> Int8 {
    if !stuck.isEmpty, stuck[site] != 0 { return stuck[site] }
    if retention_s > 0 {
      let age = (now - lastDraws[site]) / retention_s
      lastDraws[site] = now
      // Beyond 40 the probability is less than 10⁻¹⁷.
      if age < 40, words.uniform() < DeterministicFunctions.exp(-age) { return spin }
    }
    var x = beta * field
    if let converter { x = converter.converted(x) }
    x *= temperatureFactor * (1 + drift_perSecond * now)
    if !offsets.isEmpty { x += offsets[site] }
    if noise > 0 { x += noise * normal() }
    return logit < 2 * x ? 1 : -1
  }

  /// Standard normal, by Marsaglia's polar method.
  @inline(__always)
  private mutating func normal() -> Double {
    while true {
      let x = 2 * words.uniform() - 1
      let y = 2 * words.uniform() - 1
      let s = x * x + y * y
      if s < 1 && s > 0 { return x * (-2 * DeterministicFunctions.log(s) / s).squareRoot() }
    }
  }
}

/// The converter that sets the input of a lattice agent: signed codes, the nearest one to the input,
/// from −range to range with zero among them; one bit sets only the sign.
struct InputConverter: Equatable {
  let step: Double
  let largestCode: Double
  let range: Double

  init(bits: Int, range: Double) {
    largestCode = bits > 1 ? Double((1 << (min(bits, 52) - 1)) - 1) : 0
    step = largestCode > 0 ? range / largestCode : 0
    self.range = range
  }

  @inline(__always)
  func converted(_ input: Double) -> Double {
    if largestCode == 0 { return input < 0 ? -range : range }
    let size = min(largestCode, (abs(input) / step + 0.5).rounded(.down))
    return input < 0 ? -size * step : size * step
  }
}
