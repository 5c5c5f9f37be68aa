import MoebiusGeometry

// What places of tokens do to the operands and scores of a race.
extension PositionTable {
  /// Turns the channels of one head of a token; does nothing for biases.
  func rotate(_ row: inout MutableSpan<Float>, token: Int) {
    guard !cosines.isEmpty else { return }
    let pairs = row.count / 2
    for pair in 0..<pairs {
      let (cosine, sine) = (cosines[token * pairs + pair], sines[token * pairs + pair])
      let (x, y) = (row[2 * pair], row[2 * pair + 1])
      row[2 * pair] = x * cosine - y * sine
      row[2 * pair + 1] = x * sine + y * cosine
    }
  }

  /// Adds β times the biases of one query to its scores against the keys 0 ..< keys; does nothing for
  /// rotations.
  func add(
    to scores: inout MutableSpan<Float>, keys: Int, head: Int, token: Int, beta: Float
  ) {
    guard !biases.isEmpty else { return }
    let biases = biases[head]
    let row = biases.span
    for key in 0..<keys {
      let gap = token < key ? key &- token : token &- key
      scores[key] = scores[key] + beta * row[gap]
    }
  }
}
