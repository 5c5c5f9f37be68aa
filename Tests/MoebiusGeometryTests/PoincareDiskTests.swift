import Foundation
import MoebiusGeometry
import Testing

@Suite struct PoincareDiskTests {
  /// References from 60-digit arithmetic for exactly these doubles.
  static let references: [(Complex, Complex, Double)] = [
    (Complex(0.6, 0.7999999999), Complex(-0.6, 0.7999999999), 46.862632465853050572),
    (
      Complex(0.6, 0.7999999999999998), Complex(0.6, 0.7999999999990905),
      8.8974003457565256568
    ),
    (Complex(0.1, 0.2), Complex(0.1000000000000009, 0.2), 1.8698493046318427801e-15),
    (
      Complex(0.6, 0.79999999999), Complex(0.6000000000000284, 0.79999999999),
      0.0035565139884263597693
    ),
    (.zero, Complex(0.5), 1.0986122886681096914),
    (Complex(1 - 0x1p-53), Complex(-1 + 0x1p-53), 74.859895500474093306),
    (
      Complex(0.70710678118, 0.70710678118), Complex(-0.70710678118, -0.70710678118),
      52.197025276178663299
    ),
  ]

  @Test(arguments: 0..<7) func distancesKeepTheirDigits(_ index: Int) throws {
    let (z, w, expected) = Self.references[index]
    #expect(agree(try PoincareDisk.standard.distance(z, w), expected))
    #expect(agree(try PoincareDisk.standard.distance(w, z), expected))
  }

  @Test func distanceIsTheTextbookFormInTheMiddle() throws {
    for z in samplePoints(7, radius: 3) {
      for w in samplePoints(5, radius: 2) {
        let ratio = (z - w) / (Complex.one - w.conjugate * z)
        let distance = try PoincareDisk.standard.distance(z, w)
        #expect(abs(distance - 2 * atanh(ratio.modulus)) < 1e-12)
      }
    }
  }

  @Test func curvatureScalesDistances() throws {
    let (z, w) = (Complex(0.3, 0.1), Complex(-0.2, 0.6))
    let distance = try PoincareDisk.standard.distance(z, w)
    #expect(try PoincareDisk(kappa: 4).distance(z, w) == distance / 2)
    #expect(throws: GeometryError.self) { try PoincareDisk(kappa: 0) }
    #expect(throws: GeometryError.self) { try PoincareDisk(kappa: .nan) }
  }

  @Test func pointsOnTheBoundaryAreRefused() {
    for z in [Complex(1), Complex(0, -1), Complex(.nan), Complex(.infinity), Complex(2, 3)] {
      #expect(throws: GeometryError.self) { try PoincareDisk.standard.distance(z, .zero) }
      #expect(throws: GeometryError.self) { try PoincareDisk.standard.distance(.zero, z) }
    }
  }

  @Test func geodesicsDivideTheirLength() throws {
    for z in samplePoints(6, radius: 3) {
      for w in samplePoints(5, radius: 2.6) {
        let geodesic = try Geodesic(from: z, to: w)
        let disk = PoincareDisk.standard
        for fraction in [0, 0.25, 0.5, 0.8, 1] {
          let point = geodesic.point(at: fraction)
          #expect(abs(try disk.distance(z, point) - fraction * geodesic.length) < 1e-12)
          #expect(abs(try disk.distance(point, w) - (1 - fraction) * geodesic.length) < 1e-12)
        }
        #expect(geodesic.midpoint == geodesic.point(at: 0.5))
      }
    }
    #expect(throws: GeometryError.samePoint(Complex(0.1))) {
      try Geodesic(from: Complex(0.1), to: Complex(0.1))
    }
  }

  @Test func arcsMeetTheUnitCircleAtRightAngles() throws {
    for z in samplePoints(6, radius: 3) {
      // Turned away, or points of both lists lie on common diameters.
      for w in samplePoints(5, radius: 2.6).map({ Complex.polar(1, 0.5) * $0 }) {
        let geodesic = try Geodesic(from: z, to: w)
        guard case .arc(let centre, let radius, let sweep) = geodesic.shape else {
          Issue.record("a line between \(z) and \(w)")
          continue
        }
        #expect(abs(centre.squaredModulus / (1 + radius * radius) - 1) < 1e-11)
        // Going by part of the sweep from the start stays on the geodesic, and all of it ends it.
        for part in [0.5, 1] {
          let turned = centre + Complex.polar(1, part * sweep) * (z - centre)
          let travelled = try PoincareDisk.standard.distance(z, turned)
          let point = geodesic.point(at: travelled / geodesic.length)
          #expect((point - turned).modulus < 1e-10)
        }
      }
    }
  }

  @Test func diametersAreLines() throws {
    #expect(try Geodesic(from: Complex(0.3, 0.4), to: Complex(-0.6, -0.8 + 1e-8)).shape != .line)
    #expect(try Geodesic(from: Complex(0.3, 0.4), to: Complex(-0.3, -0.4)).shape == .line)
    #expect(try Geodesic(from: .zero, to: Complex(0.1, 0.7)).shape == .line)
  }
}
