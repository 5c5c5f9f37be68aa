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
    return try solve(target: target, lowest: lowest, highest: highest) { $0.entropy }
  }

  /// The β > 0 at which the mean of ln N₂ (N₂ = 1/Σp²) is `target`: it falls with β as H does.
  ///
  /// - Throws: `ControlError.unreachable` where no β gives that.
  public func beta(logParticipation target: Double) throws(ControlError) -> Double {
    let (lowest, highest) = (groundEntropy, logCount)
    guard target > lowest, target < highest else {
      throw .unreachable(target: target, lowest: lowest, highest: highest)
    }
    return try solve(target: target, lowest: lowest, highest: highest) { -$0.logCollision }
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
    let steps = 40
    let places = (0...steps).map { -3 + 7 * Double($0) / Double(steps) }
    let heights = places.map { capacity(scale * DeterministicFunctions.exp($0)) }
    let best = heights.indices.max { heights[$0] < heights[$1] } ?? 0
    var (low, high) = (places[max(best - 1, 0)], places[min(best + 1, steps)])
    let ratio = 0.381_966_011_250_105
    var (left, right) = (low + ratio * (high - low), high - ratio * (high - low))
    var (first, second) = (
      capacity(scale * DeterministicFunctions.exp(left)),
      capacity(scale * DeterministicFunctions.exp(right))
    )
    while high - low > 1e-8 {
      if first < second {
        (low, left, first) = (left, right, second)
        right = high - ratio * (high - low)
        second = capacity(scale * DeterministicFunctions.exp(right))
      } else {
        (high, right, second) = (right, left, first)
        left = low + ratio * (high - low)
        first = capacity(scale * DeterministicFunctions.exp(left))
      }
    }
    return scale * DeterministicFunctions.exp((low + high) / 2)
  }

  private func capacity(_ beta: Double) -> Double { state(at: beta).heatCapacity }

  /// The β at which a falling quantity is `target`, by Illinois' regula falsi in ln β between doublings of 4.
  private func solve(
    target: Double, lowest: Double, highest: Double, _ quantity: (RowState) -> Double
  ) throws(ControlError) -> Double {
    let scale = scoreDeviation > 0 ? 1 / scoreDeviation : 1
    func excess(_ u: Double) -> Double {
      quantity(state(at: scale * DeterministicFunctions.exp(u))) - target
    }
    var (low, high) = (0.0, 0.0)
    var above = excess(0)
    var below = above
    while above < 0 || below > 0 {
      // A target a rounding error from its limit has its β at 0 or at infinity.
      guard high - low < 300 else {
        throw .unreachable(target: target, lowest: lowest, highest: highest)
      }
      if above < 0 {
        (high, below) = (low, above)
        low -= 1.5
        above = excess(low)
      } else {
        (low, above) = (high, below)
        high += 1.5
        below = excess(high)
      }
    }
    if above == 0 || below == 0 {
      return scale * DeterministicFunctions.exp(above == 0 ? low : high)
    }
    var side = 0
    for _ in 0..<200 where high - low > 1e-14 {
      let next = (low * below - high * above) / (below - above)
      let middle = next > low && next < high ? next : (low + high) / 2
      let value = excess(middle)
      if value == 0 { return scale * DeterministicFunctions.exp(middle) }
      if value > 0 {
        (low, above) = (middle, value)
        // An end that stays twice counts half: the secant then steps across the root.
        if side == 1 { below /= 2 }
        side = 1
      } else {
        (high, below) = (middle, value)
        if side == -1 { above /= 2 }
        side = -1
      }
      if abs(value) < 1e-14 * max(1, abs(target)) {
        return scale * DeterministicFunctions.exp(middle)
      }
    }
    return scale * DeterministicFunctions.exp((low + high) / 2)
  }
}
