import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

@Suite struct BitSlicedLatticeTests {
  static let key = StreamKey(seed: 3, purpose: .spinUpdate)

  /// A periodic lattice as a model, with couplings ±1 or 1.
  static func model(_ sides: [Int], signed: Bool, coupling: Double = 1) throws -> IsingModel {
    let count = sides.reduce(1, *)
    var words = WordSequence(StreamKey(seed: 8, purpose: .testInput))
    var bonds: [Bond] = []
    for site in 0..<count {
      var stride = 1
      for side in sides.reversed() {
        let next = site + stride - (site / stride % side == side - 1 ? side * stride : 0)
        let sign: Double = signed && words.next() & 1 == 1 ? -1 : 1
        bonds.append(Bond(site, next, sign * coupling))
        stride *= side
      }
    }
    return try IsingModel(spinCount: count, bonds: bonds)
  }

  /// Even and uneven domains along each axis, one to four axes, all lanes and few.
  static let shapes = [
    [3], [16], [1031], [4, 4], [3, 5], [5, 3], [64, 32], [37, 41], [6, 7, 4], [5, 5, 5],
    [16, 8, 16], [4, 3, 5, 3], [8, 6, 4, 5],
  ]

  @Test(arguments: shapes, [false, true])
  func energyIsThatOfTheModel(sides: [Int], signed: Bool) throws {
    for coupling in [1, -0.7] {
      let model = try Self.model(sides, signed: signed, coupling: coupling)
      let start = InitialSpins.random.spins(count: model.spinCount, seed: 4, replica: 0)
      var sampler = try BitSlicedSampler(
        model, sides: sides, beta: 0.3, spins: start, key: Self.key)
      #expect(sampler.spins == start)
      for _ in 0..<3 {
        let energy = model.energy(of: sampler.spins)
        #expect(abs(sampler.energy - energy) < 1e-9 * Double(model.bonds.count))
        #expect(sampler.lattice.magnetisation == sampler.spins.reduce(0) { $0 + Int($1) })
        sampler.advance(sweeps: 2)
      }
      #expect(sampler.counts.flips > 0)
    }
  }

  /// The law of all states on lattices that can be enumerated.
  @Test(arguments: [
    ([4, 4], UpdateRule.metropolis, false), ([3, 5], .metropolis, true), ([5, 3], .heatBath, true),
    ([16], .heatBath, false), ([13], .heatBath, true), ([4, 3], .heatBath, false),
  ])
  func statesFollowBoltzmann(sides: [Int], rule: UpdateRule, signed: Bool) throws {
    let model = try Self.model(sides, signed: signed)
    var conformance = try SamplerConformance()
    conformance.graphs = [try ConformanceGraph("\(sides)", model, betas: [0.2, 0.5, -0.15])]
    for verdict in try conformance.verdicts({ model, beta, spins, key in
      try BitSlicedSampler(
        model, sides: sides, beta: beta, rule: rule, spins: spins, key: key)
    }) {
      #expect(verdict.passed, "\(verdict)")
    }
  }

  /// Energies of square lattices against Kaufman's exact values: sides that fill the lanes, that do
  /// not, and that make uneven domains.
  @Test(arguments: [[16, 16], [32, 32], [64, 30], [33, 47]], [0.2, 0.4, 0.4406868, 0.6])
  func energiesAreKaufmans(sides: [Int], beta: Double) throws {
    let exact = try SquareIsing.torus(rows: sides[0], columns: sides[1], beta: beta)
    for rule in UpdateRule.allCases {
      var lattice = try BitSlicedLattice(
        sides: sides, beta: beta, rule: rule, start: beta > 0.42 ? .up : .random, key: Self.key)
      lattice.advance(sweeps: 2000)
      let sites = Double(lattice.spinCount)
      let series = (0..<4000).map { _ in
        lattice.advance(sweeps: 4)
        return lattice.energy / sites
      }
      let estimate = try Estimate(meanOf: [series])
      let error = try #require(estimate.error)
      let verdict = compare(
        estimate.value, with: exact.energy, standardError: error, within: 4)
      #expect(verdict.passed, "\(sides), β = \(beta), \(rule): \(verdict)")
      #expect(error < 0.01 * abs(exact.energy))
    }
  }

