import RandomStreams

extension RandomStream {
  /// `multinomial` of spans.
  mutating func multinomial(
    draws: Int, weights: Span<Float>, into counts: inout MutableSpan<UInt16>
  ) {
    weights.withUnsafeBufferPointer { weights in
      counts.withUnsafeMutableBufferPointer {
        multinomial(draws: draws, weights: weights, into: $0)
      }
    }
  }
}

extension BinomialBatch {
  /// `draw` of spans.
  static func draw(
    trials: Int, probabilities: Span<Float>, key: StreamKey, firstSite: UInt32,
    into counts: inout MutableSpan<UInt16>
  ) {
    probabilities.withUnsafeBufferPointer { probabilities in
      counts.withUnsafeMutableBufferPointer {
        draw(
          trials: trials, probabilities: probabilities, key: key, firstSite: firstSite, into: $0)
      }
    }
  }
}
