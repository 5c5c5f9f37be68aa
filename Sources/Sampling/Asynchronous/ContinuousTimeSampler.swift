/// A sampler whose agents act at random moments of continuous time.
///
/// The unit of time is 1/λ, with λ the mean rate of the agents' clocks. The spins are those at `now`, a
/// moment that does not depend on the process: an average over the moments of events would weigh states
/// by how much happens in them.
public protocol ContinuousTimeSampler: Sampler {
  /// The time since the sampler was made, in units of 1/λ.
  var now: Double { get }

  /// Goes on for a time.
  ///
  /// - Parameter time: in units of 1/λ.
  /// - Precondition: finite and not negative.
  mutating func advance(time: Double)
}

extension ContinuousTimeSampler {
  /// Goes on for a number of mean clock intervals 1/λ.
  public mutating func advance(sweeps: Int) { advance(time: Double(sweeps)) }

  /// Traps on a time that is none.
  static func check(time: Double) {
    precondition(time >= 0 && time.isFinite, "a time of \(time), expected 0 or more")
  }
}
