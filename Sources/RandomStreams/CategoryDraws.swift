/// How independent draws fall into categories with probabilities wᵢ/Σw, draw by draw: multinomial, exact.
///
/// A draw is a random word, looked for among the ends of the categories' shares of 2³². Shares are rounded
/// down to whole numbers, so that a little more than 2⁻²³ of the words is left over: a word that falls there
/// is drawn again, by the law of what rounding took away. So the law has no error but that of double
/// precision.
struct CategoryDraws {
  /// What the shares together are kept below 2³² by, so that none of their ends is 2³².
  private static let spared = 512.0
  /// Tallies that take turns, because a count must be written before it is read again.
  private static let tallies = 4
  /// Words that are looked up together.
  private static let block = 64

  private let weights: UnsafeBufferPointer<Float>
  /// Σw.
  let total: Double
  /// (2³² − spared)/Σw.
  private let scale: Double
  /// Steps of a search: 2^steps is more than the categories are.
  private let steps: Int

  init(_ weights: UnsafeBufferPointer<Float>) {
    self.weights = weights
    total = Self.sum(weights)
    scale = (0x1p32 - Self.spared) / total
    steps = Int.bitWidth - weights.count.leadingZeroBitCount
  }

  /// In eight interleaved sums.
  private static func sum(_ weights: UnsafeBufferPointer<Float>) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    let whole = weights.count & ~7
    for first in stride(from: 0, to: whole, by: 8) {
      var eight = SIMD8<Double>()
      for lane in 0..<8 { eight[lane] = Double(weights[first &+ lane]) }
      sums += eight
    }
    for index in whole..<weights.count { sums[index &- whole] += Double(weights[index]) }
    let four = sums.lowHalf + sums.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// A category's share of 2³² in whole numbers: ⌊y⌋, or one less where y is whole.
  @inline(__always)
  private func share(_ index: Int) -> UInt32 {
    // The low bits of the shifted number hold the nearest whole one.
    let shifted = (Double(weights[index]) * scale - 0.5) + 0x1.8p52
    return UInt32(truncatingIfNeeded: shifted.bitPattern)
  }

  /// Sets the counts from a site's stream, of which word d is that of draw d; the words behind them decide
  /// what falls beyond the shares.
  func draw(
    _ draws: Int, key: StreamKey, site: UInt32, into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    let places = weights.count + 1
    ScratchNumbers<UInt32>.lend(parts: 1, of: 1 << steps) { ends in
      let ends = ends(0)
      setEnds(ends)
      ScratchNumbers<UInt16>.lend(parts: 1, of: Self.tallies * places) { tally in
        let tally = tally(0)
        for index in 0..<(Self.tallies * places) { tally[index] = 0 }
        search(draws, ends, key: key, site: site, into: tally)
        for index in 0..<places {
          tally[index] =
            (tally[index] &+ tally[index &+ places])
            &+ (tally[index &+ 2 &* places] &+ tally[index &+ 3 &* places])
        }
        for index in 0..<weights.count { counts[index] = tally[index] }
        let left = Int(tally[weights.count])
        guard left > 0 else { return }
        var stream = RandomStream(
          key, site: site, block: UInt32(truncatingIfNeeded: (draws + 3) / 4))
        for _ in 0..<left { counts[leftOver(stream.uniform())] += 1 }
      }
    }
  }

  /// The ends of the shares, one behind the other.
  private func setEnds(_ ends: ScratchNumbers<UInt32>) {
    for index in weights.indices { ends[index] = share(index) }
    var end: UInt32 = 0
    for index in weights.indices {
      end &+= ends[index]
      ends[index] = end
    }
    for index in weights.count..<(1 << steps) { ends[index] = .max }
  }

  /// Counts in which category each word falls; behind the last category, how many fall beyond.
  private func search(
    _ draws: Int, _ ends: ScratchNumbers<UInt32>, key: StreamKey, site: UInt32,
    into tally: ScratchNumbers<UInt16>
  ) {
    let last = weights.count
    let places = last &+ 1
    ScratchNumbers<UInt32>.lend(parts: 2, of: Self.block) { part in
      let (words, found) = (part(0), part(1))
      var first = 0
      while first < draws {
        let drawn = Philox.sixteenBlocks(
          key: key, site: site, firstBlock: UInt32(truncatingIfNeeded: first >> 2))
        words.store(drawn.0, at: 0)
        words.store(drawn.1, at: 16)
        words.store(drawn.2, at: 32)
        words.store(drawn.3, at: 48)
        for index in 0..<Self.block { found[index] = 0 }
        var half = (1 << steps) >> 1
        while half > 0 {
          // All words take a step together: in lanes, or at least without branches.
          let step = UInt32(truncatingIfNeeded: half)
          for index in 0..<Self.block {
            let place = found[index]
            let isBehind = ends[Int(place &+ step &- 1)] <= words[index]
            found[index] = place &+ (isBehind ? step : 0)
          }
          half >>= 1
        }
        let left = draws &- first
        if left >= Self.block {
          for index in stride(from: 0, to: Self.block, by: Self.tallies) {
            for turn in 0..<Self.tallies {
              let place = turn &* places &+ min(Int(found[index &+ turn]), last)
              tally[place] = tally[place] &+ 1
            }
          }
        } else {
          // Word i of block j stands at 16 i + j.
          for index in 0..<Self.block where (index & 15) &* 4 &+ (index >> 4) < left {
            let place = min(Int(found[index]), last)
            tally[place] = tally[place] &+ 1
          }
        }
        first &+= Self.block
      }
    }
  }

  /// A category by what its share lacks, for a uniform number.
  private func leftOver(_ u: Double) -> Int {
    let exact = 0x1p32 / total
    func lack(_ index: Int) -> Double {
      Double(weights[index]) * exact - Double(share(index))
    }
    var sum = 0.0
    for index in weights.indices { sum += lack(index) }
    var rest = u * sum
    var last = 0
    for index in weights.indices where weights[index] > 0 {
      rest -= lack(index)
      last = index
      if rest < 0 { break }
    }
    return last
  }
}
