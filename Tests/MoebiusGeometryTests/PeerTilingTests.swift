import Foundation
import MoebiusGeometry
import Testing

/// Places and neighbours against another program's: `benchmarks/peers/make_tiling_fixture.py`.
@Suite struct PeerTilingTests {
  struct Cell {
    let centre: Complex
    let neighbours: [Int]
  }

  /// Cells by p, q and layers, then by their number in the table.
  static func table() throws -> [[Int]: [Int: Cell]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/hypertiling_cells.csv")
    var tilings: [[Int]: [Int: Cell]] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst()
    {
      let field = line.split(separator: ",", omittingEmptySubsequences: false)
      tilings[field[0..<3].map { Int($0)! }, default: [:]][Int(field[3])!] = Cell(
        centre: Complex(Double(field[4])!, Double(field[5])!),
        neighbours: field[6].split(separator: "|").map { Int($0)! })
    }
    return tilings
  }

  @Test func cellsAndEdgesAreHypertilings() throws {
    let tilings = try Self.table()
    #expect(tilings.count == 7)
    for (name, peers) in tilings {
      let grown = try HyperbolicTiling(p: name[0], q: name[1], layers: name[2])
      #expect(grown.cells.count == peers.count)
      // The other program turns its tilings by an angle of its own.
      let first = peers[peers[0]!.neighbours[0]]!.centre
      let turn = grown.cells[1].centre.direction * first.direction.conjugate
      var ours: [Int: Int] = [:]
      for (number, peer) in peers {
        let place = turn * peer.centre
        let nearest = grown.cells.indices.min {
          (grown.cells[$0].centre - place).modulus < (grown.cells[$1].centre - place).modulus
        }!
        // Its centres are good to about 1e−9 for q = 3.
        #expect((grown.cells[nearest].centre - place).modulus < 1e-8)
        ours[number] = nearest
      }
      #expect(Set(ours.values).count == peers.count)
      var edges: Set<HyperbolicTiling.Edge> = []
      for (number, peer) in peers {
        for neighbour in peer.neighbours {
          let pair = [ours[number]!, ours[neighbour]!].sorted()
          edges.insert(.init(first: Int32(pair[0]), second: Int32(pair[1])))
        }
      }
      #expect(edges == Set(grown.edges))
    }
  }
}
