/// Elliptic flows with an angle of their own for each pair of channels, by token: e^{inθ_k}.
///
/// A token's map is the one before times that of one token, so that the bits of a token depend on its number
/// alone, and are the same on every processor. `PositionTable` has the angles base^{−2k/d}.
public struct RotationTable: Sendable, Equatable {
  /// The tokens n = 0 ..< tokens that it holds.
  public private(set) var tokens = 0
  /// Factor · cos nθ_k, [token][pair].
  public private(set) var cosines: [Float] = []
  /// Factor · sin nθ_k, as `cosines`.
  public private(set) var sines: [Float] = []
  /// Pairs of channels.
  public var pairs: Int { steps.count }

  /// e^{iθ_k} by pair, the map of one token.
  private let steps: [Complex]
  /// e^{inθ_k} by pair for the first token n that the table does not hold.
  private var next: [Complex]
  private let amplitude: Float

  /// A table without tokens.
  ///
  /// - Parameters:
  ///   - angles: θ_k by pair in radians a token, finite.
  ///   - amplitude: factor on cosines and sines.
  public init(angles: [Double], amplitude: Float = 1) {
    steps = angles.map(Self.turn)
    next = steps.map { _ in .one }
    self.amplitude = amplitude
  }

  /// Evaluates the flows for further tokens, so that the table holds 0 ..< tokens; does nothing where it
  /// holds them.
  public mutating func extend(to tokens: Int) {
    while self.tokens < tokens {
      for (pair, step) in steps.enumerated() {
        cosines.append(Float(next[pair].real) * amplitude)
        sines.append(Float(next[pair].imaginary) * amplitude)
        next[pair] = next[pair] * step
      }
      self.tokens += 1
    }
  }

  /// e^{iθ} by its series, of an angle that is halved until it is at most 1 and the map squared as often.
  static func turn(_ angle: Double) -> Complex {
    var (angle, doublings) = (angle.remainder(dividingBy: 2 * Double.pi), 0)
    while angle.magnitude > 1 {
      angle /= 2
      doublings += 1
    }
    var (cosine, sine, term) = (1.0, 0.0, 1.0)
    for order in 1...20 {
      term *= angle / Double(order)
      switch order % 4 {
      case 1: sine += term
      case 2: cosine -= term
      case 3: sine -= term
      default: cosine += term
      }
    }
    var map = Complex(cosine, sine)
    for _ in 0..<doublings { map = map * map }
    return map
  }
}
