/// Draws of a `BinomialTable` for blocks of sites: random words, rows and what is removed in lanes, the
/// look-ups one by one.
struct TableLanes {
  /// Sites that go through the stages together: those that share random words.
  static let block = 32
  /// What float32 may be wrong by where it decides: a count is settled only beyond it.
  private static let margin: Float = 0x1p-19

  private let table: BinomialTable
  /// First words, then second words.
  private let words: ScratchNumbers<UInt32>
  /// p, 0 for sites that are not asked for.
  private let given: ScratchNumbers<Float>
  /// (k − pG)/k, the chance that a draw is removed.
  private let shares: ScratchNumbers<Float>
  /// The place of row k in the table, and then the column of the draw.
  private let places: ScratchNumbers<Int32>
  /// The value of a row's first column, and then the count.
  private let counts: ScratchNumbers<Int32>
  /// Not 0 where float32 could not decide.
  private let open: ScratchNumbers<Int32>

  /// Lends the scratch of blocks.
  @inline(__always)
  static func with(_ table: BinomialTable, _ body: (TableLanes) -> Void) {
    ScratchNumbers<UInt32>.lend(parts: 1, of: 2 * block) { words in
      ScratchNumbers<Int32>.lend(parts: 3, of: block) { integers in
        ScratchNumbers<Float>.lend(parts: 2, of: block) { numbers in
          body(
            TableLanes(
              table: table, words: words(0), given: numbers(0), shares: numbers(1),
              places: integers(0), counts: integers(1), open: integers(2)))
        }
      }
    }
  }

  /// Draws the counts of sites from `site` on, which all lie in one block.
  @inline(__always)
  func draw(
    _ probabilities: UnsafeBufferPointer<Float>, key: StreamKey, site: UInt32,
    into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    let first = Int(site & 31)
    fill(key, site: site & ~31)
    let isWhole = probabilities.count == Self.block
    if isWhole {
      let source = UnsafeRawPointer(probabilities.baseAddress!)
      given.store(source.loadUnaligned(as: SIMD16<Float>.self), at: 0)
      given.store(source.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self), at: 16)
    } else {
      for index in 0..<Self.block { given[index] = 0 }
      for index in probabilities.indices { given[first &+ index] = probabilities[index] }
    }
    setRow(0)
    setRow(16)
    look()
    thin(0)
    thin(16)
    var some: Int32 = 0
    for index in 0..<Self.block { some |= open[index] }
    if isWhole {
      let target = UnsafeMutableRawPointer(counts.baseAddress!)
      target.storeBytes(of: narrow(0), as: SIMD16<UInt16>.self)
      target.storeBytes(of: narrow(16), toByteOffset: 32, as: SIMD16<UInt16>.self)
    } else {
      for index in counts.indices {
        counts[index] = UInt16(truncatingIfNeeded: self.counts[first &+ index])
      }
    }
    guard some != 0 else { return }
    for index in counts.indices where open[first &+ index] != 0 {
      counts[index] = UInt16(
        truncatingIfNeeded: table.draw(
          probability: probabilities[index], key: key,
          site: site &+ UInt32(truncatingIfNeeded: index)))
    }
  }

  @inline(__always)
  private func narrow(_ index: Int) -> SIMD16<UInt16> {
    SIMD16<UInt16>(truncatingIfNeeded: counts.lanes(index))
  }

  /// The words of the sites from a multiple of 32 on.
  @inline(__always)
  private func fill(_ key: StreamKey, site: UInt32) {
    let drawn = Philox.sixteenBlocks(key: key, firstSite: site >> 1, block: 0)
    words.store(drawn.0, at: 0)
    words.store(drawn.2, at: 16)
    words.store(drawn.1, at: 32)
    words.store(drawn.3, at: 48)
  }

  /// min(p, 1 − p).
  @inline(__always)
  private func smaller(_ given: SIMD16<Float>) -> SIMD16<Float> {
    given.replacing(with: 1 - given, where: given .> 0.5)
  }

  /// The largest whole number in each lane of |x| < 2²².
  @inline(__always)
  private func floor(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let nearest = WholeNumbers.nearest(x)
    return nearest.replacing(with: nearest - 1, where: nearest .> x)
  }

  /// All is exact: whole numbers below 2²², and parts of them by powers of two.
  @inline(__always)
  private func setRow(_ index: Int) {
    let grid = Float(table.grid)
    let scaled = smaller(given.lanes(index)) * grid
    let row = -floor(-scaled)
    shares.store((row - scaled) / row.replacing(with: 1, where: row .== 0), at: index)
    places.store(WholeNumbers.integer(row * Float(table.values + 1)), at: index)
    let mode = floor(row * Float(table.trials + 1) * (1 / grid))
    let last = Float(table.trials + 1 - table.values)
    let first = mode - Float(table.values / 2)
    let below = first.replacing(with: last, where: first .> last)
    counts.store(
      WholeNumbers.integer(below.replacing(with: 0, where: below .< 0)), at: index)
  }

  @inline(__always)
  private func look() {
    let bits = table.columnBits
    let shift = 32 &- bits
    let mask = UInt32(1) &<< shift &- 1
    let last = UInt32(truncatingIfNeeded: table.values)
    let (words, places) = (words, places)
    table.entries.withUnsafeBufferPointer { entries in
      for index in 0..<Self.block {
        let word = words[index]
        let own = word &>> shift
        let entry = entries[Int(UInt32(bitPattern: places[index]) | own)]
        let column = (word & mask) < entry &>> bits ? own : entry & last
        places[index] = Int32(bitPattern: column)
      }
    }
  }

  /// Takes away what is removed, where Bonferroni's bounds tell that it is nothing or one: of n′ that are
  /// each removed with probability ε, w = n′ε is no less than the chance that any is, and
  /// c = n′(n′ − 1)ε²/2 no less than the chance that two are; w − c is no more than that of any.
  @inline(__always)
  private func thin(_ index: Int) {
    let v = Uniforms.floats(words.lanes(index &+ Self.block))
    let share = shares.lanes(index)
    let column = WholeNumbers.float(places.lanes(index))
    let count = WholeNumbers.float(counts.lanes(index)) + column
    let w = count * share
    let c = 0.5 * w * (w - share)
    let none = v .> w + Self.margin
    let one = v .> c + Self.margin .& v .< w - c - Self.margin
    // The last column is the rest; of nothing, nothing is removed.
    let isSettled = (none .| one .| count .< 0.5) .& column .< Float(table.values)
    open.store(SIMD16(repeating: 1).replacing(with: 0, where: isSettled), at: index)
    let kept = count.replacing(with: count - 1, where: one)
    let all = kept.replacing(with: Float(table.trials) - kept, where: given.lanes(index) .> 0.5)
    counts.store(WholeNumbers.integer(all), at: index)
  }
}

extension BinomialBatch {
  /// Draws with a table: as `draw`.
  static func look(
    _ table: BinomialTable, probabilities: UnsafeBufferPointer<Float>, key: StreamKey,
    firstSite: UInt32, into counts: UnsafeMutableBufferPointer<UInt16>
  ) {
    TableLanes.with(table) { lanes in
      var place = 0
      while place < probabilities.count {
        let site = firstSite &+ UInt32(truncatingIfNeeded: place)
        let end = min(place &+ TableLanes.block &- Int(site & 31), probabilities.count)
        lanes.draw(
          UnsafeBufferPointer(rebasing: probabilities[place..<end]), key: key, site: site,
          into: UnsafeMutableBufferPointer(rebasing: counts[place..<end]))
        place = end
      }
    }
  }
}
