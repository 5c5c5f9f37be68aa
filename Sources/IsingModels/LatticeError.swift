public import MoebiusGeometry

/// Why a description makes no lattice.
public enum LatticeError: Error, Equatable, CustomStringConvertible {
  /// A name that no lattice, boundary or parameter has.
  case unknownName(kind: String, found: String, nearest: String?, expected: [String])
  /// A text that is no list of sizes.
  case sizeText(String)
  /// The wrong number of sizes.
  case sizeCount(LatticeFamily, found: [Int], expected: String)
  /// A size that the construction cannot have.
  case size(LatticeFamily, found: Int, expected: String)
  /// A boundary that the family does not have.
  case boundary(LatticeFamily, found: Boundary, supported: [Boundary])
  /// A parameter that the family does not have.
  case unusedParameter(LatticeFamily, found: LatticeParameter, expected: [LatticeParameter])
  /// A parameter outside its range.
  case parameter(LatticeFamily, LatticeParameter, found: Double, expected: String)
  /// More sites or links than can be held.
  case tooLarge(LatticeFamily, quantity: String, found: Int, limit: Int)

  /// A tiling {p,q} that is not hyperbolic, or too large.
  case tiling(GeometryError)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .unknownName(let kind, let found, let nearest, let expected):
      "found \(kind) '\(found)', expected one of \(expected.joined(separator: ", "))"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .sizeText(let text):
      "found size '\(text)', expected whole numbers from 1 joined by x, such as 64 or 64x32"
    case .sizeCount(let family, let found, let expected):
      "lattice \(family.rawValue): found \(found.count) sizes"
        + (found.isEmpty ? "" : " (\(Self.text(found)))") + ", expected \(expected)"
    case .size(let family, let found, let expected):
      "lattice \(family.rawValue): found size \(found), expected \(expected)"
    case .boundary(let family, let found, let supported):
      "lattice \(family.rawValue): found boundary \(found.rawValue), expected "
        + (supported.isEmpty
          ? "none, it has no boundaries to choose"
          : "one of \(supported.map(\.rawValue).joined(separator: ", "))")
    case .unusedParameter(let family, let found, let expected):
      "lattice \(family.rawValue): found parameter \(found.rawValue), expected "
        + (expected.isEmpty
          ? "none" : "only \(expected.map(\.rawValue).joined(separator: ", "))")
    case .parameter(let family, let parameter, let found, let expected):
      "lattice \(family.rawValue): found \(parameter.rawValue) \(Self.text(found)), "
        + "expected \(expected)"
    case .tiling(let error): "lattice hyperbolic: \(error)"
    case .tooLarge(let family, let quantity, let found, let limit):
      "lattice \(family.rawValue): found "
        + (found == Int.max ? "more than 10¹⁸" : "\(found)")
        + " \(quantity), expected at most \(limit)"
    }
  }

  /// `64x32`.
  private static func text(_ sizes: [Int]) -> String {
    sizes.map(String.init).joined(separator: "x")
  }

  /// A number without a needless `.0`.
  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}
