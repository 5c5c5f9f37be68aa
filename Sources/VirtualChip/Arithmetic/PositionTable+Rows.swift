import MoebiusGeometry

// What places of tokens do to the operands and scores of a race.
extension PositionTable {
  /// Turns the channels 2k and 2k + 1 of one head of a token; does nothing for biases.
  func rotate(_ row: inout MutableSpan<Float>, token: Int) {
    let (table, pairs) = (rotations, rotations.pairs)
    guard pairs > 0 else { return }
    let (cosines, sines) = (table.cosines.span, table.sines.span)
    for pair in 0..<pairs {
      let (cosine, sine) = (cosines[token * pairs + pair], sines[token * pairs + pair])
      let (x, y) = (row[2 * pair], row[2 * pair + 1])
      row[2 * pair] = x * cosine - y * sine
      row[2 * pair + 1] = x * sine + y * cosine
    }
  }

  /// Adds β times the biases of one query to its scores against the keys that it sees; does nothing for
  /// rotations.
  func add(
    to scores: inout MutableSpan<Float>, keys: Range<Int>, head: Int, token: Int, beta: Float
  ) {
    guard !biases.isEmpty else { return }
    let biases = biases[head]
    let row = biases.span
    for (place, key) in keys.enumerated() {
      let gap = token < key ? key &- token : token &- key
      scores[place] = scores[place] + beta * row[gap]
    }
  }
}

extension RotationTable {
  /// Turns the channels k and k + n/2 of the first n of one head of a token.
  func rotateHalves(_ row: inout MutableSpan<Float>, token: Int) {
    let (half, cosines, sines) = (pairs, cosines, sines)
    let cosine = cosines.span.extracting((token * half)..<((token + 1) * half))
    let sine = sines.span.extracting((token * half)..<((token + 1) * half))
    for pair in 0..<half {
      let (x, y) = (row[pair], row[half &+ pair])
      row[pair] = x * cosine[pair] - y * sine[pair]
      row[half &+ pair] = y * cosine[pair] + x * sine[pair]
    }
  }
}
