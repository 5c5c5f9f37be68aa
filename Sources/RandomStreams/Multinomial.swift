/// How draws fall into categories, a function of the weights and of a stream's key and site alone.
public enum Multinomial {
  /// Draws that cost as much as one conditional binomial count, as measured.
  private static let drawsOfCount = 8

  /// Whether draws are looked up one by one, which is less work than a binomial count of what is left for
  /// each category.
  public static func isDrawnOneByOne(_ draws: Int, categories: Int) -> Bool {
    draws <= drawsOfCount * categories
  }

  /// How `draws` independent draws fall into categories with probabilities wᵢ/Σw: exact.
  ///
  /// Many draws of few categories are those of `RandomStream.multinomial`; others are looked up one by one,
  /// in lanes (`CategoryDraws`).
  /// - Parameters:
  ///   - draws: 0 to 65535.
  ///   - weights: not negative, finite, not all zero.
  ///   - key: names the streams.
  ///   - site: of the row's own stream.
  ///   - counts: as many as weights; all are set.
  public static func draw(
    _ draws: Int, weights: UnsafeBufferPointer<Float>, key: StreamKey, site: UInt32,
    into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    guard isDrawnOneByOne(draws, categories: weights.count) else {
      var stream = RandomStream(key, site: site)
      stream.multinomial(draws: draws, weights: weights, into: counts)
      return
    }
    precondition(draws >= 0 && draws <= 65535, "\(draws) draws, expected 0 to 65535")
    precondition(
      weights.count == counts.count, "\(weights.count) weights for \(counts.count) counts")
    let categories = CategoryDraws(weights)
    precondition(
      draws == 0 || categories.total > 0,
      "multinomial of \(weights.count) weights that sum to \(categories.total)")
    categories.draw(draws, key: key, site: site, into: counts)
  }
}
