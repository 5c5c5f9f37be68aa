/// Systematic resampling: the uniform numbers of S draws are a comb (u, u + 1, …)/S with one random offset
/// u, so that n_j = ⌊S C_j + u⌋ − ⌊S C_{j−1} + u⌋ with the cumulative shares C.
package struct SystematicComb {
  private let samples: Int
  private let phase: Double

  /// A comb of S teeth with an offset in [0, 1).
  package init(samples: Int, phase: Double) {
    self.samples = samples
    self.phase = phase
  }

  /// Replaces the shares of `count` agents by their counts, S in all.
  package func count(_ shares: inout MutableSpan<Float>, of count: Int) {
    var total = 0.0
    var last = 0
    for index in 0..<count {
      total += Double(shares[index])
      if shares[index] > 0 { last = index }
    }
    var sum = 0.0
    var counted = 0
    for index in 0..<count {
      sum += Double(shares[index])
      // The last state ends the comb whatever rounding left of the sum.
      let teeth = index == last ? samples : Int(sum / total * Double(samples) + phase)
      let reached = index > last ? counted : min(teeth, samples)
      shares[index] = Float(reached - counted)
      counted = reached
    }
  }
}
