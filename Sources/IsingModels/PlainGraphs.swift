internal import Foundation

/// Graphs that are no grids.
enum PlainGraphs {
  /// Sites on a circle, from the right counterclockwise, neighbours at distance 1.
  static func circle(_ sites: Int) -> [SIMD3<Double>] {
    let radius = sites < 2 ? 0 : 0.5 / sin(.pi / Double(sites))
    return (0..<sites).map { site in
      let angle = 2 * .pi * Double(site) / Double(sites)
      return SIMD3(radius * cos(angle), radius * sin(angle), 0)
    }
  }

  /// The ring of n sites with links i – i + n/2.
  static func mobiusLadder(_ sites: Int) -> Lattice {
    var links = (0..<sites).map { Link($0, ($0 + 1) % sites) }
    links += (0..<sites / 2).map { Link($0, $0 + sites / 2) }
    return Lattice(title: "Möbius ladder \(sites)", links: links, positions: circle(sites))
  }

  /// All pairs.
  static func complete(_ sites: Int) -> Lattice {
    var links: [Link] = []
    links.reserveCapacity(sites * (sites - 1) / 2)
    for first in 0..<sites {
      for second in first + 1..<sites { links.append(Link(first, second)) }
    }
    return Lattice(
      title: "complete \(sites)", links: links, positions: circle(sites),
      colourClasses: (0..<Int32(sites)).map { [$0] })
  }

  /// The rows of a crossbar, 0 ..< rows, each linked with its columns, rows ..< rows + columns.
  static func bipartite(rows: Int, columns: Int) -> Lattice {
    var links: [Link] = []
    links.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns { links.append(Link(row, rows + column)) }
    }
    // Rows at the left and columns below, as the wires of an array come in.
    let positions =
      (0..<rows).map { SIMD3(0, Double($0) + 1, 0) }
      + (0..<columns).map { SIMD3(Double($0) + 1, 0, 0) }
    return Lattice(
      title: "bipartite \(rows) × \(columns)", links: links, positions: positions,
      colourClasses: [(0..<Int32(rows)).map { $0 }, (0..<Int32(columns)).map { Int32(rows) + $0 }])
  }

  /// The number of sites of each generation of a tree: 1, z, z (z − 1), …; nil beyond Int.
  static func betheGenerations(degree: Int, count: Int) -> [Int]? {
    var sizes = [1, degree]
    while sizes.count <= count {
      guard let next = product([sizes[sizes.count - 1], degree - 1]), next < 1 << 40 else {
        return nil
      }
      sizes.append(next)
    }
    return sizes
  }

  /// A site with z neighbours, each of which has z − 1 further ones, and so on: generation after
  /// generation, children of a site side by side.
  static func bethe(degree: Int, generations: Int) -> Lattice {
    let sizes = betheGenerations(degree: degree, count: generations) ?? []
    var links: [Link] = []
    var positions = [SIMD3<Double>()]
    var parents = 0
    for (generation, size) in sizes.enumerated().dropFirst() {
      let first = positions.count
      let children = generation == 1 ? degree : degree - 1
      for k in 0..<size {
        links.append(Link(parents + k / children, first + k))
        let angle = 2 * .pi * (Double(k) + 0.5) / Double(size)
        positions.append(Double(generation) * SIMD3(cos(angle), sin(angle), 0))
      }
      parents = first
    }
    return Lattice(
      title: "Bethe tree of coordination \(degree), \(generations) generations", links: links,
      positions: positions)
  }
}
