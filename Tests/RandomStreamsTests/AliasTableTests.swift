import RandomStreams
import Testing

@Suite struct AliasTableTests {
  /// The probability of each category: what its column keeps, and what others hand over.
  @Test(arguments: [
    [1.0], [0.5, 1.5], [0.25, 0.75, 2], [3, 0.5, 0.25, 0.25], [1, 1, 1, 1],
    [0.1, 0.9, 1.9, 1.1], (1...100).map { Double($0) / 50.5 },
  ])
  func probabilitiesAreTheWeights(_ weights: [Double]) {
    let table = AliasTable(weights: weights)
    var shares = table.keeps
    for (column, alias) in table.aliases.enumerated() {
      #expect((0...1).contains(table.keeps[column]))
      shares[Int(alias)] += 1 - table.keeps[column]
    }
    for (share, weight) in zip(shares, weights) {
      // Each step of the set-up rounds once; a weight is at most 4.
      #expect(abs(share - weight) <= 4e-16 * Double(weights.count), "\(share), \(weight)")
    }
    for (limit, keep) in zip(table.wordLimits, table.keeps) {
      #expect(abs(Double(limit) - keep * 0xffff_ffff) < 1)
    }
  }
}
