public import IsingModels

/// Draws the spins of a lattice where its sites lie.
public enum LatticePicture {
  /// Sites above which a picture shows a grid of pixels instead of disks and links.
  static let mostDisks = 20_000

  /// Spins (or Potts states) on their sites: pixels on square grids, polygons on tilings, else disks
  /// joined by links. Links that go around a boundary are not drawn.
  ///
  /// - Parameters:
  ///   - lattice: gives positions, links and cells.
  ///   - states: one a site: −1 or +1 for spins, 0, 1, … for Potts agents if `areColours`.
  ///   - areColours: whether states are Potts states.
  ///   - caption: below the picture.
  public static func drawing(
    of lattice: Lattice, states: [Int8], areColours: Bool = false, caption: String
  ) -> Drawing {
    let colours = states.map { state in
      areColours ? Colour.series(Int(state)) : state > 0 ? Colour.up : Colour.down
    }
    if !lattice.cells.isEmpty { return tiling(lattice, colours, caption) }
    if let raster = grid(lattice, colours) { return pixels(raster, caption) }
    return disks(lattice, colours, caption)
  }

  /// The widest side of a picture in points.
  private static let side = 560.0

  private static func page(_ width: Double, _ height: Double, _ caption: String) -> Drawing {
    var drawing = Drawing(width: width + 32, height: height + 54, title: caption)
    drawing.addText(
      caption, at: SIMD2(drawing.width / 2, drawing.height - 14), size: 12, anchor: .middle)
    return drawing
  }

  /// The pixels of a flat grid of one site a cell, or of a lattice too large for disks.
  private static func grid(_ lattice: Lattice, _ colours: [Colour]) -> Drawing.Raster? {
    guard lattice.shape.count == 2 else { return nil }
    let (rows, columns) = (lattice.shape[0], lattice.shape[1] * lattice.basis)
    let isSquare = lattice.positions.indices.allSatisfy { site in
      lattice.positions[site]
        == SIMD3(Double(site % lattice.shape[1]), Double(site / lattice.shape[1]), 0)
    }
    guard lattice.basis == 1 && isSquare || lattice.siteCount > mostDisks else { return nil }
    return .init(rows: rows, columns: columns, pixels: colours)
  }

  private static func pixels(_ raster: Drawing.Raster, _ caption: String) -> Drawing {
    // A whole number of points a pixel where it fits, so that all pixels look the same.
    let exact = side / Double(max(raster.rows, raster.columns))
    let pixel = exact >= 1 ? exact.rounded(.down) : exact
    let size = SIMD2(Double(raster.columns) * pixel, Double(raster.rows) * pixel)
    var drawing = page(max(size.x, 300), size.y, caption)
    let origin = SIMD2((drawing.width - size.x) / 2, 16)
    drawing.add(.raster(raster, origin: origin, size: size))
    return drawing
  }

  private static func tiling(
    _ lattice: Lattice, _ colours: [Colour], _ caption: String
  ) -> Drawing {
    var drawing = page(side, side, caption)
    let centre = SIMD2(drawing.width / 2, 16 + side / 2)
    drawing.add(
      .circle(
        centre, radius: side / 2, fill: Colour(0xfafafa),
        stroke: .init(colour: .ink, width: 0.8)))
    for (cell, colour) in zip(lattice.cells, colours) {
      let corners = cell.map { centre + SIMD2($0.x, -$0.y) * (side / 2) }
      let extent = corners.map { abs($0.x - corners[0].x) + abs($0.y - corners[0].y) }.max() ?? 0
      drawing.add(
        .polygon(
          corners, fill: colour,
          stroke: .init(colour: Colour(0x8c97a3), width: min(0.8, extent / 16))))
    }
    return drawing
  }

  private static func disks(
    _ lattice: Lattice, _ colours: [Colour], _ caption: String
  ) -> Drawing {
    // The third dimension goes up and to the right, as in a drawing on a blackboard.
    let flat = lattice.positions.map { SIMD2($0.x + 0.45 * $0.z, $0.y - 0.38 * $0.z) }
    let low = flat.reduce(SIMD2(repeating: Double.infinity)) { pointwiseMin($0, $1) }
    let high = flat.reduce(SIMD2(repeating: -Double.infinity)) { pointwiseMax($0, $1) }
    let extent = high - low
    let drawn = lattice.links.filter { !$0.wraps }
    let length = typicalLength(drawn, flat)
    let scale = (side - 30) / max(extent.x, extent.y, length)
    let radius = max(0.6, min(12, 0.3 * length * scale))
    var drawing = page(max(extent.x * scale + 30, 300), extent.y * scale + 30, caption)
    let shift = SIMD2((drawing.width - extent.x * scale) / 2, 31)
    let places = flat.map { ($0 - low) * scale + shift }
    // A picture with more links than this is black.
    if drawn.count <= 40_000 {
      let stroke = Drawing.Stroke(colour: Colour(0x9aa4ae), width: min(1.2, radius / 3))
      for link in drawn {
        drawing.add(.line([places[Int(link.first)], places[Int(link.second)]], stroke))
      }
    }
    let outline = Drawing.Stroke(colour: .ink, width: min(0.8, radius / 5))
    let order = lattice.positions.indices.sorted {
      lattice.positions[$0].z > lattice.positions[$1].z
    }
    for site in lattice.positions.contains(where: { $0.z != 0 }) ? order : Array(places.indices) {
      drawing.add(
        .circle(places[site], radius: radius, fill: colours[site], stroke: outline))
    }
    return drawing
  }

  /// The median length of links, or the mean distance of sites where nothing is linked.
  private static func typicalLength(_ links: [Link], _ flat: [SIMD2<Double>]) -> Double {
    let lengths = links.map { link in
      let d = flat[Int(link.first)] - flat[Int(link.second)]
      return (d.x * d.x + d.y * d.y).squareRoot()
    }.filter { $0 > 0 }.sorted()
    return lengths.isEmpty ? 1 : lengths[lengths.count / 2]
  }
}
