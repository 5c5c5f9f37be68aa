internal import RandomStreams

/// Where to put the temperatures of parallel tempering.
public enum TemperingLadder {
  /// Inverse temperatures in geometric progression from first to last.
  /// - Precondition: 0 < first < last, count ≥ 2.
  public static func geometric(from first: Double, to last: Double, count: Int) -> [Double] {
    precondition(0 < first && first < last && count >= 2, "\(count) from \(first) to \(last)")
    let step = DeterministicFunctions.log(last / first) / Double(count - 1)
    return (0..<count).map {
      $0 == 0
        ? first : $0 == count - 1 ? last : first * DeterministicFunctions.exp(Double($0) * step)
    }
  }

  /// Moves inverse temperatures so that all exchanges will be refused equally often.
  ///
  /// The refusals between two temperatures, added up along the ladder, grow from 0 to the barrier Λ,
  /// nearly independently of how many temperatures there are; the new ladder divides Λ into equal
  /// parts, between the old temperatures by straight lines. Equal refusals give
  /// exchanges of alternating pairs the most round trips (Syed, Bouchard-Côté, Deligiannidis and Doucet,
  /// *Journal of the Royal Statistical Society B* 84, 321 (2022)).
  ///
  /// - Parameters:
  ///   - betas: ascending.
  ///   - acceptance: the measured share of exchanges between neighbours; one less than `betas`.
  ///   - count: how many temperatures the new ladder has; as many as before by default.
  /// - Returns: ascending inverse temperatures with the same ends.
  public static func equalised(
    _ betas: [Double], acceptance: [Double], count: Int? = nil
  ) -> [Double] {
    let count = count ?? betas.count
    precondition(
      betas.count >= 2 && acceptance.count == betas.count - 1 && count >= 2,
      "\(acceptance.count) acceptances for \(betas.count) temperatures")
    var barrier = [0.0]
    for share in acceptance {
      // A pair that never refused still has an extent, else temperatures would coincide.
      let refused = share.isFinite ? max(1 - share, 1e-6) : 1
      barrier.append(barrier[barrier.count - 1] + refused)
    }
    let part = barrier[barrier.count - 1] / Double(count - 1)
    var pair = 0
    return (0..<count).map { place in
      if place == 0 { return betas[0] }
      if place == count - 1 { return betas[betas.count - 1] }
      let target = Double(place) * part
      while pair < acceptance.count - 1, barrier[pair + 1] < target { pair += 1 }
      let fraction = (target - barrier[pair]) / (barrier[pair + 1] - barrier[pair])
      return betas[pair] + fraction * (betas[pair + 1] - betas[pair])
    }
  }
}
