import Foundation
import IsingModels
import MoebiusGeometry
import Testing

@Suite struct HyperbolicLatticeTests {
  @Test(arguments: [(7, 3, 4), (3, 7, 6), (5, 4, 4), (4, 5, 5), (4, 6, 4), (8, 3, 3)])
  func sitesAreCells(p: Int, q: Int, layers: Int) throws {
    let lattice = try Lattice.hyperbolic(p: p, q: q, layers: layers)
    let tiling = try HyperbolicTiling(p: p, q: q, layers: layers)
    #expect(lattice.siteCount == tiling.cells.count)
    #expect(lattice.links.map(\.first) == tiling.edges.map(\.first))
    #expect(lattice.links.map(\.second) == tiling.edges.map(\.second))
    #expect(lattice.links.allSatisfy { $0.sign == 1 && !$0.wraps })
    #expect(lattice.cells.count == lattice.siteCount)
    for (site, polygon) in lattice.cells.enumerated() {
      // Sides are broken into equal pieces, beginning at a corner: one in the outer layers.
      let pieces = polygon.count / p
      #expect(polygon.count == pieces * p && pieces >= 1)
      #expect(tiling.cells[site].layer < 5 || pieces == 1)
      let position = lattice.positions[site]
      let place = Complex(position.x, position.y)
      for (k, point) in polygon.enumerated() {
        let radius = try PoincareDisk.standard.distance(Complex(point.x, point.y), place)
        // A right triangle of in-radius, way along the side and distance to the centre.
        let side = 2 * acosh(cos(.pi / Double(p)) / sin(.pi / Double(q)))
        let along = side * (Double(k % pieces) / Double(pieces) - 0.5)
        let inradius = acosh(cos(.pi / Double(q)) / sin(.pi / Double(p)))
        #expect(abs(radius - acosh(cosh(inradius) * cosh(along))) < 1e-9)
      }
    }
  }

  /// Two colours exactly where loops around vertices are even, and few ones elsewhere.
  @Test(arguments: [(7, 3), (3, 7), (5, 4), (4, 5), (4, 6), (8, 3), (3, 8), (5, 5)])
  func coloursAreProperAndFew(p: Int, q: Int) throws {
    let lattice = try Lattice.hyperbolic(p: p, q: q, layers: 5)
    var colour = [Int](repeating: -1, count: lattice.siteCount)
    for (number, sites) in lattice.colourClasses.enumerated() {
      for site in sites { colour[Int(site)] = number }
    }
    #expect(!colour.contains(-1))
    #expect(lattice.links.allSatisfy { colour[Int($0.first)] != colour[Int($0.second)] })
    #expect((lattice.colourClasses.count == 2) == (q % 2 == 0))
    // The graph is planar.
    #expect(lattice.colourClasses.count <= 4)
  }

  /// A heptagon and its ring of seven are a wheel; its law is a product of transfer matrices.
  @Test func oneLayerOfHeptagonsIsAWheel() throws {
    let lattice = try Lattice.hyperbolic(p: 7, q: 3, layers: 1)
    #expect(lattice.title == "hyperbolic {7,3}, 1 layer, 8 cells")
    #expect(lattice.links.count == 14)
    let beta = 0.6
    let logZ = try Enumeration(lattice.model()).logPartitionFunction(beta: beta)
    // The hub acts on the ring as a field J: λ = e^β cosh β ± √(e^{2β} sinh² β + e^{−2β}).
    let root = sqrt(exp(2 * beta) * sinh(beta) * sinh(beta) + exp(-2 * beta))
    let (large, small) = (exp(beta) * cosh(beta) + root, exp(beta) * cosh(beta) - root)
    #expect(abs(logZ - log(2 * (pow(large, 7) + pow(small, 7)))) < 1e-13)
  }

  @Test func titleAndErrorsAreClear() throws {
    #expect(
      try Lattice.hyperbolic(p: 7, q: 3, layers: 5).title == "hyperbolic {7,3}, 5 layers, 617 cells"
    )
    let single = try Lattice.hyperbolic(p: 5, q: 4, layers: 0)
    #expect(single.title == "hyperbolic {5,4}, 0 layers, 1 cell")
    #expect(single.colourClasses == [[0]])
    #expect(throws: GeometryError.notHyperbolic(p: 6, q: 3)) {
      try Lattice.hyperbolic(p: 6, q: 3, layers: 3)
    }
    #expect(throws: GeometryError.tooManyCells(layer: 15, limit: 4_000_000)) {
      try Lattice.hyperbolic(p: 7, q: 3, layers: 40)
    }
    #expect(try Lattice.hyperbolic(p: 5, q: 4, layers: 11).cells.isEmpty)
  }
}
