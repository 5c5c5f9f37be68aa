import IsingModels
import Testing

@Suite struct ColouringTests {
  @Test func everyColouringIsProper() throws {
    for description in manyLattices {
      let lattice = try Lattice(description)
      var colours = [Int32](repeating: -1, count: lattice.siteCount)
      for (colour, sites) in lattice.colourClasses.enumerated() {
        #expect(zip(sites, sites.dropFirst()).allSatisfy { $0 < $1 })
        for site in sites {
          #expect(colours[Int(site)] == -1)
          colours[Int(site)] = Int32(colour)
        }
      }
      #expect(!colours.contains(-1), "\(lattice.title)")
      #expect(Colouring.isProper(colours, lattice.links), "\(lattice.title)")
      let firsts = lattice.colourClasses.compactMap(\.first)
      #expect(firsts.count == lattice.colourClasses.count && firsts == firsts.sorted())
    }
  }

  @Test func fewestColours() throws {
    func colours(_ family: LatticeFamily, _ sizes: [Int], _ boundary: Boundary? = nil) throws -> Int
    {
      try Lattice(LatticeDescription(family, sizes: sizes, boundary: boundary)).colourClasses.count
    }
    #expect(try colours(.ring, [8]) == 2)
    #expect(try colours(.ring, [9]) == 3)
    #expect(try colours(.ring, [9], .open) == 2)
    #expect(try colours(.square, [6, 8]) == 2)
    #expect(try colours(.square, [7, 8]) == 3)
    #expect(try colours(.square, [7, 9]) == 3)
    #expect(try colours(.square, [7, 9], .open) == 2)
    // Once around a screw: L and 1 are odd steps and N is even.
    #expect(try colours(.square, [6, 7], .helical) == 2)
    // A twist takes (r, C) to (R − 1 − r, 0): an even way where R + C is odd.
    #expect(try colours(.square, [4, 5], .mobius) == 2)
    #expect(try colours(.square, [4, 6], .mobius) == 3)
    #expect(try colours(.square, [4, 5], .klein) == 2)
    #expect(try colours(.triangular, [6, 9]) == 3)
    #expect(try colours(.triangular, [5, 5], .open) == 3)
    #expect(try colours(.triangular, [8, 10]) == 4)
    #expect(try colours(.honeycomb, [5, 3]) == 2)
    #expect(try colours(.kagome, [5, 3]) == 3)
    #expect(try colours(.king, [4, 6]) == 4)
    #expect(try colours(.king, [5, 5], .open) == 4)
    #expect(try colours(.cubic, [4, 4, 4]) == 2)
    #expect(try colours(.cubic, [5, 4, 4]) == 3)
    #expect(try colours(.hypercubic, [4, 4, 3, 5]) == 3)
    #expect(try colours(.complete, [7]) == 7)
    #expect(try colours(.bethe, [4]) == 2)
    #expect(try colours(.mobiusLadder, [10]) == 2)
    #expect(try colours(.mobiusLadder, [12]) == 3)
    #expect(try colours(.chimera, [3]) == 2)
    #expect(try colours(.pegasus, [4]) == 4)
    #expect(try colours(.zephyr, [4]) == 4)
    // Brooks: no more colours than neighbours, but for complete graphs and odd rings.
    #expect(try colours(.randomRegular, [200]) == 3)
  }

  @Test func saturationColoursEdgeCases() {
    #expect(Colouring(links: [], siteCount: 3).classes == [[0, 1, 2]])
    #expect(Colouring(links: [], siteCount: 0).classes.isEmpty)
    var links: [Link] = []
    for a in 0..<130 { for b in 0..<a { links.append(Link(b, a)) } }
    #expect(Colouring(links: links, siteCount: 130).classes.count == 130)
    // A pattern that is not proper is not taken.
    let path = [Link(0, 1), Link(1, 2)]
    #expect(Colouring(links: path, siteCount: 3, patterns: [[0, 1, 1]]).classes == [[0, 2], [1]])
  }
}
