/// Sites, links among them, and where they lie.
public struct Lattice: Sendable {
  /// What it is, for people: `square 64 × 64, periodic`.
  public let title: String
  /// Cells along each axis, slowest first; empty for graphs without axes. The site of cell
  /// (c₀, c₁, …) and basis b is ((c₀ · shape[1] + c₁) · … ) · basis + b.
  public let shape: [Int]
  /// Sites a cell.
  public let basis: Int
  /// Each pair of neighbours; a pair appears twice where two sites touch on both sides of a boundary.
  public let links: [Link]
  /// Where sites lie in a picture; flat lattices have z = 0.
  public let positions: [SIMD3<Double>]
  /// A proper colouring: sites of one colour have no link among them. Classes ordered by their first
  /// site, sites ascending. Two classes where the lattice is bipartite.
  public let colourClasses: [[Int32]]
  /// The outlines of tiles, for lattices that are drawn as tilings; else empty.
  public let cells: [[SIMD2<Double>]]
  /// The numbers that sites carry elsewhere (D-Wave's numbers of qubits, some of which do not exist);
  /// empty where these are the same as the numbers here.
  public let labels: [Int32]

  /// Number of sites.
  public var siteCount: Int { positions.count }

  /// Puts a lattice together.
  ///
  /// - Parameters:
  ///   - colourClasses: a proper colouring; without one it is found: see `Colouring`.
  ///   - cells: tiles of a picture, if it has any.
  ///   - labels: one a site in ascending order, or none.
  package init(
    title: String, shape: [Int] = [], basis: Int = 1, links: [Link],
    positions: [SIMD3<Double>], colourClasses: [[Int32]]? = nil,
    cells: [[SIMD2<Double>]] = [], labels: [Int32] = []
  ) {
    self.title = title
    self.shape = shape
    self.basis = basis
    self.links = links
    self.positions = positions
    self.colourClasses =
      colourClasses ?? Colouring(links: links, siteCount: positions.count).classes
    self.cells = cells
    self.labels = labels
  }

  /// The Ising model with the same coupling J on all links, turned where a boundary says so, and the
  /// same field h on all sites.
  public func model(coupling: Double = 1, field: Double = 0) throws(ModelError) -> IsingModel {
    try IsingModel(
      spinCount: siteCount,
      bonds: links.map { Bond(Int($0.first), Int($0.second), coupling * Double($0.sign)) },
      fields: Array(repeating: field, count: siteCount))
  }
}
