/// Why numbers are no point, map, tiling or position of the hyperbolic plane.
public enum GeometryError: Error, Equatable, CustomStringConvertible {
  /// A point does not lie inside the unit disk.
  case outsideDisk(Complex)
  /// |a|² − |b|² is not positive, so the coefficients do not keep the disk.
  case coefficients(a: Complex, b: Complex)
  /// Two points coincide where a line needs two.
  case samePoint(Complex)
  /// A number is not in its range.
  case outOfRange(String, found: Double, expected: String)
  /// Regular p-gons, q around a vertex, do not tile the hyperbolic plane.
  case notHyperbolic(p: Int, q: Int)
  /// A tiling grows beyond the number of cells that a computation may hold.
  case tooManyCells(layer: Int, limit: Int)
  /// A tiling grows beyond the distance at which double precision places cells.
  case tooFar(layer: Int, radius: Double, limit: Double)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .outsideDisk(let z):
      "found the point (\(z.real), \(z.imaginary)), expected one inside the unit disk"
    case .coefficients(let a, let b):
      "found |a| = \(a.modulus), |b| = \(b.modulus), expected finite coefficients with |a| > |b|"
    case .samePoint(let z):
      "found the point (\(z.real), \(z.imaginary)) twice, expected two different points"
    case .outOfRange(let name, let found, let expected):
      "\(name): found \(found.formattedShort), expected \(expected)"
    case .notHyperbolic(let p, let q):
      "{\(p),\(q)} tiles the \((p - 2) * (q - 2) == 4 ? "Euclidean plane" : "sphere"): "
        + "found (p − 2)(q − 2) = \((p - 2) * (q - 2)), expected more than 4"
    case .tooManyCells(let layer, let limit):
      "found more than \(limit) cells in layers 0 to \(layer), expected at most \(limit)"
    case .tooFar(let layer, let radius, let limit):
      "layer \(layer): found a cell at distance \(radius), expected at most \(limit), "
        + "where double precision still separates cells"
    }
  }
}

extension Double {
  /// Whole numbers without a fraction.
  fileprivate var formattedShort: String { Int(exactly: self).map(String.init) ?? String(self) }
}
