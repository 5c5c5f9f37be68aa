/// The generator splitmix64 (Steele, Lea and Flood, OOPSLA 2014): word k is a function of k alone, for
/// fixed patterns that need no stream of a run.
public enum SplitMix64 {
  /// The word at a place of the sequence from seed 0; `place` 1 is the first.
  public static func word(_ place: UInt64) -> UInt64 {
    var z = place &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
