import Foundation
import SampleStatistics
import Testing

@Suite struct SpinPatternTests {
  private func random(_ count: Int, seed: UInt64) -> [Int8] {
    var numbers = Numbers64(seed: seed)
    return (0..<count).map { _ in numbers.next() & 1 == 1 ? 1 : -1 }
  }

  /// Coordinates of a site, and the site of coordinates.
  private func coordinates(_ site: Int, _ shape: [Int]) -> [Int] {
    var rest = site
    return shape.reversed().map { length in
      defer { rest /= length }
      return rest % length
    }.reversed()
  }

  /// The definitions, by double loops.
  @Test(arguments: [[7], [4, 6], [5, 3], [3, 4, 5], [1, 8], [2, 2]])
  func agreesWithDoubleLoop(shape: [Int]) throws {
    let count = shape.reduce(1, *)
    let configurations = [random(count, seed: 71), random(count, seed: 72)]
    var structure = try StructureFactor(shape: shape)
    for spins in configurations { try structure.add(spins) }
    var correlations = [Double](repeating: 0, count: count)
    for spins in configurations {
      for origin in 0..<count {
        for other in 0..<count {
          let distance = zip(zip(coordinates(origin, shape), coordinates(other, shape)), shape)
            .reduce(0) { $0 * $1.1 + ($1.0.1 - $1.0.0 + $1.1) % $1.1 }
          correlations[distance] += Double(spins[origin] * spins[other]) / Double(2 * count)
        }
      }
    }
    for (fast, plain) in zip(try structure.correlations(), correlations) {
      #expect(abs(fast - plain) < 1e-12)
    }
    for (fast, plain) in zip(try structure.correlations(subtracting: 0.5), correlations) {
      #expect(abs(fast - plain + 0.25) < 1e-12)
    }
    let factors = try structure.factors()
    for wave in 0..<count {
      let k = zip(coordinates(wave, shape), shape).map { 2 * .pi * Double($0) / Double($1) }
      var plain = 0.0
      for (site, value) in correlations.enumerated() {
        plain +=
          value * cos(zip(k, coordinates(site, shape)).reduce(0) { $0 + $1.0 * Double($1.1) })
      }
      #expect(abs(factors[wave] - plain) < 1e-11)
    }
    for axis in shape.indices where shape[axis] > 1 {
      let stride = shape[(axis + 1)...].reduce(1, *)
      let along = try structure.correlations(along: axis)
      #expect(along.count == shape[axis] / 2 + 1)
      for (r, value) in along.enumerated() {
        #expect(abs(value - correlations[r * stride]) < 1e-12)
      }
      let momenta = try configurations.map {
        try StructureFactor.smallestMomentum(of: $0, shape: shape, along: axis)
      }
      #expect(abs((momenta[0] + momenta[1]) / 2 - factors[stride]) < 1e-11)
    }
  }

