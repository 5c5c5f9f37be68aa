import RandomStreams

/// Which tokens a head keeps, by the gating score T = βσ√(2 ln N_eff).
///
/// T is the expected top gap in units of the temperature. It is no measure of what a row is worth: it goes to 0 for
/// even weights and for frozen ones, and at textbook β it lies at 2.1 to 4.8, above every printed threshold.
public struct TokenGate: Sendable, Equatable {
  /// Threshold at the start, T_max.
  public var first: Double
  /// Threshold at the end, T_∞.
  public var last: Double
  /// τ_T in steps.
  public var time: Double
  /// q: the share of tokens that is kept whatever T says.
  public var share: Double
  /// m_min: tokens that are kept at least.
  public var floor: Int
  /// Whether T ≥ T_gate keeps a token as well, as printed; corrected, the share alone decides.
  public var usesThreshold: Bool

  /// Creates a gate.
  public init(
    first: Double, last: Double, time: Double, share: Double, floor: Int, usesThreshold: Bool = true
  ) {
    self.first = first
    self.last = last
    self.time = time
    self.share = share
    self.floor = floor
    self.usesThreshold = usesThreshold
  }

  /// T of a row.
  public static func score(beta: Double, deviation: Double, entropy: Double) -> Double {
    beta * deviation * (2 * max(0, entropy)).squareRoot()
  }

  /// T_gate(t) = T_max − (T_max − T_∞)(1 − e^{−t/τ}).
  public func threshold(at step: Int, lowered: Double = 0) -> Double {
    let decay = DeterministicFunctions.exp(max(-690, -Double(step) / time))
    return first - (first - last) * (1 - decay) - lowered
  }

  /// Which tokens stay: those among the top share by T, and, as printed, those above the threshold too.
  public func keeps(_ scores: [Double], at step: Int, lowered: Double = 0) -> [Bool] {
    let count = scores.count
    let kept = min(count, max(floor, Int(counting: (share * Double(count)).rounded(.up))))
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var keeps = [Bool](repeating: false, count: count)
    for place in order.prefix(kept) { keeps[place] = true }
    guard usesThreshold else { return keeps }
    let limit = threshold(at: step, lowered: lowered)
    for place in scores.indices where scores[place] >= limit { keeps[place] = true }
    return keeps
  }
}
