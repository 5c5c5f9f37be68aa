import DenseAlgebra

/// How many value rows are read in the mean: one for each agent that fires at all.
///
/// Shares are 0 beyond the agents, up to whole lanes.
enum ValueReads {
  /// Of S independent draws: Σ 1 − (1 − p)^S.
  static func independent(
    _ shares: Span<Float>, count: Int, draws: Int
  ) -> Float {
    sum(shares, count) { share in
      var silent = Lanes(repeating: 1)
      var square = 1 - share
      var rest = draws
      while rest > 0 {
        if rest & 1 == 1 { silent *= square }
        square *= square
        rest &>>= 1
      }
      return 1 - silent
    }
  }

  /// Of regular clocks of which `mean` firings count: Σ min(1, mean · p).
  static func regular(
    _ shares: Span<Float>, count: Int, mean: Float
  ) -> Float {
    sum(shares, count) { ($0 * mean).smaller(Lanes(repeating: 1)) }
  }

  /// Of a window with a Poisson number of firings: Σ 1 − e^{−mean p}.
  static func window(
    _ shares: Span<Float>, count: Int, mean: Float
  ) -> Float {
    sum(shares, count) { 1 - VectorFunctions.exp($0 * -mean) }
  }

  @inline(__always)
  private static func sum(
    _ shares: Span<Float>, _ count: Int, _ term: (Lanes) -> Lanes
  ) -> Float {
    var total = Lanes(repeating: 0)
    var index = 0
    while index < count {
      total += term(shares.lanes(index))
      index &+= 16
    }
    return total.treeSum
  }
}
