/// Draws of a state with given weights by inversion, from a table of where to begin (Chen and Asau,
/// *AIIE Transactions* 6, 163 (1974)): two steps in the mean, whatever the number of states.
package struct GuidedChoice: Sendable {
  /// Cumulative weights.
  private let sums: [Double]
  /// By the integer part of u times the number of states, the first state that may be meant.
  private let guide: [Int32]
  private let last: Int

  /// The states 0… with weights that are not negative; of no weight at all, the first one is drawn.
  package init(_ weights: [Double]) {
    var sum = 0.0
    let sums = weights.map { weight in
      sum += weight
      return sum
    }
    let last = weights.lastIndex { $0 > 0 } ?? 0
    var state = 0
    guide = weights.indices.map { start in
      let reached = Double(start) / Double(weights.count) * sum
      while state < last, sums[state] <= reached { state += 1 }
      return Int32(truncatingIfNeeded: state)
    }
    self.sums = sums
    self.last = last
  }

  /// The first state whose cumulative weight is above `uniform` times the whole.
  @inline(__always)
  package func state(_ uniform: Double) -> Int {
    let (sums, guide) = (sums.span, guide.span)
    let target = uniform * sums[last]
    var state = Int(guide[Int(uniform * Double(guide.count))])
    // A product may round to the next slot: then the table begins too late.
    while state > 0, sums[state &- 1] > target { state &-= 1 }
    while state < last, sums[state] <= target { state &+= 1 }
    return state
  }
}
