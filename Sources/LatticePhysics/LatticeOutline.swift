import IsingModels

/// What is known of a lattice before it is built.
public struct LatticeOutline: Sendable {
  /// For people.
  public var title: String
  /// Cells along each axis; empty for graphs without axes.
  public var shape: [Int]
  /// Sites a cell.
  public var basis = 1
  /// Number of sites.
  public var siteCount: Int
  /// Number of coupled pairs.
  public var bondCount: Int
  /// Fewest and most neighbours of a site.
  public var neighbours: ClosedRange<Int>
  /// Number of blocks of a proper colouring.
  public var colourCount: Int

  /// The outline of what is there.
  init(_ lattice: Lattice, _ model: IsingModel) {
    title = lattice.title
    shape = lattice.shape
    basis = lattice.basis
    siteCount = lattice.siteCount
    bondCount = model.bonds.count
    let degrees = (0..<model.spinCount).map { model.adjacency.degree(of: $0) }
    neighbours = (degrees.min() ?? 0)...(degrees.max() ?? 0)
    colourCount = lattice.colourClasses.count
  }

  /// The outline of a periodic hypercubic lattice with sides from 3.
  init(family: LatticeFamily, hypercube sides: [Int]) {
    title =
      "\(family.rawValue) \(sides.map(String.init).joined(separator: " × ")), "
      + Boundary.periodic.rawValue
    shape = sides
    siteCount = sides.reduce(1, *)
    bondCount = sides.count * siteCount
    neighbours = (2 * sides.count)...(2 * sides.count)
    colourCount = sides.allSatisfy { $0 % 2 == 0 } ? 2 : 3
  }
}
