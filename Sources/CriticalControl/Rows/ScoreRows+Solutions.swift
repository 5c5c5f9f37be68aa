import RandomStreams

// Values of β at which rows have a property.
extension ScoreRows {
  /// The β > 0 at which the mean entropy is `target`: H falls with β, since dH/dβ = −β Var.
  ///
  /// - Throws: `ControlError.unreachable` where no β gives that entropy.
  public func beta(entropy target: Double) throws(ControlError) -> Double {
    let (lowest, highest) = (groundEntropy, logCount)
    guard target > lowest, target < highest else {
      throw .unreachable(target: target, lowest: lowest, highest: highest)
    }
    return try bisect(target: target, lowest: lowest, highest: highest) { $0.entropy }
  }

  /// The β > 0 at which the mean of ln N₂ (N₂ = 1/Σp²) is `target`: it falls with β as H does.
  ///
  /// - Throws: `ControlError.unreachable` where no β gives that.
  public func beta(logParticipation target: Double) throws(ControlError) -> Double {
    let (lowest, highest) = (groundEntropy, logCount)
    guard target > lowest, target < highest else {
      throw .unreachable(target: target, lowest: lowest, highest: highest)
    }
    return try bisect(target: target, lowest: lowest, highest: highest) { -$0.logCollision }
  }

  /// The pseudo-critical β_c, operationally: where the heat capacity β² Var_p[s] = −dH/d ln β is largest.
  ///
  /// For Gaussian scores it lies at 0.74 to 0.80 of the freezing point √(2 ln N)/σ. `nil` where all
  /// scores of each row are equal.
  public var criticalBeta: Double? {
    let deviation = scoreDeviation
    guard deviation > 0 else { return nil }
    let scale = 1 / deviation
    // A grid finds the highest of several peaks, golden sections its place.
    let steps = 96
    let grid = (0...steps).map {
      scale * DeterministicFunctions.exp(-3 + 7 * Double($0) / Double(steps))
    }
    let best = grid.indices.max { capacity(grid[$0]) < capacity(grid[$1]) } ?? 0
    var low = grid[max(best - 1, 0)]
    var high = grid[min(best + 1, steps)]
    let ratio = 0.381_966_011_250_105
    for _ in 0..<48 {
      let (left, right) = (low + ratio * (high - low), high - ratio * (high - low))
      if capacity(left) < capacity(right) { low = left } else { high = right }
    }
    return (low + high) / 2
  }

  private func capacity(_ beta: Double) -> Double { state(at: beta).heatCapacity }

  private func bisect(
    target: Double, lowest: Double, highest: Double, _ quantity: (RowState) -> Double
  ) throws(ControlError) -> Double {
    let scale = scoreDeviation > 0 ? 1 / scoreDeviation : 1
    var (low, high) = (scale, scale)
    var expansions = 0
    while quantity(state(at: low)) < target || quantity(state(at: high)) > target {
      if quantity(state(at: low)) < target { low /= 4 }
      if quantity(state(at: high)) > target { high *= 4 }
      expansions += 1
      // A target a rounding error from its limit has its β at 0 or at infinity.
      guard expansions < 200 else {
        throw .unreachable(target: target, lowest: lowest, highest: highest)
      }
    }
    for _ in 0..<80 {
      let middle = (low * high).squareRoot()
      if quantity(state(at: middle)) > target { low = middle } else { high = middle }
    }
    return (low * high).squareRoot()
  }
}
