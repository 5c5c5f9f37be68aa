import IsingModels
import Testing

/// What surface the plaquettes of a square lattice make. Rows and columns of at least five, so that
/// every loop of four links is a plaquette.
@Suite struct SurfaceTests {
  @Test(arguments: [[5, 6], [6, 5], [6, 6], [7, 9]]) func surfaces(sizes: [Int]) throws {
    for (boundary, characteristic, orientable, rims) in [
      (Boundary.open, 1, true, 1), (.periodic, 0, true, 0), (.helical, 0, true, 0),
      (.antiperiodic, 0, true, 0), (.mobius, 0, false, 1), (.klein, 0, false, 0),
    ] {
      let surface = Surface(
        try Lattice(LatticeDescription(.square, sizes: sizes, boundary: boundary)))
      #expect(surface.characteristic == characteristic, "\(boundary) \(sizes)")
      #expect(surface.isOrientable == orientable, "\(boundary) \(sizes)")
      #expect(surface.rimCount == rims, "\(boundary) \(sizes)")
      #expect(surface.facesOfLinks.allSatisfy { rims > 0 ? $0 >= 1 : $0 == 2 })
    }
  }

  /// The rim of a Möbius strip is one ring twice as long as the strip.
  @Test func theRimOfAMobiusStrip() throws {
    let surface = Surface(
      try Lattice(LatticeDescription(.square, sizes: [5, 8], boundary: .mobius)))
    #expect(surface.facesOfLinks.count { $0 == 1 } == 16)
  }

  /// Turned signs frustrate no plaquette, but every loop around the last axis.
  @Test func antiperiodicSigns() throws {
    for family in [LatticeFamily.square, .triangular, .honeycomb, .kagome, .king] {
      let lattice = try Lattice(
        LatticeDescription(family, sizes: [5, 6], boundary: .antiperiodic))
      // Signs are a gauge on each loop that does not go around: s → −s moves the seam by a column.
      let rest = try Lattice(LatticeDescription(family, sizes: [5, 6], boundary: .periodic))
      #expect(
        zip(lattice.links, rest.links).allSatisfy { $0.first == $1.first && $0.second == $1.second }
      )
      for link in lattice.links {
        let columns = [link.first, link.second].map { Int($0) / lattice.basis % 6 }
        #expect((link.sign < 0) == (abs(columns[0] - columns[1]) == 5))
      }
    }
    let square = try Lattice(LatticeDescription(.square, sizes: [5, 6], boundary: .antiperiodic))
    let surface = Surface(square)
    #expect(
      surface.faces.allSatisfy { face in face.map { Int(square.links[$0].sign) }.reduce(1, *) == 1 }
    )
    for row in 0..<5 {
      let around = square.links.filter {
        Int($0.first) / 6 == row && Int($0.second) / 6 == row
      }
      #expect(around.count == 6 && around.map { Int($0.sign) }.reduce(1, *) == -1)
    }
    for column in 0..<6 {
      let around = square.links.filter {
        Int($0.first) % 6 == column && Int($0.second) % 6 == column
      }
      #expect(around.count == 5 && around.allSatisfy { $0.sign == 1 })
    }
  }

  /// A domain wall of the ferromagnet costs 2 a row, and can stand at any column.
  @Test func antiperiodicGroundStates() throws {
    let exact = try Enumeration(
      Lattice(LatticeDescription(.square, sizes: [3, 5], boundary: .antiperiodic)).model())
    #expect(exact.groundEnergy == -30 + 2 * 3)
    #expect(exact.groundDegeneracy == 10)
  }
}

/// Sites, links and loops of four links.
private struct Surface {
  let siteCount: Int
  let links: [Link]
  /// The links of each loop.
  private(set) var faces: [[Int]] = []
  /// The sites of each loop in the order of its links.
  private var corners: [[Int]] = []
  private(set) var facesOfLinks: [Int]

  init(_ lattice: Lattice) {
    siteCount = lattice.siteCount
    links = lattice.links
    facesOfLinks = Array(repeating: 0, count: links.count)
    var neighbours = [[(site: Int, link: Int)]](repeating: [], count: siteCount)
    for (k, link) in links.enumerated() {
      neighbours[Int(link.first)].append((Int(link.second), k))
      neighbours[Int(link.second)].append((Int(link.first), k))
    }
    // Loops a b c d with a the lowest and b < d, so that each is found once.
    for a in 0..<siteCount {
      for b in neighbours[a] where b.site > a {
        for c in neighbours[b.site] where c.site > a && c.link != b.link {
          for d in neighbours[c.site] where d.site > b.site && d.link != c.link {
            for last in neighbours[d.site] where last.site == a {
              faces.append([b.link, c.link, d.link, last.link])
              corners.append([a, b.site, c.site, d.site])
            }
          }
        }
      }
    }
    for link in faces.joined() { facesOfLinks[link] += 1 }
  }

  /// Sites − links + faces.
  var characteristic: Int { siteCount - links.count + faces.count }

  /// Whether all faces can be given a sense of rotation with opposite senses along each common link.
  var isOrientable: Bool {
    var facesAt = [[(face: Int, forward: Bool)]](repeating: [], count: links.count)
    for (number, face) in faces.enumerated() {
      for (k, link) in face.enumerated() {
        facesAt[link].append((number, Int(links[link].first) == corners[number][k]))
      }
    }
    var sense = [Int](repeating: 0, count: faces.count)
    sense[0] = 1
    var queue = [0]
    while let number = queue.popLast() {
      for link in faces[number] {
        for mine in facesAt[link] where mine.face == number {
          for other in facesAt[link] where other.face != number {
            let wanted = mine.forward == other.forward ? -sense[number] : sense[number]
            if sense[other.face] == 0 {
              sense[other.face] = wanted
              queue.append(other.face)
            } else if sense[other.face] != wanted {
              return false
            }
          }
        }
      }
    }
    return true
  }

  /// Rings of links that belong to one face only.
  var rimCount: Int {
    var parent = Array(0..<siteCount)
    func root(_ site: Int) -> Int { parent[site] == site ? site : root(parent[site]) }
    var onRim = Set<Int>()
    for (k, link) in links.enumerated() where facesOfLinks[k] == 1 {
      onRim.formUnion([Int(link.first), Int(link.second)])
      parent[root(Int(link.first))] = root(Int(link.second))
    }
    return Set(onRim.map(root)).count
  }
}
