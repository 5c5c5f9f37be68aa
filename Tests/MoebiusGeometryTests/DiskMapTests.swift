import Foundation
import MoebiusGeometry
import Testing

@Suite struct DiskMapTests {
  @Test func mapsComposeLikeFunctions() throws {
    for left in try sampleMaps() {
      for right in try sampleMaps() {
        let product = left * right
        for z in samplePoints(5, radius: 2) {
          #expect((product(z) - left(right(z))).modulus < 1e-13)
        }
        #expect(agree(product.a.squaredModulus - product.b.squaredModulus, 1, roundings: 1000))
      }
      #expect((left * left.inverse).distance(to: .identity) < 1e-13)
    }
  }

  @Test func mapsKeepDistances() throws {
    for map in try sampleMaps() {
      for z in samplePoints(5, radius: 3) {
        for w in samplePoints(4, radius: 2) {
          let before = try PoincareDisk.standard.distance(z, w)
          let after = try PoincareDisk.standard.distance(map(z), map(w))
          #expect(abs(before - after) < 1e-11)
        }
      }
      #expect(
        abs(map.displacement - (try PoincareDisk.standard.distance(.zero, map(.zero)))) < 1e-13)
      #expect((map.imageOfOrigin - map(.zero)).modulus < 1e-15)
    }
  }

  /// A long product keeps |a|² − |b|² = 1, which a product without renormalisation loses.
  @Test func longProductsStayNormalised() throws {
    let step = try DiskMap.rotation(by: 0.7, about: Complex(0.9, 0.1))
    var product = DiskMap.identity
    for _ in 0..<100_000 { product = product * step }
    #expect(agree(product.a.squaredModulus - product.b.squaredModulus, 1, roundings: 4000))
    // The angle errs by at most the roundings of the steps.
    #expect(product.distance(to: step.power(100_000)) < 1e-7)
  }

  @Test func coefficientsAreScaled() throws {
    let map = try DiskMap(a: Complex(6, 2), b: Complex(-2, 4))
    #expect(agree(map.a.squaredModulus - map.b.squaredModulus, 1))
    #expect((map(.zero) - Complex(-2, 4) / Complex(6, -2)).modulus < 1e-15)
  }

  @Test func badInputIsNamed() {
    #expect(throws: GeometryError.coefficients(a: Complex(1), b: Complex(0, 1))) {
      try DiskMap(a: Complex(1), b: Complex(0, 1))
    }
    #expect(throws: GeometryError.self) { try DiskMap(a: Complex(.nan), b: .zero) }
    #expect(throws: GeometryError.outsideDisk(Complex(0.6, 0.81))) {
      try PoincareDisk.standard.distance(.zero, Complex(0.6, 0.81))
    }
    #expect(
      GeometryError.outsideDisk(Complex(2)).description
        == "found the point (2.0, 0.0), expected one inside the unit disk")
  }
}
