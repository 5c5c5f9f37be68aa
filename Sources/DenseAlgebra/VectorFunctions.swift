/// Functions of sixteen float32 lanes: plain IEEE operations only, so the same bits on every processor.
///
/// Polynomials are minimax fits made for this project (Lawson's iteration in 40-digit arithmetic); the
/// error bounds are over all finite float32 inputs against double precision, and tested. Not-a-number
/// in gives not-a-number out. Inlined, so that kernels can fuse them.
public enum VectorFunctions {
  /// e^x: relative error below 2·10⁻⁷; 0 below −87.3365 (no subnormal results), +∞ above 88.7228.
  @inlinable @inline(__always)
  public static func exp(_ x: Lanes) -> Lanes {
    var y = x.replacing(with: -87.3365, where: x .< -87.3365)
    y.replace(with: 88.7228, where: y .> 88.7228)
    // Adding 1.5·2²³ rounds to the nearest integer n and leaves n in the low bits.
    let shifted = y * 1.442695041 + 12_582_912
    let n = shifted - 12_582_912
    // ln 2 in two parts, of which the first has so few bits that n times it is exact.
    let r = (y - n * 0.693359375) - n * -2.12194440e-4
    var p = r * 0.0001991936151171103 + 0.0013947212137281895
    p = p * r + 0.008333262987434864
    p = p * r + 0.04166625440120697
    p = p * r + 0.1666666716337204
    p = p * r + 0.5
    let e = (r * r) * p + r + 1
    let power = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< SIMD16(repeating: 23)
    var result = unsafeBitCast(
      unsafeBitCast(e, to: SIMD16<UInt32>.self) &+ power, to: Lanes.self)
    result.replace(with: 0, where: x .< -87.3365)
    result.replace(with: .infinity, where: x .> 88.7228)
    return result.replacing(with: x, where: x .!= x)
  }

  /// erfc(t) for t ≥ 0: absolute error below 3·10⁻⁷·erfc(t) + 10⁻⁸ up to t = 9.3, 0 beyond.
  ///
  /// Form of Abramowitz and Stegun 7.1.26: u·P(u)·e^(−t²) with u = 1/(1 + 0.37 t), degree 8.
  @inlinable @inline(__always)
  public static func complementaryErrorFunction(notNegative t: Lanes) -> Lanes {
    let u = 1 / (t * 0.37 + 1)
    var p = u * 0.06307152658700943 + -0.30855312943458557
    p = p * u + 0.4970851242542267
    p = p * u + -0.29621827602386475
    p = p * u + 0.3177401125431061
    p = p * u + 0.10383449494838715
    p = p * u + 0.20686808228492737
    p = p * u + 0.2073545902967453
    p = p * u + 0.2088174968957901
    return (p * u) * exp(-(t * t))
  }

  /// erf(x) for |x| ≤ 1 as x + x·Q(x²), degree 6, whose rounding errors stay small.
  @inlinable @inline(__always)
  public static func errorFunction(near x: Lanes) -> Lanes {
    let z = x * x
    var q = z * 7.889119297033176e-05 + -0.0008020841050893068
    q = q * z + 0.005189535208046436
    q = q * z + -0.026854444295167923
    q = q * z + 0.11283600330352783
    q = q * z + -0.3761262595653534
    q = q * z + 0.12837916612625122
    return q * x + x
  }

  /// erf(x): absolute error below 10⁻⁷, relative error below 2·10⁻⁷.
  @inlinable @inline(__always)
  public static func erf(_ x: Lanes) -> Lanes {
    let t = x.absolute
    let far = (1 - complementaryErrorFunction(notNegative: t)).withSign(of: x)
    return far.replacing(with: errorFunction(near: x), where: t .< 1)
  }

  /// Φ(x) = ½ erfc(−x/√2), the normal distribution function: absolute error below 10⁻⁷, relative
  /// error below 3·10⁻⁷·max(1, x²).
  @inlinable @inline(__always)
  public static func normalDistribution(_ x: Lanes) -> Lanes {
    let y = x * 0.70710678
    let t = y.absolute
    let tail = complementaryErrorFunction(notNegative: t) * 0.5
    let far = (1 - tail).replacing(with: tail, where: x .< 0)
    return far.replacing(with: errorFunction(near: y) * 0.5 + 0.5, where: t .< 1)
  }

