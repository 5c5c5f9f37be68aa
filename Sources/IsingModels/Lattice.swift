/// A link of a lattice: two sites that a coupling joins.
public struct Link: Sendable, Equatable {
  /// One site.
  public var first: Int32
  /// The other site.
  public var second: Int32
  /// −1 where the link crosses an antiperiodic boundary, which turns the coupling's sign; else +1.
  public var sign: Int8
  /// Whether the link goes around a boundary, so that a picture must not draw it straight.
  public var wraps: Bool

  /// Joins two sites.
  public init(_ first: Int, _ second: Int, sign: Int8 = 1, wraps: Bool = false) {
    self.first = Int32(first)
    self.second = Int32(second)
    self.sign = sign
    self.wraps = wraps
  }
}

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
  /// site, sites ascending.
  public let colourClasses: [[Int32]]
  /// The polygon of each site of a tiling of the disk; empty for other lattices.
  public let cells: [[SIMD2<Double>]]

  /// Number of sites.
  public var siteCount: Int { positions.count }

  /// Puts a lattice together.
  package init(
    title: String, shape: [Int] = [], basis: Int = 1, links: [Link],
    positions: [SIMD3<Double>], colourClasses: [[Int32]], cells: [[SIMD2<Double>]] = []
  ) {
    self.title = title
    self.shape = shape
    self.basis = basis
    self.links = links
    self.positions = positions
    self.colourClasses = colourClasses
    self.cells = cells
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
