import RandomStreams

/// Rows of scores that are drawn from a law.
public enum SyntheticRows {
  /// The laws.
  public enum Law: String, Sendable, CaseIterable {
    /// Normal scores.
    case normal
    /// Laplace's: heavy tails.
    case laplace
    /// Even over a range: no tail, as bounded scores have.
    case uniform
    /// Normal, and one key a row that is 4σ above them: a head that has decided.
    case planted
  }

  /// Rows of independent scores of mean 0 and standard deviation `deviation`.
  ///
  /// - Parameters:
  ///   - count: rows, at least 1.
  ///   - keys: scores a row, at least 1.
  ///   - deviation: σ, above 0.
  ///   - law: of the scores.
  ///   - seed: of the streams.
  ///   - firstRow: number of the first row, which names its stream.
  public static func rows(
    _ law: Law, count: Int, keys: Int, deviation: Double, seed: UInt64, firstRow: Int = 0
  ) -> [[Double]] {
    (0..<count).map { row in
      let key = StreamKey(
        seed: seed, purpose: .testInput, replica: UInt32(truncatingIfNeeded: firstRow + row))
      var stream = RandomStream(key, site: 0)
      var scores = (0..<keys).map { _ in deviation * draw(law, &stream) }
      if law == .planted { scores[row % keys] = 4 * deviation }
      return scores
    }
  }

  /// A draw of mean 0 and variance 1.
  private static func draw(_ law: Law, _ stream: inout RandomStream) -> Double {
    switch law {
    case .normal, .planted: return stream.normal()
    case .laplace:
      let sign = stream.uniform() < 0.5 ? -1.0 : 1
      return sign * stream.exponential() * 0.5.squareRoot()
    case .uniform: return (2 * stream.uniform() - 1) * 3.0.squareRoot()
    }
  }
}
