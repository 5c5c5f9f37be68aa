import Foundation
import MoebiusGeometry
import Testing

@Suite struct DiskMapKindTests {
  @Test func rotationsTurnAboutTheirPoint() throws {
    for centre in samplePoints(8, radius: 4) {
      for angle in [0.001, 1, -2.5, 3.1, Double.pi] {
        let map = try DiskMap.rotation(by: angle, about: centre)
        #expect(map.kind() == .elliptic)
        #expect(abs(map.trace) < 2)
        #expect(abs(abs(map.rotationAngle) - abs(angle)) < 1e-11)
        if angle < 3.14 { #expect(map.rotationAngle.sign == angle.sign) }
        #expect(map.translationLength == 0)
        guard case .inside(let point) = map.fixedPoints() else {
          Issue.record("no fixed point inside")
          continue
        }
        // A small turn leaves the rounding of its coefficients, divided by the angle.
        #expect((point - centre).modulus < 1e-13 / min(1, abs(angle)))
      }
    }
  }

  /// A turn by more than half a circle is a turn the other way.
  @Test func anglesLieInOneTurn() {
    #expect(abs(DiskMap.rotation(by: 4).rotationAngle - (4 - 2 * .pi)) < 1e-14)
    #expect(abs(DiskMap.rotation(by: -4).rotationAngle - (2 * .pi - 4)) < 1e-14)
    #expect(DiskMap.rotation(by: 2 * .pi).kind() == .identity)
  }

  @Test func translationsMoveAlongTheirAxis() throws {
    for length in [1e-9, 0.3, 5, 40] {
      for direction in [0, 1.2, -2.7] {
        let map = DiskMap.translation(by: length, direction: direction)
        #expect(map.kind() == .hyperbolic)
        #expect(agree(map.translationLength, length))
        guard case .axis(let to, let from) = map.fixedPoints() else {
          Issue.record("no axis")
          continue
        }
        #expect((to - .polar(1, direction)).modulus < 1e-15)
        #expect((from + .polar(1, direction)).modulus < 1e-15)
      }
    }
    let (z, w) = (Complex(0.2, -0.5), Complex(-0.4, 0.3))
    let map = try DiskMap.translation(by: 0.8, from: z, towards: w)
    #expect(abs(map.translationLength - 0.8) < 1e-14)
    let geodesic = try Geodesic(from: z, to: w)
    #expect((map(z) - geodesic.point(at: 0.8 / geodesic.length)).modulus < 1e-15)
  }

  @Test func shiftsKeepOneIdealPoint() throws {
    for shift in [-3, 1e-6, 0.5, 1e5] {
      let map = DiskMap.horocyclicShift(by: shift, fixing: 0.9)
      #expect(map.kind() == .parabolic)
      #expect(abs(map.trace) == 2)
      #expect(
        map.fixedPoints() == .ideal(.polar(1, 0.9))
          || {
            guard case .ideal(let point) = map.fixedPoints() else { return false }
            return (point - .polar(1, 0.9)).modulus < 1e-15
          }())
      #expect(agree(map.displacement, 2 * asinh(abs(shift) / 2)))
    }
    // Positive shifts go counterclockwise around the horocycle through the origin, seen from its
    // centre on the side of the ideal point.
    let image = DiskMap.horocyclicShift(by: 1)(.zero)
    #expect(abs((image - Complex(0.5)).modulus - 0.5) < 1e-15)
    #expect(image.imaginary < 0)
  }

  @Test func kindSurvivesConjugation() throws {
    for mover in try sampleMaps() {
      for map in try sampleMaps() {
        let moved = mover * map * mover.inverse
        #expect(moved.kind(tolerance: 1e-10) == map.kind())
        #expect(abs(abs(moved.trace) - abs(map.trace)) < 1e-12)
      }
    }
  }

  /// The closed form of a power against repeated multiplication.
  @Test func powersAreRepeatedMaps() throws {
    for map in try sampleMaps() {
      var product = DiskMap.identity
      for n in 0...12 {
        let power = map.power(Double(n))
        let size = power.a.modulus
        #expect(power.distance(to: product) < 2e-14 * Double(n + 1) * size)
        #expect((map.power(Double(-n)) * power).distance(to: .identity) < 1e-13 * size * size)
        product = product * map
      }
      let root = map.power(0.5)
      #expect((root * root).distance(to: map) < 1e-13)
      #expect(map.generator.map(at: 0).distance(to: .identity) == 0)
    }
  }

  @Test func rotationsReverseTheirSign() throws {
    let map = try DiskMap.rotation(by: 2, about: Complex(0.3, 0.4))
    let turned = DiskMap(unchecked: -map.a, -map.b)
    #expect(turned.kind() == map.kind())
    #expect(abs(turned.rotationAngle - map.rotationAngle) < 1e-14)
    #expect(turned.power(0.25).distance(to: map.power(0.25)) < 1e-14)
    let boost = DiskMap.translation(by: 2, direction: 1)
    let other = DiskMap(unchecked: -boost.a, -boost.b)
    #expect(other.fixedPoints() == boost.fixedPoints())
  }
}
