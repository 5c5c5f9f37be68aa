import IsingModels
import IsingTestSupport
import Testing

@Suite struct RandomGraphTests {
  @Test(arguments: [1, 2, 3, 4, 5, 8, 15, 16, 19]) func regularAndSimple(degree: Int) throws {
    for sites in [20, 50] {
      let lattice = try Lattice(
        LatticeDescription(
          .randomRegular, sizes: [sites], parameters: [.degree: Double(degree)], seed: 4))
      #expect(degrees(lattice).allSatisfy { $0 == degree })
      #expect(Set(lattice.links.map { SIMD2($0.first, $0.second) }).count == lattice.links.count)
      #expect(lattice.links.allSatisfy { $0.first < $0.second })
    }
  }

  /// The 70 cubic graphs on six labelled sites (60 prisms, 10 of K₃,₃) are equally likely.
  @Test func cubicGraphsOfSixSitesAreUniform() throws {
    try expectUniform(sites: 6, degree: 3, graphs: 70, draws: 7000)
  }

  /// So are the graphs from switching: 5-regular ones on 8 sites are the complements of 2-regular
  /// ones, of which there are 2520 (one ring) + 672 (rings of 3 and 5) + 315 (two rings of 4).
  @Test func switchedGraphsAreUniform() throws {
    try expectUniform(sites: 8, degree: 5, graphs: 3507, draws: 40_000)
  }

  private func expectUniform(sites: Int, degree: Int, graphs: Int, draws: Int) throws {
    var counts: [[Link]: Int] = [:]
    for seed in 0..<UInt64(draws) {
      let lattice = try Lattice(
        LatticeDescription(
          .randomRegular, sizes: [sites], parameters: [.degree: Double(degree)], seed: seed))
      counts[lattice.links, default: 0] += 1
    }
    #expect(counts.count == graphs)
    let fit = try GoodnessOfFit(
      counts: Array(counts.values),
      probabilities: Array(repeating: 1 / Double(graphs), count: counts.count))
    #expect(fit.verdict().passed, "\(fit.verdict())")
  }

  /// Triangles of large random regular graphs are Poisson with mean (d − 1)³/6 (Bollobás 1980).
  @Test func switchingForgetsItsStart() throws {
    var triangles = 0
    for seed in 0..<UInt64(20) {
      let lattice = try Lattice(
        LatticeDescription(.randomRegular, sizes: [1000], parameters: [.degree: 6], seed: seed))
      var rows = [Set<Int32>](repeating: [], count: 1000)
      for link in lattice.links {
        rows[Int(link.first)].insert(link.second)
        rows[Int(link.second)].insert(link.first)
      }
      for link in lattice.links {
        triangles += rows[Int(link.first)].intersection(rows[Int(link.second)]).count
      }
    }
    let mean = 20 * 125.0 / 6
    // Corrections of the mean are of relative order d²/n; they are within one standard error.
    let verdict = compare(
      Double(triangles / 3), with: mean, standardError: mean.squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  /// The number of links is binomial, and each pair has the same chance.
  @Test(arguments: [0.02, 0.3, 0.9]) func erdosRenyiLinks(probability: Double) throws {
    let draws = 2000
    var total = 0
    var squares = 0
    var pairs = [Int](repeating: 0, count: 20 * 20)
    for seed in 0..<UInt64(draws) {
      let lattice = try Lattice(
        LatticeDescription(
          .erdosRenyi, sizes: [20], parameters: [.probability: probability], seed: seed))
      total += lattice.links.count
      squares += lattice.links.count * lattice.links.count
      for link in lattice.links { pairs[Int(link.first) * 20 + Int(link.second)] += 1 }
    }
    let variance = 190 * probability * (1 - probability)
    let n = Double(draws)
    let mean = Double(total) / n
    let verdict = compare(
      mean, with: 190 * probability, standardError: (variance / n).squareRoot())
    #expect(verdict.passed, "\(verdict)")
    // The fourth central moment of a binomial gives the error of the variance.
    let kurtosis = 3 + (1 - 6 * probability * (1 - probability)) / variance
    let spread = compare(
      Double(squares) / n - mean * mean, with: variance,
      standardError: variance * ((kurtosis - 1) / n).squareRoot())
    #expect(spread.passed, "\(spread)")
    for b in 0..<20 {
      for a in 0..<20 {
        let expected = a < b ? n * probability : 0
        let error = a < b ? (n * probability * (1 - probability)).squareRoot() : 0
        let pair = compare(Double(pairs[a * 20 + b]), with: expected, standardError: error)
        #expect(pair.passed, "\(pair)")
      }
    }
  }

  @Test func extremeProbabilities() throws {
    func links(_ probability: Double, sites: Int) throws -> Int {
      try Lattice(
        LatticeDescription(
          .erdosRenyi, sizes: [sites], parameters: [.probability: probability], seed: 1)
      ).links.count
    }
    #expect(try links(0, sites: 50) == 0)
    #expect(try links(1, sites: 50) == 1225)
    #expect(try links(1e-300, sites: 50) == 0)
    #expect(try links(.leastNonzeroMagnitude, sites: 50) == 0)
    let verdict = compare(
      Double(try links(2e-9, sites: 1_000_000)), with: 1000, standardError: 1000.squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test func theSeedDecides() throws {
    for family in [LatticeFamily.randomRegular, .erdosRenyi] {
      let links = try [1, 1, 2].map {
        try Lattice(LatticeDescription(family, sizes: [40], seed: $0)).links
      }
      #expect(family.isRandom)
      #expect(links[0] == links[1] && links[0] != links[2])
    }
  }
}
