internal import MoebiusGeometry

extension Lattice {
  /// Builds the lattice that a description names.
  ///
  /// Sites and the order of links are functions of the description alone, on every machine.
  /// - Throws: `LatticeError` for sizes, boundaries or parameters that the family cannot have, and for
  ///   lattices above 2²⁶ sites or 2²⁷ links.
  public init(_ description: LatticeDescription) throws(LatticeError) {
    try description.checkChoices()
    switch description.family {
    case .ring, .square, .triangular, .honeycomb, .kagome, .king, .cubic, .hypercubic:
      self = try Self.grid(description)
    case .mobiusLadder, .bethe, .complete, .bipartite: self = try Self.plain(description)
    case .randomRegular, .erdosRenyi: self = try Self.random(description)
    case .chimera, .pegasus, .zephyr: self = try Self.chip(description)
    case .hyperbolic: self = try Self.hyperbolic(description)
    }
  }

  private static func grid(_ description: LatticeDescription) throws(LatticeError) -> Lattice {
    let family = description.family
    let boundary = description.boundary ?? .periodic
    let (axes, basis, linksPerCell): (Int, Int, Int) =
      switch family {
      case .ring: (1, 1, 1)
      case .triangular: (2, 1, 3)
      case .honeycomb: (2, 2, 3)
      case .kagome: (2, 3, 6)
      case .king: (2, 1, 4)
      case .cubic: (3, 1, 3)
      case .hypercubic: try { (d: Int) in (d, 1, d) }(hypercubicDimension(description))
      default: (2, 1, 2)
      }
    let shape = try description.axes(axes)
    try description.checkCounts(
      sites: product(shape + [basis]), links: product(shape + [linksPerCell]))
    return family == .ring
      ? ring(shape[0], boundary: boundary) : cells(family, shape: shape, boundary: boundary)
  }

  /// As many axes as sizes; one size stands for all of `dimension` axes.
  static func hypercubicDimension(
    _ description: LatticeDescription
  ) throws(LatticeError) -> Int {
    // 2²⁶ sites have no more than 26 axes.
    let dimension = try description.wholeValue(.dimension, in: 2...26)
    guard description.sizes.count >= 2 else { return dimension }
    guard description.parameters[.dimension] == nil || dimension == description.sizes.count else {
      throw .sizeCount(
        .hypercubic, found: description.sizes, expected: "one or \(dimension), one an axis")
    }
    return description.sizes.count
  }

  private static func hyperbolic(
    _ description: LatticeDescription
  ) throws(LatticeError) -> Lattice {
    let layers = try description.onlySize(least: 1)
    let p = try description.wholeValue(.p, in: 3...1_000_000)
    let q = try description.wholeValue(.q, in: 3...1_000_000)
    do throws(GeometryError) {
      return try hyperbolic(p: p, q: q, layers: layers)
    } catch {
      throw .tiling(error)
    }
  }

  private static func plain(_ description: LatticeDescription) throws(LatticeError) -> Lattice {
    let family = description.family
    switch family {
    case .mobiusLadder:
      let sites = try description.onlySize(least: 4)
      guard sites % 2 == 0 else {
        throw .size(family, found: sites, expected: "an even number of sites")
      }
      try description.checkCounts(sites: sites, links: product([sites / 2, 3]))
      return PlainGraphs.mobiusLadder(sites)
    case .bethe:
      let generations = try description.onlySize(least: 1)
      let degree = try description.wholeValue(.degree, in: 2...Int(Int32.max))
      // A branch of two neighbours is a chain, whose generations do not grow.
      let sites =
        degree == 2
        ? product([2, generations])
        : PlainGraphs.betheGenerations(degree: degree, count: min(generations, 64))?.reduce(0, +)
      try description.checkCounts(sites: sites, links: sites)
      return PlainGraphs.bethe(degree: degree, generations: generations)
    case .bipartite:
      let sides = try description.axes(2, least: 1)
      let (sites, overflow) = sides[0].addingReportingOverflow(sides[1])
      try description.checkCounts(sites: overflow ? nil : sites, links: product(sides))
      return PlainGraphs.bipartite(rows: sides[0], columns: sides[1])
    default:
      let sites = try description.onlySize(least: 2)
      try description.checkCounts(sites: sites, links: product([sites, sites - 1]).map { $0 / 2 })
      return PlainGraphs.complete(sites)
    }
  }

  private static func random(_ description: LatticeDescription) throws(LatticeError) -> Lattice {
    let sites = try description.onlySize(least: 2)
    guard description.family == .randomRegular else {
      let probability = description.value(.probability)
      guard probability >= 0, probability <= 1 else {
        throw .parameter(
          .erdosRenyi, .probability, found: probability, expected: "a number from 0 to 1")
      }
      try description.checkCounts(sites: sites, links: 0)
      let mean = probability * Double(sites) * Double(sites - 1) / 2
      // Six standard deviations of the number of links.
      try description.checkCounts(sites: sites, links: Int(mean + 6 * mean.squareRoot()))
      return RandomGraphs.erdosRenyi(sites, probability: probability, seed: description.seed)
    }
    try description.checkCounts(sites: sites, links: 0)
    let degree = try description.wholeValue(.degree, in: 1...sites - 1)
    guard sites % 2 == 0 || degree % 2 == 0 else {
      throw .size(
        .randomRegular, found: sites,
        expected: "an even number of sites for the odd degree \(degree)")
    }
    try description.checkCounts(sites: sites, links: sites * degree / 2)
    return RandomGraphs.regular(sites, degree: degree, seed: description.seed)
  }

  private static func chip(_ description: LatticeDescription) throws(LatticeError) -> Lattice {
    let family = description.family
    let sizes = description.sizes
    let most = family == .chimera ? 3 : family == .zephyr ? 2 : 1
    guard (1...most).contains(sizes.count) else {
      throw .sizeCount(family, found: sizes, expected: family.sizeForm)
    }
    let least = family == .pegasus ? 2 : 1
    if let small = sizes.first(where: { $0 < least }) {
      throw .size(family, found: small, expected: "at least \(least)")
    }
    let m = sizes[0]
    // D-Wave's own chips have four wires where t is not given.
    switch family {
    case .chimera:
      let columns = sizes.count > 1 ? sizes[1] : m
      let half = sizes.count > 2 ? sizes[2] : 4
      let sites = product([m, columns, 2, half])
      try description.checkCounts(sites: sites, links: 0)
      try description.checkCounts(sites: sites, links: product([m, columns, half, half + 2]))
      return ChipGraphs.chimera(rows: m, columns: columns, half: half)
    case .pegasus:
      let sites = product([24, m, m - 1])
      try description.checkCounts(
        sites: sites, links: sites.flatMap { product([$0, 15]) }.map { $0 / 2 })
      return ChipGraphs.pegasus(m)
    default:
      let tracks = sizes.count > 1 ? sizes[1] : 4
      let sites = product([4, tracks, m]).flatMap { product([$0, 2 * min(m, 1 << 60) + 1]) }
      try description.checkCounts(sites: sites, links: 0)
      try description.checkCounts(sites: sites, links: product([sites ?? 0, 2 * tracks + 2]))
      return ChipGraphs.zephyr(m, tracks: tracks)
    }
  }
}
