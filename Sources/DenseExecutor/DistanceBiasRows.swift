internal import DenseAlgebra
internal import TransformerModels

/// The values of a `DistanceBias` by head and distance, looked up once.
struct DistanceBiasRows: Sendable {
  /// The distance from which on the bias no longer changes.
  private static let reach = 128
  /// For each head, distances −reach…reach.
  private let values: [Float]

  init(_ bias: DistanceBias, heads: Int) {
    var values: [Float] = []
    for head in 0..<heads {
      for distance in -Self.reach...Self.reach {
        values.append(bias.values.row(bias.bucket(distance: distance))[head])
      }
    }
    self.values = values
  }

  /// Adds a head's biases to rows of scores.
  func add(head: Int, tokens: Int, scores: SlotRows) {
    let reach = Self.reach
    let centre = head * (2 * reach + 1) + reach
    for row in 0..<tokens {
      scores.writeRow(row, width: tokens) { scores in
        for column in scores.indices {
          scores[column] += values[centre + max(-reach, min(reach, column - row))]
        }
      }
    }
  }
}
