package import ChipPrograms
import RandomStreams

/// What places of tokens do to the operands and scores of a race: the machine's own arithmetic, the same
/// on every processor.
package struct Positions: Sendable {
  /// −distance · slope by head and by |m − n|, in nats, [head][tokens]; empty for rotations.
  package let biases: [Float]
  /// cos and sin of each token's angles, [token][pair]; empty for biases.
  package let cosines: [Float]
  package let sines: [Float]
  private let tokens: Int

  /// Tables for texts of `tokens` tokens.
  package init(_ flow: PositionFlow?, heads: Int, headSize: Int, tokens: Int) {
    self.tokens = tokens
    var (biases, cosines, sines): ([Float], [Float], [Float]) = ([], [], [])
    switch flow {
    case nil: break
    case .elliptic(let base)?:
      // A token's map is g times the one before: the flow itself, in place of cosines of large angles.
      let steps = (0..<(headSize / 2)).map { pair in
        Self.turn(
          DeterministicFunctions.exp(
            -2 * Double(pair) / Double(headSize) * DeterministicFunctions.log(base)))
      }
      var places = [(cosine: Double, sine: Double)](repeating: (1, 0), count: steps.count)
      for _ in 0..<tokens {
        cosines += places.map { Float($0.cosine) }
        sines += places.map { Float($0.sine) }
        for (pair, step) in steps.enumerated() {
          let (x, y) = places[pair]
          places[pair] = (x * step.cosine - y * step.sine, x * step.sine + y * step.cosine)
        }
      }
    case .hyperbolic(let slope)?:
      biases = Self.biases(slope, heads: heads, tokens: tokens) { $0 }
    case .parabolic(let slope)?:
      // 2 asinh(x) = 2 ln(x + √(x² + 1)).
      biases = Self.biases(slope, heads: heads, tokens: tokens) { gap in
        let x = gap / 2
        return 2 * DeterministicFunctions.log(x + (x * x + 1).squareRoot())
      }
    }
    (self.biases, self.cosines, self.sines) = (biases, cosines, sines)
  }

  private static func biases(
    _ slope: Double?, heads: Int, tokens: Int, distance: (Double) -> Double
  ) -> [Float] {
    (0..<heads).flatMap { head in
      let steepness =
        slope
        ?? DeterministicFunctions.exp(
          -8 * Double(head + 1) / Double(heads) * DeterministicFunctions.log(2))
      return (0..<tokens).map { Float(-steepness * distance(Double($0))) }
    }
  }

  /// e^{iθ} for 0 ≤ θ ≤ 1 by its series.
  private static func turn(_ angle: Double) -> (cosine: Double, sine: Double) {
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
    return (cosine, sine)
  }

  /// Turns the channels of one head of a token; does nothing for biases.
  func rotate(_ row: UnsafeMutableBufferPointer<Float>, token: Int) {
    guard !cosines.isEmpty else { return }
    let pairs = row.count / 2
    for pair in 0..<pairs {
      let (cosine, sine) = (cosines[token * pairs + pair], sines[token * pairs + pair])
      let (x, y) = (row[2 * pair], row[2 * pair + 1])
      row[2 * pair] = x * cosine - y * sine
      row[2 * pair + 1] = x * sine + y * cosine
    }
  }

  /// Adds β times the biases of one query to its scores; does nothing for rotations.
  func add(
    to scores: UnsafeMutableBufferPointer<Float>, head: Int, token: Int, beta: Float
  ) {
    guard !biases.isEmpty else { return }
    biases.withUnsafeBufferPointer { biases in
      let row = biases.baseAddress! + head * tokens
      for key in 0..<tokens {
        let gap = token < key ? key &- token : token &- key
        scores[key] = scores[key] + beta * row[gap]
      }
    }
  }
}
