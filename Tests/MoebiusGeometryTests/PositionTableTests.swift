import Foundation
import MoebiusGeometry
import Testing

/// The law that the machine runs, against maps of SU(1,1) and against the published formulas.
@Suite("Places by flows, by token and by gap") struct PositionTableTests {
  /// Half a unit in the last place of a float32 of size 1.
  static let rounding = 0x1p-24

  static let flows: [PositionFlow] = [
    .elliptic(base: 10_000), .elliptic(base: 3), .elliptic(base: 1), .hyperbolic(slope: nil),
    .hyperbolic(slope: 0.3), .parabolic(slope: nil), .parabolic(slope: 1.5),
  ]

  /// e^{inθ_k} is the direction of gⁿ z₀ for z₀ > 0, with g the rotation by θ_k.
  @Test(arguments: [1.0, 3, 10_000, 1e9]) func rotationsAreOrbits(base: Double) {
    let tokens = 4096
    let table = PositionTable(.elliptic(base: base), heads: 1, headSize: 8, tokens: tokens)
    for pair in 0..<4 {
      let angle = pow(base, -2 * Double(pair) / 8)
      let generator = DiskMap.rotation(by: angle).generator
      for token in 0..<tokens {
        let place = generator.map(at: Double(token))(Complex(0.6)).direction
        // Both sides gain a few roundings a token, in the angle of one token and in the product.
        let tolerance = Self.rounding + Double(token) * 0x1p-49
        #expect(abs(Double(table.cosines[token * 4 + pair]) - place.real) <= tolerance)
        #expect(abs(Double(table.sines[token * 4 + pair]) - place.imaginary) <= tolerance)
      }
    }
  }

  /// A bias is −slope times the distance of the places gᵐ z₀ and gⁿ z₀, whatever m and n are.
  @Test(arguments: [PositionFlow.hyperbolic(slope: 0.7), .parabolic(slope: 0.7)])
  func biasesAreDistancesOfOrbits(flow: PositionFlow) throws {
    let step: DiskMap =
      if case .parabolic = flow { .horocyclicShift(by: 1) } else { .translation(by: 1) }
    let generator = step.generator
    let table = PositionTable(flow, heads: 2, headSize: 8, tokens: 1000)
    for m in 0..<12 {
      for n in 0..<12 {
        let distance = try PoincareDisk.standard.distance(
          generator.map(at: Double(m))(.zero), generator.map(at: Double(n))(.zero))
        // Coordinates carry distances with an absolute error of about e^{r} 2⁻⁵³, r ≤ 11.
        let tolerance = 1e-10 + Self.rounding * distance
        #expect(abs(Double(table.biases[1][abs(m - n)]) + 0.7 * distance) <= tolerance)
      }
    }
    // Maps go further than coordinates.
    for gap in 0..<1000 {
      let distance = generator.map(at: Double(gap)).displacement
      let tolerance = (Self.rounding + 1e-12) * distance
      #expect(abs(Double(table.biases[0][gap]) + 0.7 * distance) <= tolerance)
    }
  }

  /// The product of a query and a key, each turned at its token, against RoPE's relative form
  /// Σ_k Re(q_k k̄_k e^{i(m−n)θ_k}).
  @Test func turnedProductsDependOnTheGap() {
    let (size, tokens) = (64, 1200)
    let table = PositionTable(.elliptic(base: 10_000), heads: 1, headSize: size, tokens: tokens)
    let query = (0..<size).map { sin(1.7 * Double($0) + 0.3) }
    let key = (0..<size).map { cos(2.3 * Double($0) - 0.8) }
    func turned(_ x: [Double], _ token: Int) -> [Complex] {
      (0..<(size / 2)).map { pair in
        let place = token * size / 2 + pair
        return Complex(Double(table.cosines[place]), Double(table.sines[place]))
          * Complex(x[2 * pair], x[2 * pair + 1])
      }
    }
    let norms = sqrt(query.reduce(0) { $0 + $1 * $1 } * key.reduce(0) { $0 + $1 * $1 })
    for (m, n) in [(0, 1), (5, 5), (17, 4), (1, 1000), (1199, 3), (1100, 1173)] {
      let product = zip(turned(query, m), turned(key, n)).reduce(0) {
        $0 + ($1.0 * $1.1.conjugate).real
      }
      let expected = (0..<(size / 2)).reduce(0.0) { sum, pair in
        let angle = Double(m - n) * pow(10_000, -2 * Double(pair) / Double(size))
        let both =
          Complex(query[2 * pair], query[2 * pair + 1])
          * Complex(key[2 * pair], -key[2 * pair + 1])
        return sum + both.real * cos(angle) - both.imaginary * sin(angle)
      }
      // Two turned vectors, each off by √2 roundings of its length.
      #expect(abs(product - expected) <= norms * 3 * Self.rounding)
    }
  }

