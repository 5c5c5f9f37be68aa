import Foundation
import MoebiusGeometry
import Testing

@Suite struct PositionalFlowTests {
  static func flows() throws -> [PositionalFlow] {
    try [
      .elliptic(angle: 0.37, radius: 0.6), .hyperbolic(length: 0.21), .parabolic(shift: 0.8),
      .elliptic(angle: -1), .hyperbolic(length: -0.05), .parabolic(shift: -2),
    ]
  }

  /// Positions m, n up to 100 000.
  static let pairs = [(0, 1), (5, 5), (17, 4), (1, 1000), (99_999, 3), (100_000, 99_873)]

  /// Closed forms against powers of the group element applied to the base point.
  @Test func distancesAreThoseOfOrbits() throws {
    for flow in try Self.flows() {
      let generator = try flow.map(1).generator
      for m in 0..<12 {
        #expect(generator.map(at: Double(m)).distance(to: try flow.map(m)) < 1e-12)
        for n in 0..<12 {
          let base = flow.coordinates(of: 0)
          let (z, w) = (try flow.map(m)(base), generator.map(at: Double(n))(base))
          #expect((z - flow.coordinates(of: m)).modulus < 1e-14)
          let expected = try PoincareDisk.standard.distance(z, w)
          // Coordinates carry distances with an absolute error of about e^{r} 2⁻⁵³, r ≤ 5.7.
          #expect(abs(flow.distance(m, n) - expected) < 1e-12)
        }
      }
    }
  }

