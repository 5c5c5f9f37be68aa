/// Reductions of a row in a fixed order: lane j takes the values j, j + 16, j + 32…, then the lanes
/// are combined as a tree. Same bits on every processor.
public enum RowReductions {
  /// Folds a row into sixteen lanes; the last values are followed by `filler`.
  @inlinable @inline(__always)
  public static func fold(
    _ row: Span<Float>, start: Float, filler: Float,
    _ combine: (Lanes, Lanes) -> Lanes
  ) -> Lanes {
    var result = Lanes(repeating: start)
    let whole = row.count & ~15
    var index = 0
    while index < whole {
      result = combine(result, row.lanes(index))
      index &+= 16
    }
    if index < row.count {
      let rest = row.count &- index
      result = combine(result, row.lanes(index, count: rest, filler: filler))
    }
    return result
  }

  /// Σ x.
  @inlinable
  public static func sum(_ row: Span<Float>) -> Float {
    fold(row, start: 0, filler: 0) { $0 + $1 }.treeSum
  }

  /// Σ x².
  @inlinable
  public static func sumOfSquares(_ row: Span<Float>) -> Float {
    fold(row, start: 0, filler: 0) { $0 + $1 * $1 }.treeSum
  }

  /// The largest value; −∞ for an empty row.
  @inlinable
  public static func maximum(_ row: Span<Float>) -> Float {
    extreme(row, filler: -.infinity) { $1.larger($0) }.max()
  }

  /// The smallest value; +∞ for an empty row.
  @inlinable
  public static func minimum(_ row: Span<Float>) -> Float {
    extreme(row, filler: .infinity) { $1.smaller($0) }.min()
  }

  /// Folds a row with a function whose order does not matter: four chains side by side, because one waits
  /// for itself.
  @inlinable @inline(__always)
  static func extreme(
    _ row: Span<Float>, filler: Float, _ combine: (Lanes, Lanes) -> Lanes
  ) -> Lanes {
    let blocks = row.count & ~63
    guard blocks > 0 else { return fold(row, start: filler, filler: filler, combine) }
    var (a, b) = (Lanes(repeating: filler), Lanes(repeating: filler))
    var (c, d) = (a, b)
    var index = 0
    while index < blocks {
      a = combine(a, row.lanes(index))
      b = combine(b, row.lanes(index &+ 16))
      c = combine(c, row.lanes(index &+ 32))
      d = combine(d, row.lanes(index &+ 48))
      index &+= 64
    }
    let rest = fold(row.extracting(blocks...), start: filler, filler: filler, combine)
    return combine(combine(combine(a, b), combine(c, d)), rest)
  }
}