  /// Energies of three and four dimensions, ±J and uniform, against the plain sampler's.
  @Test(arguments: [
    ([8, 8, 8], 0.5, true), ([7, 6, 9], 0.4, true), ([6, 6, 6], 0.2, false),
    ([4, 6, 4, 5], 0.15, false), ([4, 4, 5, 4], 0.3, true), ([600], 0.7, true),
  ])
  func energiesAreThoseOfThePlainSampler(sides: [Int], beta: Double, signed: Bool) throws {
    let model = try Self.model(sides, signed: signed)
    let start = InitialSpins.random.spins(count: model.spinCount, seed: 5, replica: 0)
    func energies(_ sampler: some Sampler) throws -> Estimate {
      var sampler = sampler
      sampler.advance(sweeps: 500)
      return try Estimate(
        meanOf: [
          (0..<1500).map { _ in
            sampler.advance(sweeps: 2)
            return sampler.energy
          }
        ])
    }
    let plain = try energies(
      SequentialSampler(model, beta: beta, rule: .heatBath, spins: start, key: Self.key))
    for rule in UpdateRule.allCases where rule == .heatBath || sides.count > 1 {
      let found = try energies(
        BitSlicedSampler(
          model, sides: sides, beta: beta, rule: rule, spins: start, key: Self.key))
      let errors = (try #require(plain.error), try #require(found.error))
      let error = (errors.0 * errors.0 + errors.1 * errors.1).squareRoot()
      let verdict = compare(found.value, with: plain.value, standardError: error, within: 4)
      #expect(verdict.passed, "\(sides), \(rule): \(verdict)")
    }
  }

  /// The same spins and counts on any number of threads.
  @Test(arguments: [
    [64, 64], [37, 41], [512, 256], [333, 500], [60, 60, 60], [45, 64, 64], [400],
  ])
  func threadsChangeNothing(sides: [Int]) throws {
    let lattices = try [1, 2, 3, 8].map { threads in
      var lattice = try BitSlicedLattice(
        sides: sides, beta: 0.4, key: Self.key, threads: threads)
      lattice.advance(sweeps: 20)
      lattice.advance(sweeps: 1)
      return lattice
    }
    for lattice in lattices.dropFirst() {
      #expect(lattice.spins == lattices[0].spins)
      #expect(lattice.counts == lattices[0].counts)
      #expect(lattice.energy == lattices[0].energy)
    }
  }

  /// Flips are counted: on a lattice at β = 0, Metropolis' rule flips every spin in every sweep.
  @Test func flipsAreCounted() throws {
    for sides in Self.shapes {
      var lattice = try BitSlicedLattice(sides: sides, beta: 0, key: Self.key)
      lattice.advance(sweeps: 6)
      #expect(lattice.counts.attempts == UInt64(6 * lattice.spinCount))
      // A threshold of 1 − 2⁻⁶⁴.
      #expect(lattice.counts.flips == lattice.counts.attempts)
    }
  }

  @Test func refusesWhatItCannotHold() throws {
    func refuses(_ sides: [Int], coupling: Double = 1, beta: Double = 1, threads: Int = 1)
      -> String?
    {
      do throws(SamplerError) {
        _ = try BitSlicedLattice(
          sides: sides, coupling: coupling, beta: beta, key: Self.key, threads: threads)
        return nil
      } catch { return error.description }
    }
    #expect(refuses([]) == "number of sides: found 0.0, expected 1 to 4")
    #expect(refuses([4, 4, 4, 4, 4]) == "number of sides: found 5.0, expected 1 to 4")
    #expect(refuses([4, 1]) == "side: found 1.0, expected 2 to 2³¹ − 1")
    #expect(refuses([-4, 4]) == "side: found -4.0, expected 2 to 2³¹ − 1")
    #expect(refuses([1 << 31, 4]) == "side: found 2147483648.0, expected 2 to 2³¹ − 1")
    #expect(refuses([1 << 30, 1 << 30, 1 << 30]) != nil)
    #expect(refuses([4, 4], coupling: .nan) == "coupling: found nan, expected a finite number")
    #expect(refuses([4, 4], beta: .infinity) == "beta: found inf, expected a finite number")
    #expect(refuses([4, 4], threads: 0) == "threads: found 0.0, expected at least 1")

    func refuses(_ model: IsingModel, _ sides: [Int]) -> String? {
      do throws(SamplerError) {
        _ = try BitSlicedSampler(
          model, sides: sides, beta: 1, spins: Array(repeating: 1, count: model.spinCount),
          key: Self.key)
        return nil
      } catch { return error.description }
    }
    let torus = try Self.model([4, 4], signed: false)
    #expect(refuses(torus, [4, 4]) == nil)
    #expect(refuses(torus, [2, 8]) == "side: found 2.0, expected at least 3")
    #expect(refuses(torus, [4, 5]) == "found 16 spins, expected 20, the product of the sides")
    #expect(refuses(torus, [16]) == "found 32 bonds, expected 16")
    let fields = try IsingModel(
      spinCount: 16, bonds: torus.bonds, fields: (0..<16).map { $0 == 3 ? 0.5 : 0 })
    #expect(refuses(fields, [4, 4]) == "found field 0.5 of spin 3, expected 0")
    var bonds = torus.bonds
    bonds[5].coupling = 2
    #expect(
      refuses(try IsingModel(spinCount: 16, bonds: bonds), [4, 4])?.hasPrefix("found coupling 2.0")
        == true)
    let ladder = try IsingModel(
      spinCount: 16, bonds: (0..<32).map { Bond($0 % 16, ($0 % 16 + 1 + $0 / 16) % 16, 1) })
    #expect(refuses(ladder, [4, 4])?.hasPrefix("found no bond") == true)
  }
}
