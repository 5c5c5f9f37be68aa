internal import Foundation

/// Means of several quantities over blocks of consecutive values, for the jackknife.
///
/// No value is left out: where the length does not divide a chain, some blocks are one longer.
public struct Blocks: Sendable {
  /// Values in each block.
  public let counts: [Int]
  /// Sums by quantity and block.
  public let sums: [[Double]]

  /// Cuts chains into blocks.
  ///
  /// - Parameters:
  ///   - series: values by quantity, chain and time; all quantities have the same chains.
  ///   - blockLength: the wanted length, at least 1; a shorter chain is one block.
  /// - Throws: `StatisticsError.tooFewValues` without any value, `.lengthMismatch`, `.notFinite` or
  ///   `.outOfRange`.
  public init(series: [[[Double]]], blockLength: Int) throws(StatisticsError) {
    guard blockLength >= 1 else {
      throw .outOfRange(
        parameter: "blockLength", value: Double(blockLength), range: "1 or more")
    }
    try checkSeries(series, atLeast: 1)
    var ranges: [(chain: Int, range: Range<Int>)] = []
    for (chain, values) in series[0].enumerated() {
      let blocks = max(1, values.count / blockLength)
      for block in 0..<blocks {
        let range = block * values.count / blocks..<(block + 1) * values.count / blocks
        ranges.append((chain, range))
      }
    }
    counts = ranges.map(\.range.count)
    sums = series.map { chains in
      ranges.map { chains[$0.chain][$0.range].reduce(0, +) }
    }
  }

  /// Number of blocks B.
  public var count: Int { counts.count }

  /// The means over all blocks.
  public var means: [Double] { means(without: nil) }

  /// The means over all blocks but one.
  func means(without block: Int?) -> [Double] {
    let total = counts.reduce(0, +) - (block.map { counts[$0] } ?? 0)
    return sums.map { sums in
      // Not the total less one block: that would lose digits where a block dominates.
      var sum = 0.0
      for index in sums.indices where index != block { sum += sums[index] }
      return sum / Double(total)
    }
  }

  /// The block length for chains of a given memory.
  ///
  /// Blocks of length b make an error too small by the fraction τ/2b, and N/b of them know it to
  /// √(b/2N): b = (τ²N)^{1/3} is the best compromise. 16 blocks are always left, which makes b < 4τ
  /// for N < 64τ.
  ///
  /// - Parameters:
  ///   - integratedTime: τ_int.
  ///   - count: the values N of all chains.
  public static func length(integratedTime: Double, count: Int) -> Int {
    let best = cbrt(integratedTime * integratedTime * Double(count))
    let most = count / 16
    return max(1, best < Double(most) ? Int(best.rounded(.up)) : most)
  }

  /// Var(mean of blocks)·B over the variance that endless blocks would give, for a correlation φ^t
  /// with the same τ_int: 1 − 2φ(1 − φ^b)/(b(1 − φ²)).
  static func capturedVariance(blockLength: Double, integratedTime: Double) -> Double {
    let phi = max(0, (2 * integratedTime - 1) / (2 * integratedTime + 1))
    return 1 - 2 * phi * (1 - pow(phi, blockLength)) / (blockLength * (1 - phi * phi))
  }
}

/// Refuses quantities that were not measured at the same times of the same chains.
func checkSeries(_ series: [[[Double]]], atLeast needed: Int) throws(StatisticsError) {
  guard let first = series.first, !first.isEmpty else {
    throw .tooFewValues(found: 0, needed: needed)
  }
  for chains in series {
    guard chains.count == first.count else {
      throw .lengthMismatch(first: first.count, second: chains.count)
    }
    for (one, other) in zip(first, chains) {
      try check(other, atLeast: needed)
      guard one.count == other.count else {
        throw .lengthMismatch(first: one.count, second: other.count)
      }
    }
  }
}
