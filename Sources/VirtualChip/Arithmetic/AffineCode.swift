import DenseAlgebra

/// An affine code with an exact zero: value ≈ scale · (code − zero).
struct AffineCode {
  let scale: Float
  let inverse: Float
  /// Code of 0.
  let zero: Float
  /// Largest code.
  let limit: Float

  /// The code of a row's range, extended to hold 0.
  init(of row: Span<Float>, limit: Float) {
    let pair = RowRange.of(row)
    let high = pair.high > 0 ? pair.high : 0
    let low = pair.low < 0 ? pair.low : 0
    // A range too small for a finite inverse has nothing to code.
    let range = (high - low) / limit
    let usable = range > 1e-30
    scale = usable ? range : 1
    inverse = 1 / scale
    zero = usable ? (-low * inverse + 0.5).rounded(.down) : 0
    self.limit = limit
  }

  @inline(__always)
  func code(of value: Float) -> Float {
    let code = roundedToEven(value * inverse) + zero
    return code < 0 ? 0 : (code > limit ? limit : code)
  }

  /// Writes the codes of a row.
  /// - Precondition: there is room for just as many.
  @inline(__always)
  func encode<Code: FixedWidthInteger>(_ row: Span<Float>, into codes: inout MutableSpan<Code>) {
    let count = row.count
    precondition(codes.count == count, "\(count) values, \(codes.count) codes")
    withScratch(count, repeating: 0 as UInt32) { wide in
      // The low bits of the sum hold the code; a loop of its own narrows them, so that both vectorise.
      for index in 0..<count { wide[index] = (code(of: row[index]) + 12_582_912).bitPattern }
      for index in 0..<count { codes[index] = Code(truncatingIfNeeded: wide[index]) }
    }
  }
}

/// Extremes of a row in one pass.
enum RowRange {
  static func of(_ row: Span<Float>) -> (low: Float, high: Float) {
    var low = Lanes(repeating: 0)
    var high = Lanes(repeating: 0)
    let whole = row.count & ~15
    var index = 0
    while index < whole {
      let lanes = row.lanes(index)
      low = lanes.smaller(low)
      high = lanes.larger(high)
      index &+= 16
    }
    // Half by half: `min()` goes lane by lane.
    let (low8, high8) = (least(low.lowHalf, low.highHalf), most(high.lowHalf, high.highHalf))
    let (low4, high4) = (least(low8.lowHalf, low8.highHalf), most(high8.lowHalf, high8.highHalf))
    let (low2, high2) = (least(low4.lowHalf, low4.highHalf), most(high4.lowHalf, high4.highHalf))
    var lowest = low2.y < low2.x ? low2.y : low2.x
    var highest = high2.y > high2.x ? high2.y : high2.x
    for index in whole..<row.count {
      lowest = row[index] < lowest ? row[index] : lowest
      highest = row[index] > highest ? row[index] : highest
    }
    return (lowest, highest)
  }

  @inline(__always)
  private static func least<Half: SIMD>(_ a: Half, _ b: Half) -> Half where Half.Scalar == Float {
    a.replacing(with: b, where: b .< a)
  }

  @inline(__always)
  private static func most<Half: SIMD>(_ a: Half, _ b: Half) -> Half where Half.Scalar == Float {
    a.replacing(with: b, where: b .> a)
  }
}
