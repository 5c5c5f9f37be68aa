import MoebiusGeometry
import Testing
import VirtualChip

@Suite("Tokens on hyperbolic lattices")
struct TokenLatticeTests {
  @Test("a centre with seven neighbours")
  func firstLayer() throws {
    for metric in TokenLattice.Metric.allCases {
      let figures = try TokenLattice(p: 7, q: 3, metric: metric).figures(tokens: 8)
      // Seven pairs are one hop apart, twenty-one are two by way of the centre.
      #expect(abs(figures.meanHops - Double(7 + 2 * 21) / 28) < 1e-12)
      #expect(abs(figures.wire_pitches - 7) < 1e-9)
    }
  }

  @Test(
    "hops grow as a logarithm of the tokens, not as their root; wires of a drawn lattice are longer"
  )
  func growth() throws {
    let lattice = TokenLattice(p: 7, q: 3, metric: .euclidean)
    let alike = TokenLattice(p: 7, q: 3, metric: .hyperbolic)
    var last = 0.0
    for tokens in [16, 64, 256] {
      let drawn = try lattice.figures(tokens: tokens)
      let flat = TokenLattice.flatFigures(tokens: tokens)
      #expect(try alike.figures(tokens: tokens).wire_pitches == Double(tokens - 1))
      #expect(drawn.wire_pitches > flat.wire_pitches)
      #expect(drawn.meanHops > last && drawn.meanHops - last < 4)
      last = drawn.meanHops
    }
    #expect(last < TokenLattice.flatFigures(tokens: 256).meanHops)
  }

  @Test("wires for n tokens do not depend on how many more there may be, but for the scale")
  func prefixes() throws {
    let lattice = TokenLattice(p: 5, q: 4, metric: .euclidean)
    let wires = try lattice.wires(mostTokens: 40)
    for tokens in [1, 2, 7, 39] {
      let alone = try lattice.wires(mostTokens: tokens)
      #expect(abs(alone.lengths[tokens] - wires.lengths[tokens]) < 1e-9)
      #expect(alone.diameters[tokens] == wires.diameters[tokens])
    }
    #expect(wires.lengths[0] == 0 && wires.lengths[1] == 0)
    #expect(abs(wires.lengths[2] - 1) < 1e-9)
  }

  @Test("a flat mesh")
  func flat() {
    let figures = TokenLattice.flatFigures(tokens: 4)
    #expect(abs(figures.meanHops - 8.0 / 6) < 1e-12 && figures.wire_pitches == 3)
    #expect(TokenLattice.flatFigures(tokens: 1).meanHops == 0)
  }

  @Test("a tiling that is not hyperbolic is refused")
  func refused() {
    #expect(throws: GeometryError.self) {
      try TokenLattice(p: 4, q: 4, metric: .euclidean).wires(mostTokens: 5)
    }
  }
}
