extension Lattice {
  /// The square lattice on a torus.
  package static func periodicSquare(rows: Int, columns: Int) -> Lattice {
    precondition(rows >= 2 && columns >= 2, "a torus of \(rows) × \(columns)")
    func site(_ row: Int, _ column: Int) -> Int { row % rows * columns + column % columns }
    var links: [Link] = []
    var positions: [SIMD3<Double>] = []
    var classes: [[Int32]] = [[], []]
    for row in 0..<rows {
      for column in 0..<columns {
        links.append(Link(site(row, column), site(row, column + 1), wraps: column + 1 == columns))
        links.append(Link(site(row, column), site(row + 1, column), wraps: row + 1 == rows))
        positions.append(SIMD3(Double(column), Double(row), 0))
        classes[(row + column) % 2].append(Int32(site(row, column)))
      }
    }
    return Lattice(
      title: "square \(rows) × \(columns), periodic", shape: [rows, columns], links: links,
      positions: positions, colourClasses: classes)
  }
}