  /// x Φ(x), the GELU with the error function (Hendrycks and Gimpel 2016): absolute error below
  /// 1.2·10⁻⁷·max(1, |x|).
  @inlinable @inline(__always)
  public static func gelu(_ x: Lanes) -> Lanes { x * normalDistribution(x) }

  /// x Φ(x) for values that are rounded to 8 bits next: absolute error below 6·10⁻⁵·max(1, |x|/12).
  ///
  /// Φ(x) = ½ + x·P(x²) with a minimax fit of degree 9 up to 4.5, the same beyond: a third of the work of
  /// `gelu`.
  @inlinable @inline(__always)
  public static func coarseGelu(_ x: Lanes) -> Lanes {
    var y = x.replacing(with: -4.5, where: x .< -4.5)
    y.replace(with: 4.5, where: y .> 4.5)
    let z = y * y
    var p = z * -8.493467973207103e-13 + 1.1572283409311268e-10
    p = p * z + -6.95257362792745e-09
    p = p * z + 2.446808196054917e-07
    p = p * z + -5.663167030434124e-06
    p = p * z + 9.197088365908712e-05
    p = p * z + -0.0010929087875410914
    p = p * z + 0.009748846292495728
    p = p * z + -0.06622099876403809
    p = p * z + 0.39882946014404297
    return x * (y * p + 0.5)
  }

  /// σ(x) = 1/(1 + e^(−x)): relative error below 3·10⁻⁷ where the result is above 10⁻³⁸.
  @inlinable @inline(__always)
  public static func logistic(_ x: Lanes) -> Lanes { 1 / (exp(-x) + 1) }

  /// tanh(x): relative error below 3·10⁻⁷.
  @inlinable @inline(__always)
  public static func tanh(_ x: Lanes) -> Lanes {
    let t = x.absolute
    let z = x * x
    var p = z * -0.005543112754821777 + 0.020496634766459465
    p = p * z + -0.0536971352994442
    p = p * z + 0.1333094984292984
    p = p * z + -0.3333326578140259
    let near = (p * z) * x + x
    let far = (1 - 2 / (exp(t + t) + 1)).withSign(of: x)
    return far.replacing(with: near, where: t .< 0.625)
  }

  /// ln(x): absolute error below 10⁻⁷·max(1, |ln x|); −∞ at 0, not a number below.
  @inlinable @inline(__always)
  public static func log(_ x: Lanes) -> Lanes {
    // Subnormal inputs are scaled by 2²⁵ first.
    let small = x .< 1.1754944e-38
    let scaled = x.replacing(with: x * 33_554_432, where: small)
    let offset = Lanes(repeating: 0).replacing(with: -25, where: small)
    // The mantissa is taken from [√½, √2): subtracting √½'s bits leaves the exponent on top.
    let bits = unsafeBitCast(scaled, to: SIMD16<UInt32>.self) &- 0x3f35_04f3
    let exponent = unsafeBitCast(bits, to: SIMD16<Int32>.self) &>> SIMD16(repeating: 23)
    let n = Lanes(exponent) + offset
    let mantissa = (bits & SIMD16(repeating: 0x007f_ffff)) &+ 0x3f35_04f3
    let f = unsafeBitCast(mantissa, to: Lanes.self) - 1
    var p = f * 0.06917984038591385 + -0.11779666692018509
    p = p * f + 0.1186603531241417
    p = p * f + -0.12385798245668411
    p = p * f + 0.14219918847084045
    p = p * f + -0.16669197380542755
    p = p * f + 0.20002152025699615
    p = p * f + -0.24999986588954926
    p = p * f + 0.3333331048488617
    let square = f * f
    let tail = n * -2.12194440e-4 + ((square * f) * p - square * 0.5)
    var result = (f + tail) + n * 0.693359375
    result.replace(with: -.infinity, where: x .== 0)
    result.replace(with: .nan, where: x .< 0)
    result.replace(with: x, where: x .== .infinity)
    return result.replacing(with: x, where: x .!= x)
  }
}
