import RandomStreams

extension Multinomial {
  /// `draw` of spans.
  static func draw(
    _ draws: Int, weights: Span<Float>, key: StreamKey, site: UInt32,
    into counts: inout MutableSpan<UInt16>
  ) {
    weights.withUnsafeBufferPointer { weights in
      counts.withUnsafeMutableBufferPointer {
        draw(draws, weights: weights, key: key, site: site, into: $0)
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
