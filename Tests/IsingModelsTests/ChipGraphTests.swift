import IsingModels
import Testing

/// D-Wave's graphs against the edges that D-Wave's package lists.
@Suite struct ChipGraphTests {
  @Test func edgesAreDWaves() throws {
    let rows = try FixtureTable("chip_graphs.csv").rows
    #expect(rows.count == 15)
    for row in rows {
      let family = try LatticeFamily(name: #require(row["family"]))
      let sizes = try LatticeDescription.sizes(from: #require(row["sizes"]))
      let lattice = try Lattice(LatticeDescription(family, sizes: sizes))
      let name = "\(family) \(sizes)"
      #expect(lattice.siteCount == row.whole("nodes"), "\(name)")
      func label(_ site: Int32) -> Int {
        Int(lattice.labels.isEmpty ? site : lattice.labels[Int(site)])
      }
      let edges = lattice.links.map { link in
        (min(label(link.first), label(link.second)), max(label(link.first), label(link.second)))
      }.sorted { $0 < $1 }
      #expect(edges.count == row.whole("edges"), "\(name)")
      let listed = row["list"] ?? ""
      if !listed.isEmpty {
        #expect(edges.map { "\($0)-\($1)" }.joined(separator: " ") == listed, "\(name)")
      }
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for (u, v) in edges {
        for byte in "\(u) \(v)\n".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      }
      #expect(hash == UInt64(row["hash"] ?? "", radix: 16), "\(name)")
    }
  }

  @Test func defaultsAreFourWires() throws {
    let one = try Lattice(LatticeDescription(.chimera, sizes: [2]))
    #expect(one.siteCount == 32 && one.links.count == 80)
    #expect(try Lattice(LatticeDescription(.zephyr, sizes: [3])).siteCount == 336)
    #expect(try Lattice(LatticeDescription(.pegasus, sizes: [2])).labels.first == 2)
  }
}
