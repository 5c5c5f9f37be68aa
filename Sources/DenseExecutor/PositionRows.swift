internal import DenseAlgebra
internal import Foundation
internal import enum MoebiusGeometry.PositionFlow
internal import TransformerModels

/// What positions do to one text's attention: queries and keys that turn, or biases on scores.
///
/// The flow's description is shared with the chip; these formulas are not, so that agreement between both
/// stays evidence.
enum PositionRows {
  /// The slope of a head, in nats a token at small distances.
  static func slope(_ given: Double?, head: Int, of heads: Int) -> Double {
    given ?? exp2(-8 * Double(head + 1) / Double(heads))
  }

  /// Adds a head's bias to rows of scores.
  static func bias(
    _ position: PositionFlow, head: Int, of heads: Int, tokens: Int,
    scores: SlotRows
  ) {
    let bias: [Float]
    switch position {
    case .elliptic: return
    case .hyperbolic(let given):
      let slope = slope(given, head: head, of: heads)
      bias = (0..<tokens).map { Float(-slope * Double($0)) }
    case .parabolic(let given):
      let slope = slope(given, head: head, of: heads)
      bias = (0..<tokens).map { Float(-slope * 2 * asinh(Double($0) / 2)) }
    }
    for row in 0..<tokens {
      scores.writeRow(row, width: tokens) { scores in
        for column in scores.indices { scores[column] += bias[abs(row - column)] }
      }
    }
  }

  /// Copies one head of a matrix with each pair of channels (2k, 2k + 1) of row n turned by
  /// n base^{−2k/d}.
  static func rotate(
    _ source: SlotRows, size: Int, tokens: Int, base: Double, into target: inout MutableSpan<Float>
  ) {
    source.read { values in
      for token in 0..<tokens {
        let from = values.extracting((token * source.stride)..<(token * source.stride + size))
        var to = target._mutatingExtracting((token * size)..<((token + 1) * size))
        for pair in 0..<(size / 2) {
          let angle = Double(token) * pow(base, -2 * Double(pair) / Double(size))
          let (cosine, sine) = (Float(cos(angle)), Float(sin(angle)))
          let (x, y) = (from[2 * pair], from[2 * pair + 1])
          to[2 * pair] = x * cosine - y * sine
          to[2 * pair + 1] = x * sine + y * cosine
        }
      }
    }
  }
}
