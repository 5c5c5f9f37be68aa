import RandomStreams
import Testing

@Suite struct MultinomialTests {
  private func draw(_ draws: Int, _ weights: [Float], seed: UInt64, site: UInt32) -> [UInt16] {
    var counts = [UInt16](repeating: 9, count: weights.count)
    weights.withUnsafeBufferPointer { weights in
      counts.withUnsafeMutableBufferPointer {
        Multinomial.draw(
          draws, weights: weights, key: StreamKey(seed: seed, purpose: .race), site: site, into: $0)
      }
    }
    return counts
  }

  /// The same draws word by word, in double precision.
  private func plain(_ draws: Int, _ weights: [Float], seed: UInt64, site: UInt32) -> [UInt16] {
    var stream = RandomStream(StreamKey(seed: seed, purpose: .race), site: site)
    var counts = [UInt16](repeating: 0, count: weights.count)
    let total = weights.reduce(0) { $0 + Double($1) }
    for _ in 0..<draws {
      var place = (Double(stream.next()) + 0.5) * 0x1p-32 * total
      let index = weights.firstIndex {
        place -= Double($0)
        return place < 0
      }
      counts[index!] += 1
    }
    return counts
  }

  private func weights(_ count: Int) -> [Float] {
    var stream = RandomStream(StreamKey(seed: 3, purpose: .testInput), site: UInt32(count))
    return (0..<count).map { $0 % 7 == 3 ? 0 : Float(stream.exponential() * stream.exponential()) }
  }

  /// Ends of shares are right to 2⁻²³, which 20 000 words meet with a probability of 0.002.
  @Test(arguments: [1, 7, 8, 9, 64, 65, 300])
  func lanesEqualPlainDraws(_ categories: Int) {
    let weights = weights(categories)
    for draws in [0, 1, 3, 4, 63, 64, 65, 256] where draws <= 8 * categories {
      for site in 0..<4 as Range<UInt32> {
        let drawn = draw(draws, weights, seed: 6, site: site)
        #expect(drawn == plain(draws, weights, seed: 6, site: site))
      }
    }
  }

  /// Many draws of few categories are conditional binomial counts of the row's stream.
  @Test func manyDrawsAreConditionalCounts() {
    let weights = weights(6)
    #expect(!Multinomial.isDrawnOneByOne(1000, categories: 6))
    var stream = RandomStream(StreamKey(seed: 6, purpose: .race), site: 2)
    var counts = [UInt16](repeating: 0, count: 6)
    weights.withUnsafeBufferPointer { weights in
      counts.withUnsafeMutableBufferPointer {
        stream.multinomial(draws: 1000, weights: weights, into: $0)
      }
    }
    #expect(draw(1000, weights, seed: 6, site: 2) == counts)
  }

  /// Each category's count over 2000 rows against its share (χ², false alarm rate 2.9·10⁻⁷), and the
  /// variance of one of them, with the multinomial law's: n p(1 − p), known to √(2/rows).
  @Test(arguments: [(16, 64), (40, 256), (700, 4096)])
  func countsHaveTheirLaw(_ size: (categories: Int, draws: Int)) {
    let weights = weights(size.categories)
    let total = weights.reduce(0) { $0 + Double($1) }
    #expect(Multinomial.isDrawnOneByOne(size.draws, categories: size.categories))
    let rows = 2000
    var sums = [Int](repeating: 0, count: size.categories)
    let largest = weights.indices.max { weights[$0] < weights[$1] }!
    let p = Double(weights[largest]) / total
    let mean = Double(size.draws) * p
    var squares = 0.0
    for row in 0..<rows {
      let counts = draw(size.draws, weights, seed: 7, site: UInt32(row))
      #expect(counts.reduce(0) { $0 + Int($1) } == size.draws)
      for index in counts.indices { sums[index] += Int(counts[index]) }
      squares += (Double(counts[largest]) - mean) * (Double(counts[largest]) - mean)
    }
    for index in sums.indices where weights[index] == 0 { #expect(sums[index] == 0) }
    #expect(ChiSquare.agrees(sums, probabilities: weights.map { Double($0) / total }))
    let ratio = squares / Double(rows) / (mean * (1 - p))
    #expect(abs(ratio - 1) < 5 * (2 / Double(rows)).squareRoot())
  }

  /// One heavy category among weights that are nothing beside it, and a single category.
  @Test func extremes() {
    #expect(draw(8, [5], seed: 1, site: 0) == [8])
    let heavy = draw(64, [1e-30, 1e30, 1e-30, 0, 0, 0, 0, 0], seed: 1, site: 0)
    #expect(heavy == [0, 64, 0, 0, 0, 0, 0, 0])
    let small = draw(64, [Float](repeating: 2e-38, count: 64), seed: 1, site: 0)
    #expect(small.reduce(0) { $0 + Int($1) } == 64)
  }
}
