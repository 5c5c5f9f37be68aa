import Foundation
import MoebiusGeometry
import Testing

/// The maps that judge `PositionTable`: each does what its name says, and powers are repeated maps.
@Suite struct DiskMapFlowTests {
  /// The kind of a map by its trace 2 Re a, exact for maps that are not products.
  @Test func kindsAreThoseOfTraces() {
    for step in [1e-6, 0.5, 3] {
      #expect(abs(DiskMap.rotation(by: step).a.real) <= 1)
      #expect(DiskMap.translation(by: step).a.real >= 1)
      #expect(DiskMap.horocyclicShift(by: step, fixing: 0.9).a.real == 1)
    }
  }

  @Test func rotationsTurnAboutTheirPoint() throws {
    for centre in samplePoints(8, radius: 4) {
      for angle in [0.001, 1, -2.5, 3.1, Double.pi] {
        let map = try DiskMap.rotation(by: angle, about: centre)
        #expect((map(centre) - centre).modulus < 1e-13)
        // 2 Re a = 2 cos(angle/2) up to the map's sign; conjugation rounds at the size of |a|.
        #expect(abs(abs(map.a.real) - abs(cos(angle / 2))) < 1e-11)
      }
    }
  }

  @Test func translationsMoveAlongTheirAxis() throws {
    for length in [1e-9, 0.3, 5, 40] {
      for direction in [0, 1.2, -2.7] {
        let map = DiskMap.translation(by: length, direction: direction)
        #expect(agree(map.displacement, length))
        for end in [Complex.polar(1, direction), -Complex.polar(1, direction)] {
          // Seen in the map, rounding grows as its derivative at the end that it leaves, e^length.
          if length < 10 { #expect((map(end) - end).modulus < 1e-15 * exp(length) * 4) }
        }
      }
    }
    let (z, w) = (Complex(0.2, -0.5), Complex(-0.4, 0.3))
    let map = try DiskMap.translation(by: 0.8, from: z, towards: w)
    let geodesic = try Geodesic(from: z, to: w)
    #expect((map(z) - geodesic.point(at: 0.8 / geodesic.length)).modulus < 1e-15)
  }

  @Test func shiftsKeepOneIdealPoint() throws {
    for shift in [-3, 1e-6, 0.5, 10] {
      let map = DiskMap.horocyclicShift(by: shift, fixing: 0.9)
      #expect((map(.polar(1, 0.9)) - .polar(1, 0.9)).modulus < 1e-14)
      #expect(agree(map.displacement, 2 * asinh(abs(shift) / 2)))
    }
    // Positive shifts go counterclockwise around the horocycle through the origin, seen from its
    // centre on the side of the ideal point.
    let image = DiskMap.horocyclicShift(by: 1)(.zero)
    #expect(abs((image - Complex(0.5)).modulus - 0.5) < 1e-15)
    #expect(image.imaginary < 0)
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

  @Test func signsMeanNothing() throws {
    let map = try DiskMap.rotation(by: 2, about: Complex(0.3, 0.4))
    let turned = DiskMap(unchecked: -map.a, -map.b)
    #expect(turned.power(0.25).distance(to: map.power(0.25)) < 1e-14)
  }
}
