import DenseAlgebra

/// A particle on the complete graph of N keys that hops from j to k at the rate
/// w/(1 + e^{s_j − s_k}) = w p_k/(p_j + p_k): pair heat bath. Its stationary law is softmax.
///
/// Every rate is at least w p_k, so that the particle forgets where it was at least as fast as if it
/// were drawn anew at the rate w: relaxation time ≤ 1/w for any scores and N.
package enum KawasakiLaw {
  /// Hops in the mean, in one period 1/w: Σ_{j≠k} p_j p_k/(p_j + p_k).
  ///
  /// - Parameters:
  ///   - row: p; 0 beyond `count`, up to whole lanes.
  ///   - count: Keys.
  package static func hops(_ row: Span<Float>, count: Int) -> Float {
    var hops: Float = 0
    for site in 0..<count where row[site] > 0 {
      let here = row[site]
      var total = Lanes(repeating: 0)
      var index = 0
      while index < count {
        let there = row.lanes(index)
        total += there / (there + here)
        index &+= 16
      }
      // The particle's own site is in the sum as a half.
      hops += here * (total.treeSum - 0.5)
    }
    return hops
  }
}
