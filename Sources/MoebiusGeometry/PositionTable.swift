internal import RandomStreams

/// What places by a flow do to attention, by token and by gap: the one evaluation of the law.
///
/// Plain IEEE operations (`DeterministicFunctions`), so that the bits are the same on every processor. What
/// belongs to a token or a gap depends on its index alone: a table that is extended token by token has the
/// bits of one that is made at once.
public struct PositionTable: Sendable, Equatable {
  /// Where tokens lie.
  public let flow: PositionFlow
  /// The tokens n = 0 ..< tokens, and the gaps, that it holds.
  public private(set) var tokens = 0
  /// cos n θ_k, [token][pair] with headSize/2 pairs a token; empty for biases.
  public var cosines: [Float] { rotations.cosines }
  /// sin n θ_k, as `cosines`.
  public var sines: [Float] { rotations.sines }
  /// −slope · distance in nats by head and gap |m − n|, [head][gap]; empty for rotations.
  public private(set) var biases: [[Float]]

  /// The flows of pairs of channels; none for biases.
  package private(set) var rotations: RotationTable
  /// The slope of each head.
  private let slopes: [Double]

  /// Evaluates the law for the tokens 0 ..< tokens.
  ///
  /// - Parameters:
  ///   - flow: within its legal ranges.
  ///   - heads: H, 1 or more; rotations do not depend on it.
  ///   - headSize: d, even for rotations; biases do not depend on it.
  ///   - tokens: 0 or more.
  public init(_ flow: PositionFlow, heads: Int, headSize: Int, tokens: Int) {
    self.flow = flow
    switch flow {
    case .elliptic(let base):
      rotations = RotationTable(
        angles: (0..<(headSize / 2)).map { pair in
          DeterministicFunctions.exp(
            -2 * Double(pair) / Double(headSize) * DeterministicFunctions.log(base))
        })
      slopes = []
    case .hyperbolic(let slope), .parabolic(let slope):
      rotations = RotationTable(angles: [])
      slopes = (0..<heads).map { head in
        slope
          ?? DeterministicFunctions.exp(
            -8 * Double(head + 1) / Double(heads) * DeterministicFunctions.log(2))
      }
    }
    biases = slopes.map { _ in [] }
    extend(to: tokens)
  }

  /// Evaluates the law for further tokens, so that the table holds 0 ..< tokens; does nothing where it
  /// holds them.
  public mutating func extend(to tokens: Int) {
    guard tokens > self.tokens else { return }
    let added = self.tokens..<tokens
    switch flow {
    case .elliptic:
      // A token's map is g times the one before: the flow itself, in place of cosines of large angles.
      rotations.extend(to: tokens)
    case .hyperbolic, .parabolic:
      let distances = added.map { distance(gap: Double($0)) }
      for (head, slope) in slopes.enumerated() {
        biases[head] += distances.map { Float(-slope * $0) }
      }
    }
    self.tokens = tokens
  }

  /// The distance of two tokens, at curvature −1, of a flow with biases.
  private func distance(gap: Double) -> Double {
    guard case .parabolic = flow else { return gap }
    // 2 asinh(x) = 2 ln(x + √(x² + 1)).
    let x = gap / 2
    return 2 * DeterministicFunctions.log(x + (x * x + 1).squareRoot())
  }
}
