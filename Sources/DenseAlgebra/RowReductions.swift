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
    fold(row, start: -.infinity, filler: -.infinity) { $1.larger($0) }.max()
  }

  /// The smallest value; +∞ for an empty row.
  @inlinable
  public static func minimum(_ row: Span<Float>) -> Float {
    fold(row, start: .infinity, filler: .infinity) { $1.smaller($0) }.min()
  }
}
