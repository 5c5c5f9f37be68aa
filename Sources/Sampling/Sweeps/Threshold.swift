internal import RandomStreams

/// A probability as an integer: an event happens if 64 random bits are below it.
///
/// The lower 32 bits are drawn only where the upper ones leave the decision open, once in 2³²
/// decisions. Probabilities are right to 2⁻⁶⁴, and an event of probability 1 fails once in 2⁶⁴.
enum Threshold {
  /// The integer of a probability from 0 to 1.
  static func bits(_ probability: Double) -> UInt64 {
    let scaled = probability * 0x1p64
    return scaled >= 0x1p64 ? .max : (scaled > 0 ? UInt64(scaled) : 0)
  }

  /// Whether an event of probability threshold/2⁶⁴ happens.
  @inline(__always)
  static func happens(_ threshold: UInt64, _ words: inout WordSequence) -> Bool {
    decides(threshold, words.next(), &words)
  }

  /// The same with the upper 32 bits already drawn.
  @inline(__always)
  static func decides(_ threshold: UInt64, _ word: UInt32, _ words: inout WordSequence) -> Bool {
    let high = UInt32(truncatingIfNeeded: threshold &>> 32)
    if word > high { return false }
    return word < high || words.next() < UInt32(truncatingIfNeeded: threshold)
  }
}
