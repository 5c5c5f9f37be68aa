import Foundation
import MoebiusGeometry
import Testing

@Suite struct HyperbolicTilingTests {
  struct Reference: Sendable {
    let p: Int
    let q: Int
    let layers: Int
    let cells: Int
    let innerEdges: Int
    let layerSizes: [Int]
    let distance: Double
    let boundaryFraction: Double
  }

  static let references: [Reference] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/hypertiling_reference.csv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let field = line.split(separator: ",")
      return Reference(
        p: Int(field[0])!, q: Int(field[1])!, layers: Int(field[2])!, cells: Int(field[3])!,
        innerEdges: Int(field[4])!, layerSizes: field[5].split(separator: "|").map { Int($0)! },
        distance: Double(field[7])!, boundaryFraction: Double(field[8])!)
    }
  }()

  @Test func referencesAreThere() { #expect(Self.references.count == 8) }

  @Test(arguments: references) func countsAndDistancesAreTheReference(
    _ reference: Reference
  ) throws {
    let grown = try HyperbolicTiling(p: reference.p, q: reference.q, layers: reference.layers)
    #expect(grown.cells.count == reference.cells)
    #expect(grown.layerSizes == reference.layerSizes)
    #expect(abs(grown.tiling.neighbourDistance - reference.distance) < 1e-14)
    let last = Int32(reference.layers)
    // The reference expands inner cells only, so it lacks edges within the last layer.
    let inner = grown.edges.count {
      min(grown.cells[Int($0.first)].layer, grown.cells[Int($0.second)].layer) < last
    }
    #expect(inner == reference.innerEdges)
    let fraction = Double(grown.layerSizes.last!) / Double(grown.cells.count)
    #expect(abs(fraction - reference.boundaryFraction) <= 5e-4)
    for edge in grown.edges {
      let (first, second) = (grown.cells[Int(edge.first)], grown.cells[Int(edge.second)])
      let distance = try PoincareDisk.standard.distance(first.centre, second.centre)
      #expect(abs(distance - reference.distance) < 1e-12)
    }
  }

  /// The obvious way: every cell's neighbours by maps, known cells by the place of their centres.
  static func grownByPlace(
    p: Int, q: Int, layers: Int
  ) throws -> (cells: [DiskMap], layers: [Int], edges: Set<HyperbolicTiling.Edge>) {
    let moves = try RegularTiling(p: p, q: q).neighbourMaps()
    var cells = [DiskMap.identity]
    var layerOf = [0]
    var edges: Set<HyperbolicTiling.Edge> = []
    var buckets: [SIMD2<Int>: [Int]] = [:]
    // Hyperboloid coordinates, whose differences are never less than distances.
    func place(_ map: DiskMap) -> SIMD2<Double> {
      let product = 2 * (map.a * map.b)
      return SIMD2(product.real, product.imaginary)
    }
    func bucket(_ point: SIMD2<Double>) -> SIMD2<Int> {
      SIMD2(Int(point.x.rounded(.down)), Int(point.y.rounded(.down)))
    }
    func known(_ map: DiskMap) -> Int? {
      let point = place(map)
      let key = bucket(point)
      for x in -1...1 {
        for y in -1...1 {
          for other in buckets[SIMD2(key.x + x, key.y + y)] ?? []
          where (cells[other].inverse * map).displacement < 0.1 {
            return other
          }
        }
      }
      return nil
    }
    buckets[bucket(place(.identity))] = [0]
    var next = 0
    while next < cells.count {
      for move in moves {
        let map = cells[next] * move
        let other: Int
        if let found = known(map) {
          other = found
        } else if layerOf[next] < layers {
          other = cells.count
          cells.append(map)
          layerOf.append(layerOf[next] + 1)
          buckets[bucket(place(map)), default: []].append(other)
        } else {
          continue
        }
        edges.insert(.init(first: Int32(min(next, other)), second: Int32(max(next, other))))
      }
      next += 1
    }
    return (cells, layerOf, edges)
  }

  @Test(arguments: [
    (7, 3, 5), (3, 7, 8), (4, 5, 5), (5, 4, 5), (8, 3, 4), (3, 8, 7), (4, 6, 5), (6, 4, 4),
    (5, 5, 4), (3, 9, 7), (12, 3, 3), (3, 12, 8), (6, 6, 3), (9, 5, 3), (4, 9, 5), (20, 20, 2),
    (3, 40, 9), (40, 3, 2), (10, 3, 3), (4, 7, 5),
  ])
  func ringsFindWhatPlacesFind(p: Int, q: Int, layers: Int) throws {
    let grown = try HyperbolicTiling(p: p, q: q, layers: layers)
    let placed = try Self.grownByPlace(p: p, q: q, layers: layers)
    #expect(grown.cells.map { Int($0.layer) } == placed.layers)
    // Both may meet a cell from another side first, so numbers are matched by place.
    let offset = zip(grown.cells, placed.cells).map { ($0.map.inverse * $1).displacement }.max()!
    #expect(offset < 1e-6)
    #expect(Set(grown.edges) == placed.edges)
    #expect(grown.edges.count == placed.edges.count)
  }

  /// Cells touch along whole sides, meet at right distances and close around vertices.
  @Test func polygonsShareCorners() throws {
    for (p, q) in [(7, 3), (4, 5), (3, 7), (5, 4)] {
      let grown = try HyperbolicTiling(p: p, q: q, layers: 4)
      let polygons = grown.polygons()
      #expect(polygons[3] == grown.polygon(of: 3))
      for edge in grown.edges {
        let shared = polygons[Int(edge.first)].count { corner in
          polygons[Int(edge.second)].contains { ($0 - corner).modulus < 1e-9 }
        }
        #expect(shared == 2)
      }
      for (cell, polygon) in zip(grown.cells, polygons) {
        for (k, corner) in polygon.enumerated() {
          let disk = PoincareDisk.standard
          let side = try disk.distance(corner, polygon[(k + 1) % p])
          #expect(abs(side - grown.tiling.sideLength) < 1e-10)
          let radius = try disk.distance(corner, cell.centre)
          #expect(abs(radius - grown.tiling.circumradius) < 1e-10)
        }
      }
    }
  }

  @Test func radiiObeyTheirFormulas() throws {
    for (p, q) in [(7, 3), (4, 5), (3, 7), (5, 4), (100, 7)] {
      let tiling = try RegularTiling(p: p, q: q)
      let (alpha, beta) = (Double.pi / Double(p), Double.pi / Double(q))
      #expect(abs(cosh(tiling.inradius) / (cos(beta) / sin(alpha)) - 1) < 1e-13)
      #expect(abs(cosh(tiling.circumradius) * tan(alpha) * tan(beta) - 1) < 1e-12)
      #expect(abs(cosh(tiling.sideLength / 2) / (cos(alpha) / sin(beta)) - 1) < 1e-13)
      #expect(tiling.dual.dual == tiling)
    }
  }

  /// Far out the places of cells round, by no more than directions do.
  @Test func farCellsKeepTheirPlaces() throws {
    let grown = try HyperbolicTiling(p: 12, q: 3, layers: 5)
    var farthest = 0.0
    for edge in grown.edges {
      let (first, second) = (grown.cells[Int(edge.first)].map, grown.cells[Int(edge.second)].map)
      let radius = max(first.displacement, second.displacement)
      farthest = max(farthest, radius)
      let distance = (first.inverse * second).displacement
      // Two cells, six products, a few roundings of the direction each, e^R/2 apart at radius R.
      let tolerance = 2 * 6 * 4 * 0x1p-53 * exp(radius) / 2
      #expect(abs(distance - grown.tiling.neighbourDistance) < tolerance)
    }
    #expect(farthest > 11)
  }

  /// Every neighbour map is the product of turns and one translation, and undoes itself.
  @Test func neighbourMapsAreHalfTurns() throws {
    let tiling = try RegularTiling(p: 7, q: 3)
    for (k, map) in tiling.neighbourMaps().enumerated() {
      let angle = 2 * Double.pi * Double(k) / 7
      let product =
        DiskMap.rotation(by: angle) * .translation(by: 2 * tiling.inradius)
        * .rotation(by: .pi) * .rotation(by: -angle)
      #expect(map.distance(to: product) < 1e-14)
      #expect((map * map).distance(to: .identity) < 1e-14)
    }
  }

  /// An interior cell has p neighbours, and every interior vertex q cells.
  @Test func interiorCellsHaveAllNeighbours() throws {
    for (p, q) in [(7, 3), (3, 7), (4, 5)] {
      let grown = try HyperbolicTiling(p: p, q: q, layers: 5)
      var degree = [Int](repeating: 0, count: grown.cells.count)
      for edge in grown.edges {
        degree[Int(edge.first)] += 1
        degree[Int(edge.second)] += 1
      }
      for (cell, count) in zip(grown.cells, degree) where cell.layer < 5 { #expect(count == p) }
    }
  }

  @Test func flatAndRoundTilingsAreRefused() throws {
    for (p, q, word) in [(4, 4, "Euclidean"), (3, 6, "Euclidean"), (5, 3, "sphere")] {
      #expect(throws: GeometryError.notHyperbolic(p: p, q: q)) {
        try HyperbolicTiling(p: p, q: q, layers: 2)
      }
      #expect(GeometryError.notHyperbolic(p: p, q: q).description.contains(word))
    }
    #expect(throws: GeometryError.outOfRange("p", found: 2, expected: "3 to 1000000")) {
      try HyperbolicTiling(p: 2, q: 7, layers: 1)
    }
    #expect(throws: GeometryError.self) { try HyperbolicTiling(p: 7, q: Int.max, layers: 1) }
    #expect(throws: GeometryError.self) { try HyperbolicTiling(p: 7, q: 3, layers: -1) }
    #expect(try HyperbolicTiling(p: 7, q: 3, layers: 0).cells.count == 1)
  }

  @Test func growthStopsAtItsLimits() {
    // 100 000 sides a cell leave room for 671 cells.
    #expect(throws: GeometryError.tooManyCells(layer: 1, limit: 671)) {
      try HyperbolicTiling(p: 100_000, q: 3, layers: 1)
    }
    // Two steps of 13.8 each.
    #expect(throws: GeometryError.self) { try HyperbolicTiling(p: 1000, q: 1000, layers: 2) }
    do {
      _ = try HyperbolicTiling(p: 1000, q: 1000, layers: 2)
    } catch {
      guard case .tooFar(2, let radius, 25) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(radius > 25)
    }
  }

  @Test func twelveLayersTakeLittleTime() throws {
    var cells = 0
    let time = try ContinuousClock().measure {
      cells = try HyperbolicTiling(p: 7, q: 3, layers: 12).cells.count
    }
    // A layer is 3 times the last minus the one before, which makes the ratio φ².
    var (before, layer, sum) = (7, 21, 29)
    for _ in 3...12 {
      (before, layer) = (layer, 3 * layer - before)
      sum += layer
    }
    #expect(cells == sum)
    #expect(time < .seconds(10))
  }
}
