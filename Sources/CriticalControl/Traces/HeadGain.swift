import RandomStreams

/// The factor on β that manufacturing gives a head.
public enum HeadGain {
  /// A log-normal gain e^{σz}.
  /// - Parameters:
  ///   - deviation: σ of ln gain.
  ///   - seed: of the run.
  ///   - head: number of the head, which names its stream.
  public static func draw(deviation: Double, seed: UInt64, head: Int) -> Double {
    var stream = RandomStream(
      StreamKey(seed: seed, purpose: .deviceVariation), site: UInt32(truncatingIfNeeded: head))
    return DeterministicFunctions.exp(min(max(deviation * stream.normal(), -300), 300))
  }
}