  @Test func knownPatterns() throws {
    let board: [Int8] = (0..<24).map { ($0 / 6 + $0 % 6) % 2 == 0 ? 1 : -1 }
    var structure = try StructureFactor(shape: [4, 6])
    try structure.add(board)
    let factors = try structure.factors()
    // All weight at k = (π, π), which is index (2, 3).
    for (index, value) in factors.enumerated() {
      #expect(abs(value - (index == 2 * 6 + 3 ? 24 : 0)) < 1e-12)
    }
    let along = try structure.correlations(along: 1)
    for (left, right) in zip(along, [1.0, -1, 1, -1]) { #expect(abs(left - right) < 1e-12) }
  }

  @Test func correlationLengths() throws {
    // S(k) = 1/(1 + ξ² (2 sin k/2)²) has the second-moment length ξ.
    let squared = 4 * sin(Double.pi / 20) * sin(Double.pi / 20)
    let length = try CorrelationLength.secondMoment(
      zero: 1, smallest: 1 / (1 + 3.7 * 3.7 * squared), length: 20)
    #expect(agree(length, 3.7))
    #expect(try CorrelationLength.secondMoment(zero: 2, smallest: 2, length: 8) == 0)
    #expect(throws: StatisticsError.self) {
      try CorrelationLength.secondMoment(zero: 1, smallest: 2, length: 8)
    }
    #expect(throws: StatisticsError.self) {
      try CorrelationLength.secondMoment(zero: 1, smallest: 0, length: 8)
    }
    let decay = (0..<12).map { 0.8 * exp(-Double($0) / 2.5) }
    #expect(abs(try CorrelationLength.exponential(decay, distances: 1...9).value - 2.5) < 1e-12)
    let errors = decay.map { $0 * 0.01 }
    let fit = try CorrelationLength.exponential(decay, errors: errors, distances: 1...9)
    #expect(abs(fit.value - 2.5) < 1e-12)
    // The slope of 9 points of error 0.01 at distance 1: 0.01/√60, times ξ².
    #expect(abs(try #require(fit.error) - 0.01 / 60.0.squareRoot() * 6.25) < 1e-12)
    #expect(throws: StatisticsError.self) {
      try CorrelationLength.exponential([1, 0.5, -0.1, 0.1], distances: 0...3)
    }
    #expect(throws: StatisticsError.self) {
      try CorrelationLength.exponential([1, 2, 4, 8], distances: 0...3)
    }
    #expect(throws: StatisticsError.self) {
      try CorrelationLength.exponential(decay, distances: 1...12)
    }
    #expect(throws: StatisticsError.self) {
      try CorrelationLength.exponential(decay, errors: [0], distances: 1...9)
    }
    #expect(throws: StatisticsError.self) {
      try CorrelationLength.exponential(
        decay, errors: decay.map { _ in 0 }, distances: 1...9)
    }
  }

  /// The second-moment length of a ring from its Markov chain against that of the exact law,
  /// G(r) = (t^r + t^{L−r})/(1 + t^L) with t = tanh β.
  @Test func measuresTheLengthOfARing() throws {
    var ring = MetropolisRing(count: 16, beta: 0.8, seed: 74)
    for _ in 0..<100 { ring.sweep() }
    var zero: [Double] = []
    var smallest: [Double] = []
    for _ in 0..<20_000 {
      ring.sweep()
      let sum = Double(ring.spins.reduce(0) { $0 + Int($1) })
      zero.append(sum * sum / 16)
      smallest.append(
        try StructureFactor.smallestMomentum(of: ring.spins, shape: [16], along: 0))
    }
    let length = try CorrelationLength.secondMoment(
      zero: [zero], smallest: [smallest], length: 16)
    let t = tanh(0.8)
    let exact = (0..<16).map { (pow(t, Double($0)) + pow(t, Double(16 - $0))) / (1 + pow(t, 16)) }
    let factors = [0.0, 2 * .pi / 16].map { k in
      exact.enumerated().reduce(0) { $0 + $1.element * cos(k * Double($1.offset)) }
    }
    let truth = try CorrelationLength.secondMoment(
      zero: factors[0], smallest: factors[1], length: 16)
    let error = try #require(length.error)
    #expect(abs(length.value - truth) < 4.5 * error)
    #expect(error < 0.1 * truth)
  }

  @Test func overlaps() throws {
    let a: [Int8] = [1, 1, -1, -1]
    let b: [Int8] = [1, -1, -1, -1]
    #expect(try Overlap.overlap(a, a) == 1)
    #expect(try Overlap.overlap(a, b) == 0.5)
    #expect(try Overlap.overlap(a, a.map { -$0 }) == -1)
    let ring = [(0, 1), (1, 2), (2, 3), (3, 0)]
    #expect(try Overlap.linkOverlap(a, a.map { -$0 }, links: ring) == 1)
    #expect(try Overlap.linkOverlap(a, b, links: ring) == 0)
    #expect(try Overlap.domainWallCount(a, links: ring) == 2)
    #expect(try Overlap.domainWallCount(a, links: ring, signs: [1, 1, 1, -1]) == 1)
    let distribution = try OverlapDistribution([1, 1, 0.5, -1], bins: 5)
    #expect(distribution.counts == [1, 0, 0, 1, 2])
    #expect(distribution.centres == [-1, -0.5, 0, 0.5, 1])
    #expect(abs(distribution.density.reduce(0, +) * distribution.width - 1) < 1e-15)
    #expect(throws: StatisticsError.self) { try Overlap.overlap(a, [1]) }
    #expect(throws: StatisticsError.self) { try Overlap.overlap([0], [1]) }
    #expect(throws: StatisticsError.self) { try Overlap.linkOverlap(a, b, links: [(0, 4)]) }
    #expect(throws: StatisticsError.self) { try OverlapDistribution([1.5], bins: 3) }
    #expect(throws: StatisticsError.self) { try OverlapDistribution([.nan], bins: 3) }
    #expect(throws: StatisticsError.self) { try OverlapDistribution([1], bins: 1) }
  }

  @Test func kinksOnRings() throws {
    #expect(try RingTopology.kinks(spins: [1, 1, -1, -1, -1]) == [1, 4])
    #expect(
      try RingTopology.kinks(spins: [1, 1, -1, -1, -1], bondSigns: [1, 1, 1, 1, -1]) == [1])
    // Parity: even on a ring, odd on a Möbius ring, whatever the spins.
    for state in 0..<64 {
      let spins: [Int8] = (0..<6).map { state >> $0 & 1 == 1 ? 1 : -1 }
      let ring = try RingTopology.kinks(spins: spins).count
      let moebius = try RingTopology.kinks(spins: spins, bondSigns: [1, 1, -1, 1, 1, 1]).count
      #expect(ring % 2 == 0 && moebius % 2 == 1)
    }
    #expect(throws: StatisticsError.self) { try RingTopology.kinks(spins: [1]) }
    #expect(throws: StatisticsError.self) { try RingTopology.kinks(spins: [1, 0]) }
    #expect(throws: StatisticsError.self) { try RingTopology.kinks(spins: [1, 1], bondSigns: [1]) }
    #expect(throws: StatisticsError.self) {
      try RingTopology.kinks(spins: [1, 1], bondSigns: [1, 2])
    }
  }

  @Test(arguments: [-3, -1, 0, 1, 2, 3])
  func windings(turns: Int) throws {
    // Any start, any added turns at a site, and small noise leave the winding alone.
    var numbers = Numbers64(seed: 73)
    let angles = (0..<12).map { site in
      2 * .pi * Double(turns * site) / 12 + 0.3 * numbers.uniform() + 5
        + 2 * .pi * Double(site % 3 - 1)
    }
    #expect(try RingTopology.winding(angles: angles) == turns)
    let states = (0..<12).map { ((turns * $0 + 7) % 12 + 12) % 12 }
    #expect(try RingTopology.winding(states: states, directions: 12) == turns)
  }

  @Test func windingOfHalfTurns() throws {
    // Two opposite spins: each step is half a turn and counts as +½.
    #expect(try RingTopology.winding(states: [0, 1], directions: 2) == 1)
    #expect(try RingTopology.winding(states: [0, 2, 0, 2], directions: 4) == 2)
    #expect(try RingTopology.winding(angles: [0, .pi]) == 1)
    #expect(try RingTopology.winding(angles: [0, -.pi]) == 1)
    #expect(throws: StatisticsError.self) { try RingTopology.winding(angles: [0, .nan]) }
    #expect(throws: StatisticsError.self) {
      try RingTopology.winding(states: [0, 5], directions: 5)
    }
    #expect(throws: StatisticsError.self) {
      try RingTopology.winding(states: [0, 0], directions: 1)
    }
  }

  @Test func refusesWrongShapes() throws {
    var structure = try StructureFactor(shape: [2, 3])
    #expect(throws: StatisticsError.lengthMismatch(first: 6, second: 5)) {
      try structure.add([1, 1, 1, 1, 1])
    }
    #expect(throws: StatisticsError.self) { try structure.add([1, 1, 1, 1, 1, 0]) }
    #expect(throws: StatisticsError.tooFewValues(found: 0, needed: 1)) { try structure.factors() }
    #expect(throws: StatisticsError.self) { try StructureFactor(shape: []) }
    #expect(throws: StatisticsError.self) { try StructureFactor(shape: [2, 0]) }
    #expect(throws: StatisticsError.self) {
      try StructureFactor(shape: [1 << 40, 1 << 40])
    }
    try structure.add([1, 1, 1, 1, 1, -1])
    #expect(throws: StatisticsError.self) { try structure.correlations(along: 2) }
  }
}
