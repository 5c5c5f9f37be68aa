import RandomStreams

/// Ways in which a chip can read a row's entropy from what its agents do.
///
/// Times tell ln Z, because the first of the agents fires at the rate r₀Z; the scores of those that fired tell
/// ⟨s⟩; H = ln Z − β⟨s⟩. Counts tell H without β, r₀ and scores, but with a bias that grows with the number of keys.
/// Where the true rates are r₀e^{gβs} with a gain error g, times give ln Z(gβ) − β⟨s⟩, which is off by (g − 1)β⟨s⟩ and
/// depends on a common shift of the scores; counts are not. `docs/control.md` has the measured errors.
public enum EntropySensor: String, Sendable, CaseIterable {
  /// K firings at constant r₀: Ĥ = ψ(K) − ln(r₀T_K) − β·mean(s).
  case firingTimes = "firing-times"
  /// A window of constant length: Ĥ = ψ(n + 1) − ln(r₀T) − β·mean(s).
  case windowTimes = "window-times"
  /// K draws that each begin a ramp r₀e^{γt}: the formula of `firingTimes` in the ramp's own time.
  case rampedTimes = "ramped-times"
  /// r₀ scaled until all agents fire at R: Ĥ = ln(R/r₀) − β·mean(s).
  case scaledRate = "scaled-rate"
  /// Regular clocks of random phase: Ĥ = ln(K/(r₀T)) − β·mean(s).
  case regularTimes = "regular-times"
  /// Counts of independent draws, corrected after Grassberger.
  case counts
  /// Counts of regular clocks, as they are.
  case regularCounts = "regular-counts"

  /// The estimate from a row; `nil` where the row has not what the sensor needs.
  ///
  /// - Parameters:
  ///   - firings: what was seen.
  ///   - beta: the β that the controller set. Sensors of counts do not use it.
  public func estimate(_ firings: RowFirings, at beta: Double) -> EntropyEstimate? {
    guard firings.firings > 0 else { return nil }
    let count = Double(firings.firings)
    let energy = beta * firings.meanScore
    // Var of β·mean(s), unknown for a single firing.
    let spread = firings.scoreVariance.map { beta * beta * $0 / count }
    func timed(_ logPartition: Double, _ variance: Double?) -> EntropyEstimate {
      EntropyEstimate(
        entropy: logPartition - energy, variance: spread.flatMap { s in variance.map { $0 + s } })
    }
    switch self {
    case .firingTimes, .rampedTimes:
      guard let exposure = firings.exposure, exposure > 0 else { return nil }
      return timed(
        SpecialFunctions.digamma(count) - DeterministicFunctions.log(exposure),
        SpecialFunctions.trigamma(count))
    case .windowTimes:
      guard let exposure = firings.exposure, exposure > 0 else { return nil }
      return timed(
        SpecialFunctions.digamma(count + 1) - DeterministicFunctions.log(exposure), 1 / count)
    case .scaledRate:
      guard let logScale = firings.logScale else { return nil }
      return timed(logScale, 0)
    case .regularTimes:
      guard let exposure = firings.exposure, exposure > 0 else { return nil }
      let logarithm = DeterministicFunctions.log(count) - DeterministicFunctions.log(exposure)
      return EntropyEstimate(entropy: logarithm - energy, variance: nil)
    case .counts:
      return EntropyEstimate(
        entropy: CountEntropy.grassberger.estimate(firings.counts), variance: nil)
    case .regularCounts:
      return EntropyEstimate(entropy: CountEntropy.plugIn.estimate(firings.counts), variance: nil)
    }
  }

  /// The roads of attention that can carry it.
  public var roads: String {
    switch self {
    case .firingTimes: "race that stops by count, constant rate"
    case .windowTimes: "race that stops by time, constant rate"
    case .rampedTimes: "race, ramped rate"
    case .scaledRate: "race, scaled rate"
    case .regularTimes: "systematic draws, constant rate"
    case .counts: "every road with independent draws: races, Potts agents"
    case .regularCounts: "systematic draws"
    }
  }

  /// What it needs besides a counter of firings.
  public var needs: String {
    switch self {
    case .firingTimes, .windowTimes: "a clock; r₀ and β of the row; an adder of fired scores"
    case .rampedTimes: "a clock and e^{γt} of each draw; r₀, γ and β; an adder of fired scores"
    case .scaledRate: "the register that scales r₀; β; an adder of fired scores"
    case .regularTimes: "a clock; r₀ and β of the row; an adder of fired scores"
    case .counts, .regularCounts: "a counter a key"
    }
  }

  /// What it loses.
  public var loses: String {
    switch self {
    case .firingTimes:
      "nothing at constant r₀: unbiased, variance ψ′(K) + β²Var[s]/K. Errors of gain and of r₀ enter"
    case .windowTimes:
      "rows without a firing; otherwise a bias of E₁(r₀ZT), below 10⁻³ from five firings on"
    case .rampedTimes:
      "nothing, if every draw is timed; the total time alone is not enough (Jensen)"
    case .scaledRate:
      "times say nothing of Z, the register does, exactly: only β²Var[s]/K is left; its steps are an error of their own"
    case .regularTimes: "a bias of order N/K², no known variance"
    case .counts:
      "no β, r₀ or scores needed, so no error of gain; a bias of order (N/K)², large where K < N_eff"
    case .regularCounts: "a bias of order N/K from the rounding of n = Kp + u"
    }
  }
}
