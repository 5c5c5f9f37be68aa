internal import DenseAlgebra
internal import TransformerModels

/// Queries and keys turned by the places of their tokens.
enum RotationRows {
  /// Turns all heads of `rows` rows, in place.
  ///
  /// - Parameters:
  ///   - values: the first of the rows.
  ///   - width: of a row, a multiple of the head size.
  ///   - first: place of the first row's token in its text.
  ///   - length: tokens of the text up to now.
  static func turn(
    _ values: SlotRows, rows: Int, width: Int, rotary: RotaryEmbedding, first: Int, length: Int
  ) {
    let (cosines, sines) = rotary.turns(places: first..<(first + rows), length: length)
    let half = rotary.width / 2
    for row in 0..<rows {
      let place = row * half
      let cosine = cosines.span.extracting(place..<(place + half))
      let sine = sines.span.extracting(place..<(place + half))
      values.writeRow(row, width: width) { row in
        for head in 0..<(width / rotary.headSize) {
          let start = head &* rotary.headSize
          var channels = row._mutatingExtracting(start..<(start &+ rotary.width))
          turn(&channels, cosine, sine)
        }
      }
    }
  }

  /// (x_k, x_{k+n/2}) ← (x_k cos − x_{k+n/2} sin, x_{k+n/2} cos + x_k sin).
  @inline(__always)
  private static func turn(
    _ channels: inout MutableSpan<Float>, _ cosine: Span<Float>, _ sine: Span<Float>
  ) {
    let half = cosine.count
    for index in 0..<half {
      let (x, y) = (channels[index], channels[half &+ index])
      channels[index] = x * cosine[index] - y * sine[index]
      channels[half &+ index] = y * cosine[index] + x * sine[index]
    }
  }
}
