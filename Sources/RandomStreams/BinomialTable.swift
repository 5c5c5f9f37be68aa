import Synchronization

/// The binomial laws of a number of trials at the probabilities k/G, each as a table from which one random
/// word draws, and the exact draw at any probability that is made of them.
///
/// A draw at p ≤ ½ takes n′ from the table at the next larger p′ = k/G, then removes each of the n′ with
/// probability ε = (p′ − p)/p′: what is left is Binomial(S, p). A draw at p > ½ is S less one at 1 − p.
///
/// A table has 2^c columns of equal weight, each of which keeps its own value or hands over to another
/// (`AliasTable`). Weights are whole numbers of 2⁻³², rounded down; what rounding and the ends of the law
/// leave over is the weight of a last value, the *rest*, from whose own law a second draw decides. So the
/// law has no error but that of its probabilities in double precision.
public final class BinomialTable: Sendable {
  /// The most trials that a table is made for: beyond them tables leave the caches.
  public static let mostTrials = 1024

  /// S.
  let trials: Int
  /// G, a power of two: eight times S and more up to 256 trials, so that one draw of sixteen removes
  /// anything; then no more, for the caches' sake.
  let grid: Int
  /// c.
  let columnBits: UInt32
  /// By row and column: the number of 2⁻³² that a column keeps, then the value that it hands over to in
  /// the last c bits.
  let entries: [UInt32]

  /// Values that a row has columns for; the last column stands for all others.
  var values: Int { 1 << columnBits - 1 }

  private static let made = Mutex<[Int: BinomialTable]>([:])

  /// The table of a number of trials: made once, then kept.
  /// - Precondition: 0 ≤ trials ≤ `mostTrials`.
  public static func of(trials: Int) -> BinomialTable {
    made.withLock { made in
      if let table = made[trials] { return table }
      let table = BinomialTable(trials: trials)
      made[trials] = table
      return table
    }
  }

  private init(trials: Int) {
    precondition(
      trials >= 0 && trials <= Self.mostTrials, "\(trials) trials, expected 0 to \(Self.mostTrials)"
    )
    self.trials = trials
    var grid = 64
    while grid < min(8 * trials, 2048) { grid *= 2 }
    self.grid = grid
    // Four standard deviations to each side of the mean, at the least.
    let columnBits: UInt32 = trials <= 256 ? 6 : 7
    self.columnBits = columnBits
    let columns = 1 << columnBits
    var entries = [UInt32](repeating: 0, count: (grid / 2 + 1) * columns)
    var law = [Double](repeating: 0, count: trials + 1)
    for row in 0...(grid / 2) {
      Self.setLaw(trials: trials, probability: Double(row) / Double(grid), &law)
      let first = Self.first(trials: trials, grid: grid, values: columns - 1, row: row)
      var units = (0..<(columns - 1)).map { Self.units(law, first + $0) }
      units.append(0x1_0000_0000 - units.reduce(0, +))
      Self.setColumns(&entries, at: row * columns, units: units, columnBits: columnBits)
    }
    self.entries = entries
  }

  /// The probabilities of all counts, from the ratios of neighbours, beginning at the mode; 0 where they
  /// are below 2⁻¹⁰⁰ of the largest.
  static func setLaw(trials: Int, probability p: Double, _ law: inout [Double]) {
    let mode = min(trials, Int(Double(trials + 1) * p))
    let odds = p / (1 - p)
    for count in law.indices { law[count] = 0 }
    law[mode] = 1
    var sum = 1.0
    for count in stride(from: mode + 1, through: trials, by: 1) {
      guard law[count - 1] > 0x1p-100 else { break }
      law[count] = law[count - 1] * (odds * Double(trials - count + 1) / Double(count))
      sum += law[count]
    }
    for count in stride(from: mode - 1, through: 0, by: -1) {
      guard law[count + 1] > 0x1p-100 else { break }
      law[count] = law[count + 1] * (Double(count + 1) / (odds * Double(trials - count)))
      sum += law[count]
    }
    let inverse = 1 / sum
    for count in law.indices { law[count] *= inverse }
  }

  /// The value of a row's first column: the mode ⌊(S + 1)p⌋ is in the middle, but for laws near an end.
  static func first(trials: Int, grid: Int, values: Int, row: Int) -> Int {
    max(0, min((trials + 1) * row / grid - values / 2, trials + 1 - values))
  }

  /// The whole number of 2⁻³² in the probability of a count.
  static func units(_ law: [Double], _ count: Int) -> Int {
    count < law.count ? Int(law[count] * 0x1p32) : 0
  }

  /// Fills columns of equal weight from values of whole weights: each takes what it lacks from one that
  /// has more than a column holds.
  private static func setColumns(
    _ entries: inout [UInt32], at start: Int, units: [Int], columnBits: UInt32
  ) {
    let capacity = 1 << (32 - Int(columnBits))
    var left = units
    var small = left.indices.filter { left[$0] < capacity }
    var large = left.indices.filter { left[$0] >= capacity }
    func set(_ column: Int, keeps: Int, alias: Int) {
      entries[start + column] = UInt32(keeps) << columnBits | UInt32(alias)
    }
    while let column = small.popLast(), let donor = large.last {
      set(column, keeps: left[column], alias: donor)
      left[donor] -= capacity - left[column]
      if left[donor] < capacity {
        large.removeLast()
        small.append(donor)
      }
    }
    // What is left is full, and hands over to itself.
    for column in large { set(column, keeps: capacity - 1, alias: column) }
  }
}