  /// From 38 nats on coordinates are 1, while rapidities go on.
  @Test func coordinatesSaturate() throws {
    let flow = try PositionalFlow.hyperbolic(length: 1)
    #expect(flow.coordinates(of: 37) != .one)
    let last = Int(PositionalFlow.saturationRapidity.rounded(.up))
    #expect(flow.coordinates(of: last) == .one)
    #expect(flow.coordinates(of: last) == flow.coordinates(of: 100_000))
    #expect(throws: GeometryError.outsideDisk(.one)) {
      try PoincareDisk.standard.distance(flow.coordinates(of: 50), flow.coordinates(of: 60))
    }
    #expect(flow.distance(50, 60) == 10)
    #expect(flow.distance(100_000, 60) == 99_940)
  }

  /// The indefinite product of two carried vectors depends on n − m alone.
  @Test func generalisedScoresDependOnTheGap() throws {
    let u = (Complex(0.3, -1.2), Complex(0.8, 0.4))
    let v = (Complex(-0.5, 0.9), Complex(1.1, -0.2))
    func carried(_ g: DiskMap, _ x: (Complex, Complex)) -> (Complex, Complex) {
      (g.a * x.0 + g.b * x.1, g.b.conjugate * x.0 + g.a.conjugate * x.1)
    }
    for flow in try Self.flows() {
      for (m, n) in [(0, 3), (2, 9), (7, 1), (4, 4)] {
        let (x, y) = (carried(try flow.map(m), u), carried(try flow.map(n), v))
        let direct = (x.0.conjugate * y.0).real - (x.1.conjugate * y.1).real
        let score = try flow.score(query: u, at: m, key: v, at: n)
        let size = try flow.map(m).a.squaredModulus + flow.map(n).a.squaredModulus
        #expect(abs(score - direct) < 1e-14 * 10 * size)
        #expect(
          abs(score - (try flow.score(query: u, at: m + 90, key: v, at: n + 90))) < 1e-13 * size)
      }
    }
  }

  /// RoPE's score is the generalised one of doubled angles and first components.
  @Test func rotaryScoreIsTheEllipticOne() throws {
    let (q, k) = (Complex(0.7, -0.4), Complex(1.3, 0.2))
    let rotary = try RotaryPositions(width: 2)
    let flow = try PositionalFlow.elliptic(angle: 2 * rotary.angles[0])
    for (m, n) in [(0, 0), (3, 8), (100, 41)] {
      let score = try flow.score(query: (q, .zero), at: m, key: (k, .zero), at: n)
      let expected = rotary.score(
        query: [q.real, q.imaginary], at: m, key: [k.real, k.imaginary], at: n)
      #expect(abs(score - expected) < 1e-14)
    }
  }

  /// The relative form against rotation matrices at both positions, up to 100 000 tokens.
  @Test(arguments: RotaryPositions.Pairing.allCases)
  func rotaryScoresAreRotatedProducts(_ pairing: RotaryPositions.Pairing) throws {
    let rotary = try RotaryPositions(width: 64, pairing: pairing)
    let query = (0..<64).map { sin(1.7 * Double($0) + 0.3) }
    let key = (0..<64).map { cos(2.3 * Double($0) - 0.8) }
    /// The published form: each pair of components turned by position · 10000^{−2k/d}.
    func rotated(_ x: [Double], _ position: Int) -> [Double] {
      var y = x
      for k in 0..<32 {
        let angle = Double(position) / pow(10_000, Double(2 * k) / 64)
        let (i, j) = pairing == .adjacent ? (2 * k, 2 * k + 1) : (k, k + 32)
        y[i] = x[i] * cos(angle) - x[j] * sin(angle)
        y[j] = x[i] * sin(angle) + x[j] * cos(angle)
      }
      return y
    }
    let norms = sqrt(query.reduce(0) { $0 + $1 * $1 } * key.reduce(0) { $0 + $1 * $1 })
    for (m, n) in Self.pairs {
      let direct = zip(rotated(query, m), rotated(key, n)).reduce(0) { $0 + $1.0 * $1.1 }
      // Three angles, each with a relative error of at most 3 roundings (power, quotient, product);
      // the largest frequency is 1, so angles are at most m, n and |m − n|. The sums of 64 products
      // add fewer than 100 roundings.
      let tolerance = norms * 0x1p-53 * (3 * Double(m + n + abs(m - n)) + 100)
      #expect(abs(rotary.score(query: query, at: m, key: key, at: n) - direct) <= tolerance)
    }
    #expect(rotary.flows().map(\.step) == rotary.angles)
    #expect(rotary.angles[0] == 1)
    #expect(agree(rotary.angles[16], 0.01))
  }

  /// −slope · |m − n| as ALiBi's table has it, up to 100 000 tokens.
  @Test func linearBiasIsALiBi() throws {
    let slopes = try DistanceBias.linearSlopes(heads: 8)
    #expect(slopes == [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625])
    for slope in slopes + (try DistanceBias.linearSlopes(heads: 12)) {
      let bias = try DistanceBias.linear(slope: slope)
      let split = try DistanceBias(flow: .hyperbolic(length: 0.3), strength: slope / 0.3)
      for (m, n) in Self.pairs {
        let table = -slope * Double(abs(m - n))
        #expect(bias(m, n) == table)
        #expect(agree(split(m, n), table, roundings: 4))
      }
    }
  }

  /// The parabolic bias against KERPLE's kernel: within the bound, and reaching it.
  @Test func parabolicBiasIsKERPLEUpToItsBound() throws {
    for (r1, r2) in [(1.0, 1.0), (0.7, 0.01), (2.5, 30)] {
      let bias = try DistanceBias.logarithmic(r1: r1, r2: r2)
      for (m, n) in Self.pairs {
        let x = r2 * Double(abs(m - n))
        // The distance from the powers' law: cosh d = 1 + x²/2.
        #expect(abs(bias(m, n) + r1 / 2 * acosh(1 + x * x / 2)) < 1e-10)
        let difference = bias(m, n) - DistanceBias.kerple(r1: r1, r2: r2, m, n)
        let bound = DistanceBias.kerpleDifferenceBound(r1: r1, r2: r2, gap: abs(m - n))
        let rounding = 8 * 0x1p-53 * abs(bias(m, n))
        #expect(difference >= -rounding)
        #expect(difference <= bound + rounding)
      }
    }
    let half = try DistanceBias.logarithmic(r1: 1, r2: 0.5)
    let largest = half(0, 3) - DistanceBias.kerple(r1: 1, r2: 0.5, 0, 3)
    #expect(agree(largest, log(1.25), roundings: 16))
  }

  @Test func badInputIsNamed() {
    #expect(throws: GeometryError.self) { try PositionalFlow.elliptic(angle: 1, radius: 1) }
    #expect(throws: GeometryError.self) { try PositionalFlow.hyperbolic(length: .infinity) }
    #expect(throws: GeometryError.self) { try PositionalFlow.parabolic(shift: .nan) }
    #expect(throws: GeometryError.self) { try PositionalFlow.hyperbolic(length: 1).map(2000) }
    #expect(throws: GeometryError.self) { try RotaryPositions(width: 3) }
    #expect(throws: GeometryError.self) { try RotaryPositions(width: 4, base: 0) }
    #expect(throws: GeometryError.self) { try DistanceBias.linear(slope: -1) }
    #expect(throws: GeometryError.self) { try DistanceBias.logarithmic(r1: 1, r2: -1) }
    #expect(throws: GeometryError.self) { try DistanceBias.linearSlopes(heads: 0) }
  }
}
