extension BinomialTable {
  /// The count that a site draws: what `BinomialBatch` does in lanes, step by step.
  /// - Precondition: 0 ≤ probability ≤ 1.
  public func draw(probability: Float, key: StreamKey, site: UInt32) -> Int {
    precondition(
      probability >= 0 && probability <= 1, "probability \(probability), expected 0 to 1")
    let smaller = probability > 0.5 ? 1 - probability : probability
    let words = Self.words(key, site: site)
    let row = Int((Double(smaller) * Double(grid)).rounded(.up))
    let count = self.count(row: row, words.first) ?? rest(row: row, key: key, site: site)
    let kept =
      count - removed(of: count, row: row, p: smaller, words.second, key: key, site: site)
    return probability > 0.5 ? trials - kept : kept
  }

  /// The two words of a site: thirty-two sites share the first words of sixteen streams.
  static func words(_ key: StreamKey, site: UInt32) -> (first: UInt32, second: UInt32) {
    var stream = RandomStream(key, site: (site >> 5) << 4 | site & 15)
    if site & 16 != 0 { _ = (stream.next(), stream.next()) }
    return (stream.next(), stream.next())
  }

  /// The count of a row that a word draws; `nil` for the rest.
  @inline(__always)
  func count(row: Int, _ word: UInt32) -> Int? {
    let shift = 32 - columnBits
    let own = word >> shift
    let entry = entries[row << Int(columnBits) | Int(own)]
    let part = word & (1 << shift - 1)
    let column = part < entry >> columnBits ? Int(own) : Int(entry) & values
    return column == values ? nil : first(row) + column
  }

  /// The value of a row's first column.
  func first(_ row: Int) -> Int {
    Self.first(trials: trials, grid: grid, values: values, row: row)
  }

  /// A count of the rest of a row: what its columns leave of the law. A second number of the site's own
  /// stream decides.
  func rest(row: Int, key: StreamKey, site: UInt32) -> Int {
    var law = [Double](repeating: 0, count: trials + 1)
    Self.setLaw(trials: trials, probability: Double(row) / Double(grid), &law)
    let first = first(row)
    for count in first..<min(law.count, first + values) {
      law[count] -= Double(Self.units(law, count)) * 0x1p-32
    }
    var stream = RandomStream(key, site: site, block: 1)
    _ = stream.uniform()
    var left = stream.uniform() * law.reduce(0, +)
    for count in law.indices {
      left -= law[count]
      if left < 0 { return count }
    }
    return trials
  }

  /// How many of a row's count are removed to come from its probability to p: the binomial quantile of
  /// 1 − v, where v is a word and, behind it, the first number of the site's own stream.
  func removed(
    of count: Int, row: Int, p: Float, _ word: UInt32, key: StreamKey, site: UInt32
  ) -> Int {
    guard count > 0 else { return 0 }
    let share = (Double(row) - Double(p) * Double(grid)) / Double(row)
    var stream = RandomStream(key, site: site, block: 1)
    let v = (Double(word) + stream.uniform()) * 0x1p-32
    // Upwards from the more likely end.
    return share > 0.5
      ? count
        - BinomialLaw.invert(n: count, p: 1 - share, none: BinomialLaw.power(share, count), u: v)
      : BinomialLaw.invert(n: count, p: share, none: BinomialLaw.power(1 - share, count), u: 1 - v)
  }
}