  /// −slope · |m − n| as ALiBi's table has it.
  @Test func linearBiasIsALiBi() {
    let eight = PositionTable(.hyperbolic(slope: nil), heads: 8, headSize: 2, tokens: 100_000)
    for (head, slope) in [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625]
      .enumerated()
    {
      for gap in [0, 1, 13, 999, 99_996] {
        #expect(eight.biases[head][gap] == Float(-slope * Double(gap)))
      }
    }
    let twelve = PositionTable(.hyperbolic(slope: nil), heads: 12, headSize: 2, tokens: 1000)
    for head in 0..<12 {
      let slope = exp2(-8 * Double(head + 1) / 12)
      for gap in 0..<1000 {
        let expected = -slope * Double(gap)
        let tolerance = (Self.rounding + 1e-14) * -expected
        #expect(abs(Double(twelve.biases[head][gap]) - expected) <= tolerance)
      }
    }
  }

  /// The parabolic bias of slope r/2 against KERPLE's kernel −r ln(1 + Δ).
  ///
  /// The difference is r f(Δ), f(x) = ln(1 + x) − asinh(x/2): 0 at x = 0 and never negative, it rises to
  /// ln(5/4) at x = 3/2, where 1 + x = √(4 + x²), and falls below 1/x from there.
  @Test(arguments: [1.0, 0.7, 2.5]) func parabolicBiasIsKERPLEUpToItsBound(r: Double) {
    let table = PositionTable(.parabolic(slope: r / 2), heads: 1, headSize: 2, tokens: 100_000)
    var largest = 0.0
    for gap in [0, 1, 2, 3, 13, 127, 999, 99_996] {
      let bias = Double(table.biases[0][gap])
      // The distance from the powers' law: cosh d = 1 + Δ²/2.
      let distance = acosh(1 + Double(gap * gap) / 2)
      let rounding = (Self.rounding + 1e-13) * -bias
      #expect(abs(bias + r / 2 * distance) <= rounding)
      let difference = bias + r * log1p(Double(gap))
      #expect(difference >= -rounding)
      #expect(difference <= r * min(log(1.25), 1 / Double(gap)) + rounding)
      largest = max(largest, difference)
    }
    #expect(largest > 0.97 * r * log(1.25))
  }

  /// Tokens that come one at a time or many at once get the bits of a table made at once.
  @Test(arguments: flows) func tablesGoOn(flow: PositionFlow) {
    let whole = PositionTable(flow, heads: 3, headSize: 8, tokens: 500)
    var table = PositionTable(flow, heads: 3, headSize: 8, tokens: 0)
    #expect(table.cosines.isEmpty && table.biases.allSatisfy(\.isEmpty))
    for tokens in [1, 2, 3, 3, 2, 64, 65, 499, 500] {
      let before = table.tokens
      table.extend(to: tokens)
      #expect(table.tokens == max(before, tokens))
      let pairs = table.tokens * 4
      #expect(bits(table.cosines) == bits(whole.cosines).prefix(pairs).map(\.self))
      #expect(bits(table.sines) == bits(whole.sines).prefix(pairs).map(\.self))
      for (part, all) in zip(table.biases, whole.biases) {
        #expect(bits(part) == bits(all).prefix(table.tokens).map(\.self))
      }
    }
    #expect(table == whole)
  }

  /// Fingerprints of tables of 1000 tokens: every processor and every later version has these bits.
  @Test(arguments: [
    (
      PositionFlow.elliptic(base: 10_000), 1, 8, 7_418_987_508_575_137_191 as UInt64,
      10_449_012_047_288_178_060 as UInt64
    ),
    (.elliptic(base: 3), 2, 64, 11_778_230_612_370_684_696, 2_571_075_435_061_617_495),
    (.elliptic(base: 1), 2, 6, 4_439_251_675_861_102_206, 14_756_372_871_619_020_333),
    (.hyperbolic(slope: nil), 3, 8, 16_537_709_093_277_782_964, empty),
    (.hyperbolic(slope: 0.3), 2, 8, 5_268_587_240_858_283_429, empty),
    (.parabolic(slope: nil), 12, 32, 1_211_961_012_639_010_837, empty),
    (.parabolic(slope: 1.5), 1, 4, 2_491_040_593_972_390_794, empty),
  ])
  func bitsStay(flow: PositionFlow, heads: Int, size: Int, first: UInt64, second: UInt64) {
    let table = PositionTable(flow, heads: heads, headSize: size, tokens: 1000)
    let rotates = table.biases.isEmpty
    #expect(fingerprint(rotates ? table.cosines : table.biases.flatMap(\.self)) == first)
    #expect(fingerprint(table.sines) == second)
  }

  /// The fingerprint of nothing.
  static let empty: UInt64 = 0xcbf2_9ce4_8422_2325

  private func fingerprint(_ values: [Float]) -> UInt64 {
    values.reduce(Self.empty) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01b3 }
  }

  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
}
