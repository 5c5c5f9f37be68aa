/// Places of tokens by a one-parameter flow of disk maps, as a race knows them.
///
/// A token's place is kept as its flow and its rapidity, n times what one token adds, and never as a
/// point of the disk, whose coordinates saturate.
public enum PositionFlow: Sendable, Equatable {
  /// A rotation: channels 2k and 2k + 1 of queries and keys turn by n base^{−2k/d} (RoPE).
  case elliptic(base: Double)
  /// A translation: the score's field is −slope · |m − n| (ALiBi); `nil`: 2^{−8h/H} for head h of H.
  case hyperbolic(slope: Double?)
  /// A shift along a horocycle: the field is −slope · 2 asinh(|m − n|/2); `nil` as above.
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
