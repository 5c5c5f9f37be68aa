/// The law of one draw of an attention row, by the road of the settings.
struct AttentionLaw {
  /// Rates, load and score converters.
  let race: RaceLaw
  let settings: RunSettings

  /// Turns the scores of the first `count` agents into the shares of one accepted draw, in place; those of
  /// regular clocks that are drawn into the shares of firings, of which some are lost.
  ///
  /// The buffer has room for whole lanes; what lies beyond `count` becomes 0. Scores must be finite.
  func shares(_ scores: UnsafeMutableBufferPointer<Float>, count: Int) -> RaceLaw.Row {
    switch (settings.attention, settings.raceRate) {
    case (.race, .scaled) where settings.draws == .systematic && settings.fidelity != .expectation:
      return race.firingShares(scores, count: count)
    case (.race, .scaled):
      return race.shares(scores, count: count, draws: settings.draws)
    case (.race, .ramped): return race.rampedShares(scores, count: count)
    default: break
    }
    var row = RaceLaw.Row(acceptance: 1, rate: 1)
    let sum = race.weights(scores, count: count)
    if settings.attention == .oneHot {
      let law = OneHotLaw(
        weights: UnsafeBufferPointer(rebasing: scores[0..<count]), penalty: settings.oneHotPenalty)
      row.acceptance = Float(law.validity)
      row.changes = Float(law.flips)
    }
    race.scale(scores.baseAddress!, (count + 15) & ~15, by: 1 / sum)
    if settings.attention == .kawasaki { row.changes = KawasakiLaw.hops(scores, count: count) }
    return row
  }
}
