internal import Foundation

/// The cells of a regular tiling up to a number of steps from a central cell, steps across sides.
public struct HyperbolicTiling: Sendable {
  /// One cell.
  public struct Cell: Sendable, Equatable {
    /// Takes the base cell here.
    public let map: DiskMap
    /// Steps from the central cell.
    public let layer: Int32

    /// The centre in the disk.
    public var centre: Complex { map.imageOfOrigin }
  }

  /// Two cells that share a side.
  public struct Edge: Sendable, Hashable {
    /// The cell with the lower index.
    public let first: Int32
    /// The cell with the higher index.
    public let second: Int32

    package init(first: Int32, second: Int32) {
      self.first = first
      self.second = second
    }
  }

  /// The tiling that they belong to.
  public let tiling: RegularTiling
  /// The cells, by layers; the central one first.
  public let cells: [Cell]
  /// The number of cells in each layer.
  public let layerSizes: [Int]
  /// Every pair of these cells that share a side, also within the last layer, ordered by
  /// (first, second). No pair shares two sides.
  public let edges: [Edge]

  /// The most cells that are grown.
  public static let largestCellCount = 4_000_000
  /// The most sides of cells, p each, that are held.
  public static let largestSideCount = 1 << 26
  /// The largest distance of a centre from the origin. A direction's rounding of 1e−16 is a distance
  /// of sinh(25) · 1e−16 ≈ 4e−6 there, far below the spacing of cells; it grows as e^R.
  public static let largestRadius = 25.0

  /// Grows the tiling layer by layer.
  ///
  /// Which cells touch is found in whole numbers (`CellGrowth`), so it holds at any radius; only the
  /// places of cells are rounded.
  ///
  /// - Parameters:
  ///   - p: corners of a cell, its number of neighbours.
  ///   - q: cells around a vertex.
  ///   - layers: steps from the central cell; 0 gives that cell alone.
  /// - Throws: `GeometryError.outOfRange`, `.notHyperbolic`, `.tooManyCells`, `.tooFar`.
  /// - Complexity: O(cells · (p + layers)).
  public init(p: Int, q: Int, layers: Int) throws(GeometryError) {
    let tiling = try RegularTiling(p: p, q: q)
    guard layers >= 0 else {
      throw .outOfRange("layers", found: Double(layers), expected: "0 or more")
    }
    let limit = min(Self.largestCellCount, Self.largestSideCount / p)
    let moves = tiling.neighbourMaps()
    var growth = CellGrowth(p: p, q: q)
    var cells = [Cell(map: .identity, layer: 0)]
    var layerSizes = [1]
    var layerStart = 0
    for layer in stride(from: 1, through: layers, by: 1) {
      let layerEnd = cells.count
      for cell in layerStart..<layerEnd {
        for side in 0..<p where growth.partners[cell * p + side] < 0 {
          guard cells.count < limit else { throw .tooManyCells(layer: layer, limit: limit) }
          growth.addCell(behind: cell * p + side)
          let map = cells[cell].map * moves[side]
          guard map.displacement <= Self.largestRadius else {
            throw .tooFar(layer: layer, radius: map.displacement, limit: Self.largestRadius)
          }
          cells.append(Cell(map: map, layer: Int32(layer)))
        }
      }
      layerStart = layerEnd
      layerSizes.append(cells.count - layerEnd)
    }
    self.tiling = tiling
    self.cells = cells
    self.layerSizes = layerSizes
    edges = Self.edges(of: growth)
  }

  /// Corners of a cell in the disk, counterclockwise.
  public func polygon(of cell: Int) -> [Complex] {
    let map = cells[cell].map
    return tiling.corners.map { map($0) }
  }

  /// Corners of every cell, by cell.
  public func polygons() -> [[Complex]] {
    let corners = tiling.corners
    return cells.map { cell in corners.map { cell.map($0) } }
  }

  /// The outline of every cell, by cell: its sides are geodesics, arcs in the disk, and are broken into
  /// straight pieces, as many as a picture can show: 16 in the first two layers, fewer in the small
  /// cells further out.
  public func outlines() -> [[Complex]] {
    let corners = tiling.corners
    func outline(_ pieces: Int) -> [Complex] {
      corners.indices.flatMap { side -> [Complex] in
        let (from, to) = (corners[side], corners[(side + 1) % corners.count])
        guard pieces > 1, let arc = try? Geodesic(from: from, to: to) else { return [from] }
        return (0..<pieces).map { arc.point(at: Double($0) / Double(pieces)) }
      }
    }
    // A cell's side is about e^{−layer} of the picture.
    let byLayer = [16, 16, 8, 4, 2].map(outline)
    let plain = outline(1)
    return cells.map { cell in
      let layer = Int(cell.layer)
      let points = layer < byLayer.count ? byLayer[layer] : plain
      return points.map { cell.map($0) }
    }
  }

  private static func edges(of growth: CellGrowth) -> [Edge] {
    var edges: [Edge] = []
    for cell in 0..<growth.cellCount {
      let first = edges.count
      for side in 0..<growth.p {
        let partner = growth.partners[cell * growth.p + side]
        let other = Int(partner) / growth.p
        if partner >= 0, other > cell {
          edges.append(Edge(first: Int32(cell), second: Int32(other)))
        }
      }
      edges[first...].sort { $0.second < $1.second }
    }
    return edges
  }
}
