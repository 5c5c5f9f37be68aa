/// Logarithm, exponential and ln k! in double precision from plain IEEE operations, so that accepted
/// draws do not depend on a processor's or a system's mathematical library.
public enum DeterministicFunctions {
  /// ln x for normal x > 0: relative error below 4·10⁻¹⁶, absolute below 2·10⁻¹⁶ near 1.
  ///
  /// x = 2ⁿ·m with m in [√½, √2); ln m = 2 artanh(s), s = (m − 1)/(m + 1), by its odd series to s²¹.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double {
    let bits = x.bitPattern &- 0x3fe6_a09e_667f_3bcd
    // An integer added to the bits of 1.5·2⁵² is added to the number.
    let exponent = Int64(bitPattern: bits) >> 52
    let n = Double(bitPattern: UInt64(bitPattern: exponent &+ 0x4338_0000_0000_0000)) - 0x1.8p52
    let m = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd)
    let f = m - 1
    let s = f / (m + 1)
    let z = s * s
    // Estrin's scheme: the chain of dependent operations is half as long as Horner's.
    let z2 = z * z
    let z4 = z2 * z2
    let a0 = z * (2.0 / 5) + 2.0 / 3
    let a1 = z * (2.0 / 9) + 2.0 / 7
    let a2 = z * (2.0 / 13) + 2.0 / 11
    let a3 = z * (2.0 / 17) + 2.0 / 15
    let a4 = z * (2.0 / 21) + 2.0 / 19
    let first = a0 + a1 * z2
    let second = a2 + a3 * z2
    let third = second + a4 * z4
    let p = first + third * z4
    // 2s = f − s·f, so that the large part of the result is exact.
    let series = f - s * (f - z * p)
    // ln 2 in two parts; the first has 32 trailing zero bits, so n times it is exact.
    return n * 0.693147180369123816490 + (series + n * 1.90821492927058770002e-10)
  }

  /// ln x in four lanes, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func log(_ x: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(log(x.x), log(x.y), log(x.z), log(x.w))
  }

  /// e^x for |x| < 700: relative error below 4·10⁻¹⁶.
  @inlinable
  public static func exp(_ x: Double) -> Double {
    // The low bits of the shifted number are the whole power of two: no conversion that could trap.
    let shifted = x * 1.4426950408889634 + 0x1.8p52
    let n = shifted - 0x1.8p52
    let r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    var p = 1.0
    // Taylor's series to r¹³/13!, as nested divisions: |r| ≤ 0.347, the rest is below 10⁻¹⁷.
    for k in stride(from: 13.0, through: 1.0, by: -1.0) { p = p * (r / k) + 1 }
    let exponent = Int(Int32(truncatingIfNeeded: shifted.bitPattern))
    let power = Double(sign: .plus, exponent: exponent, significand: 1)
    return p * power
  }

  /// √x for x ≥ 0: relative error below 10⁻¹², by Newton's iteration from the bits' halved exponent.
  ///
  /// For constants of rejection methods, whose law does not depend on their last digits; unlike
  /// `squareRoot()`, which may call the system's function, it does not keep loops from vectorising.
  @inlinable @inline(__always)
  static func nearSquareRoot(_ x: Double) -> Double {
    let half = 0.5 * x
    var r = Double(bitPattern: 0x5fe6_eb50_c7b5_37a9 &- x.bitPattern >> 1)
    r = r * (1.5 - half * r * r)
    r = r * (1.5 - half * r * r)
    r = r * (1.5 - half * r * r)
    r = r * (1.5 - half * r * r)
    return x * r
  }

  /// ln k! − [(k + ½) ln(k + 1) − (k + 1) + ½ ln 2π] for k ≥ 0 (Hörmann 1993): tabulated below 10,
  /// Stirling's series from there, absolute error below 10⁻¹².
  @inlinable @inline(__always)
  public static func stirlingTail(_ k: Double) -> Double {
    if k < 10 { return stirlingTable[Int(k)] }
    let inverse = 1 / (k + 1)
    let z = inverse * inverse
    let series =
      (1.0 / 12) - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - z * (1.0 / 1188)) * z) * z) * z
    return series * inverse
  }

  /// The tails of four numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  static func stirlingTails(_ k: SIMD4<Double>) -> SIMD4<Double> {
    let inverse = 1 / (k + 1)
    let z = inverse * inverse
    let inner = 1.0 / 1260 - (1.0 / 1680 - z * (1.0 / 1188)) * z
    var result = ((1.0 / 12) - (1.0 / 360 - inner * z) * z) * inverse
    for lane in 0..<4 where k[lane] < 10 { result[lane] = stirlingTable[Int(k[lane])] }
    return result
  }

  @usableFromInline static let stirlingTable: [Double] = [
    0.081061466795327258, 0.041340695955409294, 0.027677925684998339, 0.020790672103765093,
    0.016644691189821192, 0.013876128823070748, 0.01189670994589177, 0.010411265261972096,
    0.0092554621827127329, 0.0083305634333628713,
  ]

  /// ln k! for k ≥ 0: absolute error below 10⁻¹²·max(1, ln k!).
  @inlinable
  public static func logFactorial(_ k: Double) -> Double {
    let halfLogTwoPi = 0.9189385332046727
    return (k + 0.5) * log(k + 1) - (k + 1) + halfLogTwoPi + stirlingTail(k)
  }
}
