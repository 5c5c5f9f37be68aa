/// What both the scalar and the sixteen-lane draw of a binomial count compute, operation by operation.
///
/// For n·min(p, 1−p) < 10 by inversion (searching the distribution function upwards from 0), otherwise
/// by BTRS, the transformed rejection of Hörmann, "The generation of binomial random variates"
/// (Journal of Statistical Computation and Simulation 46, 1993).
@usableFromInline
enum BinomialLaw {
  /// Where the method changes.
  @usableFromInline static let inversionLimit = 10.0

  /// 1/k; the search passes k = 127 with probability below 10⁻⁴⁰.
  @usableFromInline static let reciprocals: [Double] = (0..<128).map {
    $0 == 0 ? 0 : 1 / Double($0)
  }

  /// xⁿ by squaring.
  @inlinable @inline(__always)
  static func power(_ x: Double, _ n: Int) -> Double {
    var result = 1.0
    var square = x
    var rest = n
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      square = square * square
      rest &>>= 1
    }
    return result
  }

  /// The smallest k with P(X ≤ k) ≥ u, for p ≤ ½ and none = (1 − p)ⁿ.
  @inlinable @inline(__always)
  static func invert(n: Int, p: Double, none: Double, u: Double) -> Int {
    let s = p / (1 - p)
    let a = Double(n &+ 1) * s
    var r = none
    var u = u
    var k = 0
    let limit = min(n, 127)
    while u > r && k < limit {
      u = u - r
      k &+= 1
      r = r * (a * reciprocals[k] - s)
    }
    return k
  }

  /// Constants of BTRS for one (n, p), p ≤ ½.
  @usableFromInline
  struct Setup {
    @usableFromInline var n: Double
    @usableFromInline var p: Double
    @usableFromInline var deviation: Double
    @usableFromInline var a: Double
    @usableFromInline var b: Double
    @usableFromInline var c: Double
    @usableFromInline var acceptBelow: Double

    @inlinable @inline(__always)
    init(n: Int, p: Double) {
      let deviation = DeterministicFunctions.nearSquareRoot(Double(n) * p * (1 - p))
      self.init(n: n, p: p, deviation: deviation)
    }

    @inlinable @inline(__always)
    init(n: Int, p: Double, deviation: Double) {
      self.n = Double(n)
      self.p = p
      self.deviation = deviation
      b = 1.15 + 2.53 * deviation
      a = -0.0873 + 0.0248 * b + 0.01 * p
      c = self.n * p + 0.5
      acceptBelow = 0.92 - 4.2 / b
    }

    /// The candidate count of a first uniform number.
    @inlinable @inline(__always)
    func candidate(_ u: Double) -> (count: Double, margin: Double) {
      let centred = u - 0.5
      let margin = 0.5 - abs(centred)
      return (((2 * a / margin + b) * centred + c).rounded(.down), margin)
    }

    /// What bounds near the mode say about a candidate: 1 accepted, −1 rejected, 0 nothing.
    ///
    /// There ln(P(k)/P(mode)) lies within t ± ρ (Kachitvichyanukul and Schmeiser, "Binomial random
    /// variate generation", CACM 31, 1988).
    @inlinable @inline(__always)
    func squeeze(_ k: Double, margin: Double, v: Double) -> Double {
      let left = logOfCandidate(margin: margin, v: v)
      let variance = n * p * (1 - p)
      let distance = abs(k - ((n + 1) * p).rounded(.down))
      let inverse = 1 / variance
      let part = ((distance * (1.0 / 3) + 0.625) * distance + 1.0 / 6) * inverse + 0.5
      // Where the bounds touch the law, at the mode, rounding must not decide.
      let width = distance * inverse * part + 1e-9
      let middle = -0.5 * distance * distance * inverse
      let known = distance <= 0.5 * variance - 1 ? 1.0 : 0.0
      let verdict = left < middle - width ? 1.0 : left > middle + width ? -1.0 : 0.0
      return k < 0 || k > n ? -1 : known * verdict
    }

    @inlinable @inline(__always)
    func logOfCandidate(margin: Double, v: Double) -> Double {
      let alpha = (2.83 + 5.1 / b) * deviation
      return DeterministicFunctions.log(v * alpha / (a / (margin * margin) + b))
    }

    /// Whether a candidate within 0...n is accepted, by the exact ratio of probabilities.
    @inlinable
    func accepts(_ k: Double, margin: Double, v: Double) -> Bool {
      let left = logOfCandidate(margin: margin, v: v)
      let ratio = p / (1 - p)
      let mode = ((n + 1) * p).rounded(.down)
      let logs = DeterministicFunctions.log(
        SIMD4(
          (mode + 1) / (ratio * (n - mode + 1)), (n - mode + 1) / (n - k + 1),
          ratio * (n - k + 1) / (k + 1), 1))
      let tails = DeterministicFunctions.stirlingTails(SIMD4(mode, n - mode, k, n - k))
      let bound = (mode + 0.5) * logs[0] + (n + 1) * logs[1] + (k + 0.5) * logs[2]
      return left <= bound + (tails[0] + tails[1] - tails[2] - tails[3])
    }
  }
}
