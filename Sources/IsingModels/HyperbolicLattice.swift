public import MoebiusGeometry

extension Lattice {
  /// Tiles are kept for pictures up to so many cells; no picture shows more.
  public static let largestTiledSiteCount = 100_000

  /// Cells of the hyperbolic tiling {p,q} as sites, with links across sides: each site has p neighbours
  /// but on the open boundary.
  ///
  /// Sites are numbered by layers, steps from the central cell 0; the last layer holds more than half
  /// of the sites for most p and q, so bulk values are measured on inner layers
  /// (`HyperbolicTiling.layerSizes`). Positions lie in the unit disk and `cells` are their outlines, up to
  /// `largestTiledSiteCount` sites. The lattice is bipartite for even q. For sites on the vertices of
  /// {p,q}, q neighbours each, take {q,p}.
  ///
  /// - Parameters:
  ///   - p: corners of a cell, at least 3.
  ///   - q: cells around a vertex, at least 3, with (p − 2)(q − 2) > 4.
  ///   - layers: steps from the central cell; 0 gives that cell alone.
  /// - Throws: `GeometryError` for tilings of the sphere or the Euclidean plane and for too many cells.
  public static func hyperbolic(p: Int, q: Int, layers: Int) throws(GeometryError) -> Lattice {
    let tiling = try HyperbolicTiling(p: p, q: q, layers: layers)
    let count = tiling.cells.count
    return Lattice(
      title: "hyperbolic {\(p),\(q)}, \(layers) \(layers == 1 ? "layer" : "layers"), \(count) "
        + (count == 1 ? "cell" : "cells"),
      links: tiling.edges.map { Link(Int($0.first), Int($0.second)) },
      positions: tiling.cells.map {
        let centre = $0.centre
        return SIMD3(centre.real, centre.imaginary, 0)
      },
      cells: count <= largestTiledSiteCount
        ? tiling.outlines().map { $0.map(\.vector) } : [])
  }
}
