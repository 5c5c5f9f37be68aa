extension LatticeDescription {
  /// The largest number of sites of a lattice that is not built, 2³⁴.
  public static let largestUnbuiltCount = 1 << 34

  /// The sides of a periodic square, cubic or hypercubic lattice, slowest axis first, whose neighbours
  /// follow from them without a list; nil for other lattices and boundaries.
  ///
  /// - Throws: `LatticeError` as building the lattice would, except that 2³⁴ sites are allowed.
  public func hypercubeSides() throws(LatticeError) -> [Int]? {
    guard (boundary ?? family.defaultBoundary) == .periodic else { return nil }
    try checkChoices()
    let axisCount: Int
    switch family {
    case .square: axisCount = 2
    case .cubic: axisCount = 3
    case .hypercubic: axisCount = try Lattice.hypercubicDimension(self)
    default: return nil
    }
    let sides = try axes(axisCount)
    guard let count = product(sides), count <= Self.largestUnbuiltCount else {
      throw .tooLarge(
        family, quantity: "sites", found: product(sides) ?? .max, limit: Self.largestUnbuiltCount)
    }
    return sides
  }
}
