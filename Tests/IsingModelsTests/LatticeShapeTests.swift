import IsingModels
import Testing

/// A lattice for each family and boundary, at several sizes.
let manyLattices: [LatticeDescription] = LatticeFamily.allCases.flatMap { family in
  let sizes: [[Int]] =
    switch family {
    case .ring: [[2], [3], [4], [7], [12]]
    case .square, .triangular, .honeycomb, .kagome, .king:
      [
        [2, 2], [2, 3], [3, 2], [3, 3], [4, 4], [4, 7], [5, 6], [6, 5], [6, 6], [7, 7], [9, 12],
      ]
    case .cubic: [[2, 2, 2], [3, 3, 3], [2, 3, 4], [4, 4, 5], [5, 4, 4], [6, 6, 6]]
    case .hypercubic: [[4, 5], [3, 2, 4], [2, 3, 3, 4], [4, 4, 4, 4], [2, 2, 3, 2, 2]]
    case .mobiusLadder: [[4], [6], [8], [14]]
    case .bethe: [[1], [2], [4]]
    case .complete: [[2], [3], [9]]
    case .bipartite: [[1, 1], [1, 4], [5, 3]]
    case .randomRegular, .erdosRenyi: [[8], [20], [64]]
    case .chimera: [[1], [2, 3], [2, 2, 3]]
    case .pegasus: [[2], [3], [5]]
    case .zephyr: [[1], [2, 1], [3, 3], [4]]
    case .hyperbolic: [[1], [2], [3]]
    }
  let boundaries: [Boundary?] = family.boundaries.isEmpty ? [nil] : family.boundaries
  return sizes.flatMap { size in
    boundaries.map { LatticeDescription(family, sizes: size, boundary: $0, seed: 11) }
  }
}

/// The number of links at each site.
func degrees(_ lattice: Lattice) -> [Int] {
  var degrees = [Int](repeating: 0, count: lattice.siteCount)
  for link in lattice.links {
    degrees[Int(link.first)] += 1
    degrees[Int(link.second)] += 1
  }
  return degrees
}

@Suite struct LatticeShapeTests {
  @Test(arguments: [
    (LatticeFamily.square, 4, 1), (.triangular, 6, 1), (.honeycomb, 3, 2), (.kagome, 4, 3),
    (.king, 8, 1),
  ])
  func coordinationNumbers(_ family: LatticeFamily, _ degree: Int, _ basis: Int) throws {
    for boundary in family.boundaries where boundary != .open && boundary != .mobius {
      let lattice = try Lattice(LatticeDescription(family, sizes: [5, 7], boundary: boundary))
      #expect(lattice.siteCount == 35 * basis)
      #expect(lattice.basis == basis)
      #expect(lattice.shape == [5, 7])
      #expect(degrees(lattice).allSatisfy { $0 == degree }, "\(family) \(boundary)")
      #expect(lattice.links.count == 35 * basis * degree / 2)
      // No pair twice at this size.
      #expect(try lattice.model().bonds.count == lattice.links.count)
    }
  }

  @Test func openLinkCounts() throws {
    func count(_ family: LatticeFamily, _ sizes: [Int]) throws -> Int {
      try Lattice(LatticeDescription(family, sizes: sizes, boundary: .open)).links.count
    }
    #expect(try count(.ring, [9]) == 8)
    #expect(try count(.square, [5, 7]) == 5 * 6 + 4 * 7)
    #expect(try count(.triangular, [5, 7]) == 5 * 6 + 4 * 7 + 4 * 6)
    #expect(try count(.king, [5, 7]) == 5 * 6 + 4 * 7 + 2 * 4 * 6)
    #expect(try count(.honeycomb, [5, 7]) == 35 + 4 * 7 + 4 * 6)
    #expect(try count(.kagome, [5, 7]) == 3 * 35 + 5 * 6 + 4 * 7 + 4 * 6)
    #expect(try count(.cubic, [3, 4, 5]) == 2 * 20 + 3 * 3 * 5 + 12 * 4)
    #expect(try count(.hypercubic, [2, 2, 2, 2]) == 32)
  }

