import RandomStreams

/// The gain κ of a Newton step by time: κ(t) = κ_max e^{−t/τ} + κ_∞.
public struct GainSchedule: Sendable, Equatable {
  /// κ_max: what is added at the start.
  public var additional: Double
  /// κ_∞: what is left at the end.
  public var final: Double
  /// τ in steps.
  public var time: Double

  /// Creates a schedule.
  public init(additional: Double, final: Double, time: Double) {
    self.additional = additional
    self.final = final
    self.time = time
  }

  /// Always κ.
  public static func constant(_ gain: Double) -> GainSchedule {
    GainSchedule(additional: 0, final: gain, time: 1)
  }

  /// κ(t).
  public func gain(at step: Int) -> Double {
    additional == 0
      ? final
      : additional * DeterministicFunctions.exp(max(-690, -Double(step) / time)) + final
  }

  /// The factor of a small error from one step to the next, 1 − κ(t). The loop is stable where it lies within ±1.
  public func multiplier(at step: Int) -> Double { 1 - gain(at: step) }

  /// The first step from which on the loop is stable, κ(t) < 2: τ ln(κ_max/(2 − κ_∞)). 0 where it always is, `nil`
  /// where it never is.
  public var stableFrom: Double? {
    guard final < 2 else { return nil }
    return max(0, additional > 0 ? time * DeterministicFunctions.log(additional / (2 - final)) : 0)
  }

  /// The same schedule with κ(0) ≤ 1.5: κ_max at most ½ beside κ_∞ = 1.
  public var corrected: GainSchedule {
    GainSchedule(additional: min(additional, max(0, 1.5 - final)), final: final, time: time)
  }
}
