import DenseAlgebra
package import HardwareSpecs

/// The law of a race between agents with rates r_j = R p_j, as the chip's devices shape it.
///
/// Scores enter through a DAC of b_s bits whose 2^b_s levels span D nats below the row's maximum;
/// agents further below are off. A rate saturates at λ_max: then the agents together fire at only
/// R' = R Σ min(p_j, λ_max/R). Two firings of different agents within τ collide: the draw is discarded
/// and the race starts again, so that p′_j ∝ p_j e^{a p_j} with a = R' τ, and a draw is accepted with
/// probability A = Σ p_j e^{−a(1−p_j)}.
package struct RaceLaw: Sendable {
  /// What a row of scores makes of its race.
  package struct Row: Sendable, Equatable {
    /// A: the probability that a draw does not collide.
    package var acceptance: Float
    /// R'/R: 1 unless an agent saturates.
    package var rate: Float
  }

  /// R, the rate of all agents together, in hertz.
  package let totalRate_Hz: Double
  /// a = R τ.
  package let load: Float
  /// λ_max / R: the largest share of one agent; ≥ 1 if none saturates.
  package let largestShare: Float
  /// Nats of one DAC step: D / (2^b_s − 1).
  package let step_nats: Float
  /// Steps of the DAC; an agent further below the maximum is off.
  package let steps: Float

  /// Weights of all levels of a DAC of few bits, and of the first level that is off.
  private var weights: [Float]

  /// The law of a chip's race tiles.
  package init(timing: ChipTiming) {
    totalRate_Hz = timing.raceLoad / timing.arbitration_s
    load = Float(timing.raceLoad)
    largestShare = Float(timing.maximumRate_Hz / totalRate_Hz)
    steps = Float((1 << timing.scoreBits) - 1)
    step_nats = Float(timing.scoreRange_nats) / steps
    weights = []
    guard timing.scoreBits <= 12 else { return }
    weights = (0...(1 << timing.scoreBits)).map { exactWeight(Lanes(repeating: Float($0)))[0] }
  }

  /// Turns the scores of the first `count` agents into shares p′ in place.
  ///
  /// The buffer has room for whole lanes; what lies beyond `count` becomes 0. Scores must be finite.
  package func shares(_ scores: UnsafeMutableBufferPointer<Float>, count: Int) -> Row {
    let row = scores.baseAddress!
    let padded = (count + 15) & ~15
    for index in count..<padded { row[index] = -.infinity }
    let largest = Lanes(
      repeating: RowReductions.maximum(UnsafeBufferPointer(start: row, count: padded)))
    let inverseStep = 1 / step_nats
    var total = Lanes(repeating: 0)
    var index = 0
    while index < padded {
      let level = floorOfNonNegative((largest - row.lanes(index)) * inverseStep + 0.5)
      let weight = weight(ofLevel: level)
      row.store(weight, at: index)
      total += weight
      index &+= 16
    }
    var sum = total.treeSum
    var rate: Float = 1
    if largestShare < 1 {
      sum = saturate(row, padded, inverse: 1 / sum)
      rate = sum
    }
    let load = load * rate
    guard load > 0 else {
      scale(row, padded, by: 1 / sum)
      return Row(acceptance: 1, rate: rate)
    }
    let inverse = 1 / sum
    total = Lanes(repeating: 0)
    index = 0
    while index < padded {
      let share = row.lanes(index) * inverse
      let collided = share * VectorFunctions.exp(share * load)
      row.store(collided, at: index)
      total += collided
      index &+= 16
    }
    let collided = total.treeSum
    scale(row, padded, by: 1 / collided)
    let acceptance = collided * VectorFunctions.exp(Lanes(repeating: -load))[0]
    return Row(acceptance: acceptance < 1 ? acceptance : 1, rate: rate)
  }

  /// e^{−level · step}, 0 beyond the last level.
  @inline(__always)
  private func weight(ofLevel level: Lanes) -> Lanes {
    guard !weights.isEmpty else { return exactWeight(level) }
    // Levels as integers: adding 1.5·2²³ leaves them in the low bits.
    let last = Lanes(repeating: Float(weights.count - 1))
    let places =
      unsafeBitCast(level.smaller(last) + 12_582_912, to: SIMD16<Int32>.self) &- 0x4b40_0000
    return weights.withUnsafeBufferPointer { weights in
      var result = Lanes()
      for lane in 0..<16 { result[lane] = weights[Int(places[lane])] }
      return result
    }
  }

  private func exactWeight(_ level: Lanes) -> Lanes {
    VectorFunctions.exp(level * -step_nats).replacing(with: 0, where: level .> steps)
  }

  /// Shares of the total rate, none above λ_max; returns their sum.
  private func saturate(
    _ row: UnsafeMutablePointer<Float>, _ count: Int, inverse: Float
  ) -> Float {
    var total = Lanes(repeating: 0)
    for index in stride(from: 0, to: count, by: 16) {
      let share = (row.lanes(index) * inverse).smaller(Lanes(repeating: largestShare))
      row.store(share, at: index)
      total += share
    }
    return total.treeSum
  }

  @inline(__always)
  private func scale(_ row: UnsafeMutablePointer<Float>, _ count: Int, by factor: Float) {
    var index = 0
    while index < count {
      row.store(row.lanes(index) * factor, at: index)
      index &+= 16
    }
  }
}
