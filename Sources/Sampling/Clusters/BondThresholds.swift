internal import IsingModels
internal import RandomStreams

/// With which probability the bonds of a model hold their spins together.
///
/// A satisfied bond, βJ s_i s_j > 0, is set with probability 1 − e^{−2β|J|}, another never (Fortuin
/// and Kasteleyn). A field is a bond to a ghost spin that is always up (Coniglio, de Liberto, Monroy and
/// Peruggi, *Journal of Physics A* 22, L837 (1989)).
struct BondThresholds: Sendable {
  /// Whether βJ > 0, and the probability as a `Threshold`, in one word: the sign in its lowest bit.
  private var words: [UInt64] = []

  init(_ couplings: [Double], beta: Double) {
    // Most models have few different couplings.
    var known: [Double: UInt64] = [:]
    words = couplings.map { coupling in
      if let word = known[coupling] { return word }
      let exponent = 2 * beta * coupling
      let set = 1 - DeterministicFunctions.exp(-min(abs(exponent), 690))
      let word = Threshold.bits(set) & ~1 | (exponent > 0 ? 1 : 0)
      if known.count < 256 { known[coupling] = word }
      return word
    }
  }

  /// Whether a bond is set.
  /// - Parameter equal: whether its spins are equal.
  @inline(__always)
  func isSet(_ bond: Int, equal: Bool, _ random: inout WordSequence) -> Bool {
    let word = words[bond]
    guard (word & 1 == 1) == equal, word > 1 else { return false }
    return Threshold.happens(word, &random)
  }
}
