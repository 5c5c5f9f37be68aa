extension Lattice {
  /// The square lattice on a torus.
  package static func periodicSquare(rows: Int, columns: Int) -> Lattice {
    precondition(rows >= 2 && columns >= 2, "a torus of \(rows) × \(columns)")
    return cells(.square, shape: [rows, columns], boundary: .periodic)
  }

  /// A lattice of cells. Planes lie in x and y with the row upwards, neighbours at distance 1.
  static func cells(_ family: LatticeFamily, shape: [Int], boundary: Boundary) -> Lattice {
    let unit = UnitCell(family, shape: shape)
    let grid = CellLattice(
      shape: shape, basis: unit.sites.count, steps: unit.steps, boundary: boundary)
    let axes = unit.axes ?? blockAxes(shape)
    let positions = grid.sites { cell, site in
      var position = unit.sites[site]
      for axis in axes.indices { position += Double(cell[axis]) * axes[axis] }
      return position
    }
    let links = grid.links()
    return Lattice(
      title: "\(family.rawValue) \(shape.map(String.init).joined(separator: " × ")), "
        + boundary.rawValue,
      shape: shape, basis: grid.basis, links: links, positions: positions,
      colourClasses: Colouring(
        links: links, siteCount: positions.count, patterns: unit.patterns.map { grid.sites($0) }
      ).classes)
  }

  /// Sites on a circle with neighbours at distance 1, or on a line.
  static func ring(_ sites: Int, boundary: Boundary) -> Lattice {
    // One axis has nothing to reflect: a twist turns the sign of the closing coupling.
    let grid = CellLattice(
      shape: [sites], steps: [.init(offset: [1])],
      boundary: boundary == .mobius ? .antiperiodic : boundary)
    let positions =
      boundary == .open
      ? (0..<sites).map { SIMD3(Double($0), 0, 0) } : PlainGraphs.circle(sites)
    // A circle closes without a long way back.
    let links = grid.links().map { Link(Int($0.first), Int($0.second), sign: $0.sign) }
    return Lattice(
      title: "ring \(sites), \(boundary.rawValue)", shape: [sites], links: links,
      positions: positions)
  }

  /// Unit vectors x, y, z for the last three axes; blocks of them side by side for the others.
  private static func blockAxes(_ shape: [Int]) -> [SIMD3<Double>] {
    var extents = SIMD3<Double>(repeating: 1)
    var axes: [SIMD3<Double>] = []
    for (number, length) in shape.reversed().enumerated() {
      let direction = number % 3
      var axis = SIMD3<Double>()
      axis[direction] = number < 3 ? 1 : extents[direction] + 1
      extents[direction] = number < 3 ? Double(length) : axis[direction] * Double(length)
      axes.insert(axis, at: 0)
    }
    return axes
  }
}

/// What one cell holds.
private struct UnitCell {
  var steps: [CellLattice.Step]
  var sites: [SIMD3<Double>] = [SIMD3()]
  /// How far it is to the next cell along each axis; nil for unit vectors.
  var axes: [SIMD3<Double>]?
  /// Colourings to try, fewest colours first; they are proper where the sizes allow it.
  var patterns: [(_ cell: [Int], _ basis: Int) -> Int32] = []

  init(_ family: LatticeFamily, shape: [Int]) {
    let root = 3.0.squareRoot()
    switch family {
    case .triangular:
      steps = [.init(offset: [0, 1]), .init(offset: [1, 0]), .init(offset: [1, 1])]
      axes = [SIMD3(-0.5, root / 2, 0), SIMD3(1, 0, 0)]
      patterns = [
        { cell, _ in Int32((cell[0] + cell[1]) % 3) },
        // Four colours fit any even sizes.
        { cell, _ in Int32(cell[0] % 2 * 2 + cell[1] % 2) },
      ]
    case .honeycomb:
      steps = [
        .init(from: 0, to: 1, offset: [0, 0]), .init(from: 1, to: 0, offset: [1, 0]),
        .init(from: 1, to: 0, offset: [1, -1]),
      ]
      sites = [SIMD3(), SIMD3(0, 1, 0)]
      axes = [SIMD3(root / 2, 1.5, 0), SIMD3(root, 0, 0)]
      patterns = [{ _, basis in Int32(basis) }]
    case .kagome:
      steps = [
        .init(from: 0, to: 1, offset: [0, 0]), .init(from: 0, to: 2, offset: [0, 0]),
        .init(from: 1, to: 2, offset: [0, 0]), .init(from: 1, to: 0, offset: [0, 1]),
        .init(from: 2, to: 0, offset: [1, 0]), .init(from: 2, to: 1, offset: [1, -1]),
      ]
      sites = [SIMD3(), SIMD3(1, 0, 0), SIMD3(0.5, root / 2, 0)]
      axes = [SIMD3(1, root, 0), SIMD3(2, 0, 0)]
      patterns = [{ _, basis in Int32(basis) }]
    case .king:
      steps = [[0, 1], [1, 0], [1, 1], [-1, 1]].map { .init(offset: $0) }
      patterns = [{ cell, _ in Int32(cell[0] % 2 * 2 + cell[1] % 2) }]
    default:
      steps = shape.indices.reversed().map { axis in
        .init(offset: shape.indices.map { $0 == axis ? 1 : 0 })
      }
      patterns = [
        { cell, _ in Int32(cell.reduce(0, +) % 2) },
        // A ring of odd length takes colours 0 1 0 1 … 2; a step changes one ring's colour only.
        { cell, _ in
          Int32(
            zip(cell, shape).reduce(0) { sum, axis in
              sum + (axis.1 % 2 == 1 && axis.0 == axis.1 - 1 ? 2 : axis.0 % 2)
            } % 3)
        },
      ]
    }
  }
}
