internal import Foundation

/// Exact results of n ≥ 3 spins on a ring with one coupling, and of the ring with one turned bond.
///
/// The turned bond, between the last spin and spin 0, is the boundary of a Möbius strip for ±1 fields:
/// the number of bonds against their sign is odd there and even on the plain ring. With t = tanh βJ
/// and η = −1 where a bond is turned, 1 otherwise:
/// Z = (2 cosh βJ)ⁿ (1 + η tⁿ), ⟨s₀ s_r⟩ = (t^r + η t^{n−r})/(1 + η tⁿ).
public struct RingIsing: Sendable, Equatable {
  /// n.
  public let spinCount: Int
  /// Whether the bond between the last spin and spin 0 is turned.
  public let hasTurnedBond: Bool

  /// A ring.
  ///
  /// - Throws: `ExactSolutionError` for fewer than 3 spins.
  public init(spinCount: Int, hasTurnedBond: Bool = false) throws(ExactSolutionError) {
    try ExactSolutionError.check("spins of a ring", spinCount, atLeast: 3)
    self.spinCount = spinCount
    self.hasTurnedBond = hasTurnedBond
  }

  /// ln Z at a value of βJ of either sign.
  ///
  /// - Throws: `ExactSolutionError` unless βJ is finite.
  public func logPartitionFunction(betaJ: Double) throws(ExactSolutionError) -> Double {
    try ExactSolutionError.check("beta J", isFinite: betaJ)
    let k = abs(betaJ)
    // ln 2 cosh k = k + ln(1 + e^{−2k}).
    return Double(spinCount) * (k + log1p(exp(-2 * k))) + log(onePlusLoop(betaJ))
  }

  /// ⟨E⟩/J, −n (t + η t^{n−1})/(1 + η tⁿ): each bond's correlation is the same, with its sign.
  ///
  /// - Throws: `ExactSolutionError` unless βJ is finite.
  public func energy(betaJ: Double) throws(ExactSolutionError) -> Double {
    -Double(spinCount) * (try correlation(distance: 1, betaJ: betaJ))
  }

  /// ⟨s₀ s_r⟩, on the turned ring along bonds that are not turned.
  ///
  /// - Parameters:
  ///   - distance: r in 0 … n.
  ///   - betaJ: βJ, of either sign.
  /// - Throws: `ExactSolutionError` for r out of range or βJ that is not finite.
  public func correlation(
    distance: Int, betaJ: Double
  ) throws(ExactSolutionError) -> Double {
    guard (0...spinCount).contains(distance) else {
      throw .outOfRange(
        "distance", found: Double(distance), expected: "0 to \(spinCount)")
    }
    try ExactSolutionError.check("beta J", isFinite: betaJ)
    guard betaJ != 0 else { return distance == 0 ? 1 : distance == spinCount ? turn : 0 }
    // (t^r + η t^{n−r})/(1 + η tⁿ) = t^r (1 + η t^{n−2r})/(1 + η tⁿ) up to r = n/2; beyond, the
    // prefactor is η t^{n−r}.
    let short = min(distance, spinCount - distance)
    let sign = distance == short ? 1 : turn
    let rest = spinCount - 2 * short
    if isFrustrated(betaJ) {
      // Both vanish as t → 1, where the ratio tends to (n − 2r)/n.
      let logT = logTanh(abs(betaJ))
      guard logT != 0 else {
        return sign * parity(short, betaJ) * Double(rest) / Double(spinCount)
      }
      let ratio = expm1(Double(rest) * logT) / expm1(Double(spinCount) * logT)
      return sign * parity(short, betaJ) * exp(Double(short) * logT) * ratio
    }
    let logT = logTanh(abs(betaJ))
    let ratio = (1 + exp(Double(rest) * logT)) / (1 + exp(Double(spinCount) * logT))
    return sign * parity(short, betaJ) * exp(Double(short) * logT) * ratio
  }

  private var turn: Double { hasTurnedBond ? -1 : 1 }

  /// Whether η tⁿ is negative: some bond is always against its sign.
  private func isFrustrated(_ betaJ: Double) -> Bool { turn * parity(spinCount, betaJ) < 0 }

  /// The sign of t^r.
  private func parity(_ r: Int, _ betaJ: Double) -> Double { betaJ < 0 && r % 2 == 1 ? -1 : 1 }

  /// ln tanh k for k > 0, which is −2e^{−2k} far out, where tanh is 1.
  private func logTanh(_ k: Double) -> Double {
    k < 0.5 ? log(tanh(k)) : log1p(-2 / (exp(2 * k) + 1))
  }

  /// 1 + η tⁿ.
  private func onePlusLoop(_ betaJ: Double) -> Double {
    guard betaJ != 0 else { return 1 }
    let logLoop = Double(spinCount) * logTanh(abs(betaJ))
    return isFrustrated(betaJ) ? -expm1(logLoop) : 1 + exp(logLoop)
  }
}
