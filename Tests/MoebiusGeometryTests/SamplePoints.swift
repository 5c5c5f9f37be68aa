import Foundation
import MoebiusGeometry

/// Points spread over the disk up to a hyperbolic radius, the same on every run: golden-angle spiral.
func samplePoints(_ count: Int, radius: Double) -> [Complex] {
  (0..<count).map { k in
    let distance = radius * (Double(k) + 0.5) / Double(count)
    return .polar(tanh(distance / 2), 2.399963229728653 * Double(k))
  }
}

/// Maps of all kinds, none of them far from the origin.
func sampleMaps() throws -> [DiskMap] {
  let points = samplePoints(6, radius: 3)
  return try [
    .identity, .rotation(by: 1.1), .rotation(by: -2.9, about: points[3]),
    .translation(by: 2.5), .translation(by: -1.5, direction: 0.7),
    .translation(by: 0.4, from: points[2], towards: points[5]),
    .horocyclicShift(by: 1.3), .horocyclicShift(by: -0.6, fixing: 2.2),
    .taking(points[4]), .taking(points[1], to: points[5]),
    DiskMap(a: Complex(3, 1), b: Complex(-1, 2)),
  ]
}

/// Whether two numbers differ by at most a number of roundings of their size.
func agree(_ x: Double, _ y: Double, roundings: Double = 8, scale: Double = 0) -> Bool {
  abs(x - y) <= roundings * 0x1p-53 * max(abs(x), abs(y), scale)
}
