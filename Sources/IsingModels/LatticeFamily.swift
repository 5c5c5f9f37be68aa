/// The kinds of lattices and graphs. Raw values are the words of the command line.
public enum LatticeFamily: String, CaseIterable, Sendable {
  /// Sites on a circle; open, a chain.
  case ring
  /// Four neighbours in the plane.
  case square
  /// Six neighbours in the plane.
  case triangular
  /// Three neighbours in the plane; two sites a cell.
  case honeycomb
  /// Corner-sharing triangles, four neighbours; three sites a cell.
  case kagome
  /// The square lattice with both diagonals: a chess king's moves, eight neighbours.
  case king
  /// Six neighbours in space.
  case cubic
  /// 2d neighbours in d dimensions.
  case hypercubic
  /// A ring of even length whose opposite sites are linked: a ladder closed with a twist.
  case mobiusLadder = "mobius-ladder"
  /// A tree whose inner sites all have the same number of neighbours (a finite Cayley tree).
  case bethe
  /// Every pair of sites linked.
  case complete
  /// Every site of one side linked with every site of the other, as in a crossbar.
  case bipartite
  /// Drawn uniformly among the graphs where each site has the same number of neighbours.
  case randomRegular = "random-regular"
  /// Each pair of sites linked with the same probability (Gilbert's G(n, p)).
  case erdosRenyi = "erdos-renyi"
  /// Cells of the tiling {p,q} of the Poincaré disk, linked across their sides.
  case hyperbolic
  /// The graph of D-Wave's 2000Q: a grid of bipartite cells.
  case chimera
  /// The graph of D-Wave's Advantage.
  case pegasus
  /// The graph of D-Wave's Advantage2.
  case zephyr

  /// The family of a name of the command line.
  /// - Throws: `LatticeError.unknownName` with the nearest name.
  public init(name: String) throws(LatticeError) {
    guard let family = Self(rawValue: name) else {
      let names = Self.allCases.map(\.rawValue)
      throw .unknownName(
        kind: "lattice", found: name, nearest: NameSuggestion.nearest(to: name, in: names),
        expected: names)
    }
    self = family
  }

  /// The boundaries that can be chosen; empty for graphs without ends.
  public var boundaries: [Boundary] {
    switch self {
    case .ring: [.open, .periodic, .antiperiodic, .mobius]
    case .square, .king, .cubic, .hypercubic: Boundary.allCases
    case .triangular, .honeycomb, .kagome: [.open, .periodic, .helical, .antiperiodic]
    default: []
    }
  }

  /// What stands for a boundary that is not given.
  public var defaultBoundary: Boundary? { boundaries.isEmpty ? nil : .periodic }

  /// The parameters that it has besides sizes.
  public var parameters: [LatticeParameter] {
    switch self {
    case .hypercubic: [.dimension]
    case .bethe, .randomRegular: [.degree]
    case .erdosRenyi: [.probability]
    case .hyperbolic: [.p, .q]
    default: []
    }
  }

  /// Whether it is drawn with random numbers, so that the seed matters.
  public var isRandom: Bool { self == .randomRegular || self == .erdosRenyi }
}

extension Boundary {
  /// The boundary of a name of the command line.
  /// - Throws: `LatticeError.unknownName` with the nearest name.
  public init(name: String) throws(LatticeError) {
    guard let boundary = Self(rawValue: name) else {
      let names = Self.allCases.map(\.rawValue)
      throw .unknownName(
        kind: "boundary", found: name, nearest: NameSuggestion.nearest(to: name, in: names),
        expected: names)
    }
    self = boundary
  }
}

/// Numbers that some families need besides sizes. Raw values are the words of the command line.
public enum LatticeParameter: String, CaseIterable, Sendable {
  /// Neighbours of a site; of a Bethe tree, of an inner site (its coordination number).
  case degree
  /// The probability of a link.
  case probability
  /// The number of axes, where one size stands for all.
  case dimension
  /// Corners of a cell of a tiling.
  case p
  /// Cells around a corner of a tiling.
  case q

  /// What stands for a parameter that is not given.
  public var defaultValue: Double {
    switch self {
    case .degree: 3
    case .probability: 0.1
    case .dimension: 4
    case .p: 7
    case .q: 3
    }
  }
}