  @Test func hypercubicDegrees() throws {
    for boundary in [Boundary.periodic, .helical, .antiperiodic, .klein] {
      for sizes in [[3, 4, 5, 3], [3, 4, 5], [5, 4]] {
        let lattice = try Lattice(
          LatticeDescription(.hypercubic, sizes: sizes, boundary: boundary))
        #expect(lattice.siteCount == sizes.reduce(1, *))
        #expect(degrees(lattice).allSatisfy { $0 == 2 * sizes.count })
      }
    }
    let six = LatticeDescription(.hypercubic, sizes: [2], parameters: [.dimension: 6])
    #expect(try Lattice(six).siteCount == 64)
  }

  @Test func helicalSitesHaveNeighboursByNumber() throws {
    let lattice = try Lattice(LatticeDescription(.cubic, sizes: [3, 4, 5], boundary: .helical))
    for link in lattice.links {
      let distance = (Int(link.second) - Int(link.first) + 60) % 60
      #expect([1, 5, 20].contains(distance))
    }
  }

  @Test func treesAndGraphs() throws {
    let tree = try Lattice(LatticeDescription(.bethe, sizes: [3], parameters: [.degree: 4]))
    #expect(tree.siteCount == 1 + 4 + 12 + 36)
    #expect(tree.links.count == tree.siteCount - 1)
    #expect(degrees(tree).prefix(17).allSatisfy { $0 == 4 })
    #expect(degrees(tree).dropFirst(17).allSatisfy { $0 == 1 })
    let chain = try Lattice(LatticeDescription(.bethe, sizes: [5], parameters: [.degree: 2]))
    #expect(chain.siteCount == 11 && degrees(chain).count { $0 == 1 } == 2)
    #expect(try Lattice(LatticeDescription(.complete, sizes: [9])).links.count == 36)
    let crossbar = try Lattice(LatticeDescription(.bipartite, sizes: [3, 5]))
    #expect(degrees(crossbar) == [5, 5, 5, 3, 3, 3, 3, 3])
    let ladder = try Lattice(LatticeDescription(.mobiusLadder, sizes: [10]))
    #expect(degrees(ladder).allSatisfy { $0 == 3 })
  }

  /// The Möbius ladder is the square lattice of two rows on a Möbius strip.
  @Test func mobiusLaddersAreStripsOfTwoRows() throws {
    for rungs in [3, 4, 5, 8] {
      let strip = try Lattice(
        LatticeDescription(.square, sizes: [2, rungs], boundary: .mobius))
      let ladder = try Lattice(LatticeDescription(.mobiusLadder, sizes: [2 * rungs]))
      for coupling in [1.0, -1] {
        #expect(
          try Enumeration(strip.model(coupling: coupling)).levels()
            == Enumeration(ladder.model(coupling: coupling)).levels())
      }
    }
  }

  @Test func neighboursAreAtDistanceOne() throws {
    let families: [LatticeFamily] = [
      .ring, .square, .triangular, .honeycomb, .kagome, .cubic,
    ]
    for description in manyLattices where families.contains(description.family) {
      let lattice = try Lattice(description)
      for link in lattice.links where !link.wraps {
        let d = lattice.positions[Int(link.first)] - lattice.positions[Int(link.second)]
        #expect(abs((d * d).sum() - 1) < 1e-9, "\(lattice.title)")
      }
      if description.boundary == .open { #expect(lattice.links.allSatisfy { !$0.wraps }) }
    }
  }

  @Test func everyLatticeIsSound() throws {
    for description in manyLattices {
      let lattice = try Lattice(description)
      let sites = Int32(lattice.siteCount)
      #expect(lattice.title.count > 4)
      #expect(
        lattice.links.allSatisfy {
          $0.first != $0.second && $0.first >= 0 && $0.second >= 0
            && max($0.first, $0.second) < sites
        }, "\(lattice.title)")
      let places = Set(lattice.positions.map { ($0 * 1e6).rounded(.toNearestOrEven) })
      #expect(places.count == lattice.siteCount, "two sites at one place: \(lattice.title)")
      #expect(lattice.labels.isEmpty || lattice.labels.count == lattice.siteCount)
    }
  }

  @Test func aLineOfHelpForEach() throws {
    for family in LatticeFamily.allCases {
      #expect(!family.help.isEmpty && !family.help.contains("\n") && !family.sizeForm.isEmpty)
      #expect(try Lattice(LatticeDescription(family)).siteCount > 1)
      #expect(try LatticeFamily(name: family.rawValue) == family)
    }
  }
}
