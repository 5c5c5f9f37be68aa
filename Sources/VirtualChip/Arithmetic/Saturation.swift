import DenseAlgebra

/// Fields as a device sees them: what is no number is silent, what is too large saturates.
///
/// A checkpoint with absurd weights can drive sums out of float32. A field that leaves it stops the session
/// (`Session.failure`); codes, gates, races and potentials must neither trap on it nor on what is just below.
enum Saturation {
  /// The largest field that is coded: sums of as many as an array or race adds up stay finite.
  static let limit: Float = 1e30

  /// The first element that is not finite; `nil` where all are.
  static func firstNotFinite(_ fields: Matrix) -> Int? {
    // x·0 is 0 or no number; sums of zeros vectorise.
    let span = fields.elements.span
    var sum = Lanes(repeating: 0)
    let whole = span.count & ~15
    var index = 0
    while index < whole {
      sum += span.lanes(index) * 0
      index &+= 16
    }
    var rest: Float = 0
    for index in whole..<span.count { rest += span[index] * 0 }
    guard sum.treeSum + rest != 0 else { return nil }
    return fields.elements.firstIndex { !$0.isFinite }
  }

  /// NaN → 0, |x| ≤ `limit`.
  @inline(__always)
  static func saturated(_ x: Lanes, _ limit: Float = Saturation.limit) -> Lanes {
    let bounded = x.replacing(with: limit, where: x .> limit)
      .replacing(with: -limit, where: x .< -limit)
    return bounded.replacing(with: 0, where: x .!= x)
  }

  /// NaN → 0, |x| ≤ `limit`.
  @inline(__always)
  private static func saturated(_ x: Float, _ limit: Float) -> Float {
    x > limit ? limit : (x < -limit ? -limit : (x == x ? x : 0))
  }

  /// All fields of a value, saturated.
  static func saturated(_ fields: Matrix) -> Matrix {
    var result = fields
    var elements = result.elements.mutableSpan
    saturate(&elements)
    return result
  }

  /// Saturates a row.
  static func saturate(_ row: inout MutableSpan<Float>, limit: Float = Saturation.limit) {
    let whole = row.count & ~15
    var index = 0
    while index < whole {
      row.store(saturated(row.lanes(index), limit), at: index)
      index &+= 16
    }
    while index < row.count {
      row[index] = saturated(row[index], limit)
      index &+= 1
    }
  }
}
