internal import Foundation

/// Defects and windings around a ring: site i has the neighbours i − 1 and i + 1, and the last site
/// meets the first.
public enum RingTopology {
  /// The bonds where domain walls (kinks) sit: J_i s_i s_{i+1} < 0.
  ///
  /// The product of all bond signs fixes the parity of their number: even on a ring, odd on a ring
  /// with one negative bond, the Möbius strip's boundary condition.
  ///
  /// - Parameters:
  ///   - spins: −1 or +1, at least 2.
  ///   - bondSigns: −1 or +1 for the bond from site i to i + 1; empty for all +1.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch` or `.outOfRange`.
  public static func kinks(
    spins: [Int8], bondSigns: [Int8] = []
  ) throws(StatisticsError) -> [Int] {
    guard spins.count >= 2 else { throw .tooFewValues(found: spins.count, needed: 2) }
    guard bondSigns.isEmpty || bondSigns.count == spins.count else {
      throw .lengthMismatch(first: spins.count, second: bondSigns.count)
    }
    try checkSpins(spins)
    try checkSpins(bondSigns, "bond sign")
    return spins.indices.filter { site in
      let sign = bondSigns.isEmpty ? 1 : bondSigns[site]
      return sign * spins[site] * spins[(site + 1) % spins.count] < 0
    }
  }

  /// How often angles turn around the circle along the ring: Σ (shortest differences)/2π. A
  /// difference of exactly half a turn counts as +½.
  ///
  /// - Parameter angles: in radians, finite, at least 2.
  /// - Throws: `StatisticsError.tooFewValues` or `.notFinite`.
  public static func winding(angles: [Double]) throws(StatisticsError) -> Int {
    try check(angles, atLeast: 2)
    var sum = 0.0
    for site in angles.indices {
      let difference = angles[(site + 1) % angles.count] - angles[site]
      let turn = remainder(difference, 2 * .pi)
      sum += turn <= -.pi ? .pi : turn
    }
    return Int((sum / (2 * .pi)).rounded())
  }

  /// The winding of clock spins, whose angles are 2π state/n. Where n is even, a difference of n/2
  /// counts as +½ turn.
  ///
  /// - Parameters:
  ///   - states: from 0 to n − 1, at least 2 of them.
  ///   - directions: n, at least 2.
  /// - Throws: `StatisticsError.tooFewValues` or `.outOfRange`.
  public static func winding(states: [Int], directions: Int) throws(StatisticsError) -> Int {
    guard states.count >= 2 else { throw .tooFewValues(found: states.count, needed: 2) }
    guard directions >= 2 else {
      throw .outOfRange(parameter: "directions", value: Double(directions), range: "2 or more")
    }
    if let state = states.first(where: { $0 < 0 || $0 >= directions }) {
      throw .outOfRange(parameter: "state", value: Double(state), range: "0 to \(directions - 1)")
    }
    var steps = 0
    for site in states.indices {
      var step = states[(site + 1) % states.count] - states[site]
      if 2 * step > directions { step -= directions }
      if 2 * step <= -directions { step += directions }
      steps += step
    }
    return steps / directions
  }
}

/// Refuses what is neither −1 nor +1.
func checkSpins(_ spins: [Int8], _ name: String = "spin") throws(StatisticsError) {
  if let spin = spins.first(where: { $0 != 1 && $0 != -1 }) {
    throw .outOfRange(parameter: name, value: Double(spin), range: "−1 or +1")
  }
}
