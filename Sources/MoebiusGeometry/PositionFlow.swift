/// Places of tokens by a one-parameter group of maps of the hyperbolic disk: token n lies at gⁿ z₀, and
/// attention sees the angle or the distance between two tokens.
///
/// A place is its flow and its rapidity, n times what one token adds, and never a point of the disk, whose
/// coordinates reach the unit circle in double precision at a rapidity of about 38. `PositionTable`
/// evaluates it.
public enum PositionFlow: Sendable, Equatable {
  /// A rotation: channels 2k and 2k + 1 of queries and keys turn by n θ_k with θ_k = base^{−2k/d}: RoPE
  /// (Su et al., arXiv:2104.09864).
  case elliptic(base: Double)
  /// A translation, by 1 a token: a score loses slope · |m − n| nats: ALiBi (Press et al.,
  /// arXiv:2108.12409). Without a slope, that of head h = 1…H is 2^{−8h/H}.
  case hyperbolic(slope: Double?)
  /// A shift along a horocycle, by 1 a token: a score loses slope · 2 asinh(|m − n|/2) nats, within
  /// 2 · slope · ln(5/4) of the logarithm 2 · slope · ln(1 + |m − n|) of KERPLE (Chi et al.,
  /// arXiv:2205.09921). Slopes as above.
  case parabolic(slope: Double?)

  /// The legal bases of rotations: no channel turns by more than a radian a token.
  public static let baseRange = 1.0...1e9
  /// The legal slopes, in nats a token.
  public static let slopeRange = 0.0...100.0
}

extension PositionFlow: CustomStringConvertible {
  /// The flow in one word: `elliptic:10000`, `hyperbolic` or `parabolic:0.5`.
  public var description: String {
    switch self {
    case .elliptic(let base): "elliptic:\(base)"
    case .hyperbolic(let slope): "hyperbolic" + (slope.map { ":\($0)" } ?? "")
    case .parabolic(let slope): "parabolic" + (slope.map { ":\($0)" } ?? "")
    }
  }

  /// A flow from a word: `elliptic`, `hyperbolic` or `parabolic`, with a base or slope after a colon or
  /// without; `nil` if it is none, or the number is not legal. A base is 10000 without.
  public init?(_ word: String) {
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    var number: Double?
    if parts.count == 2 {
      guard let value = Double(parts[1]) else { return nil }
      number = value
    }
    switch parts.first {
    case "elliptic":
      let base = number ?? 10_000
      guard Self.baseRange.contains(base) else { return nil }
      self = .elliptic(base: base)
    case "hyperbolic", "parabolic":
      if let number, !Self.slopeRange.contains(number) { return nil }
      self = parts[0] == "hyperbolic" ? .hyperbolic(slope: number) : .parabolic(slope: number)
    default: return nil
    }
  }
}
