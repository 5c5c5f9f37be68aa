import IsingModels
import RandomStreams
import Testing

/// Elimination of spins against enumeration.
@Suite struct ReductionTests {
  /// A random graph with couplings and fields of one kind.
  static func randomModel(_ number: UInt32, spins: Int) throws -> IsingModel {
    var words = RandomStream(StreamKey(seed: 41, purpose: .testInput), site: number)
    let density = [0.08, 0.2, 0.35, 0.7][Int(number % 4)]
    let kind = number / 4 % 3
    func value() -> Double {
      switch kind {
      case 0: words.next() & 1 == 0 ? 1 : -1
      case 1: Double(words.integer(below: 9)) - 4
      default: words.normal()
      }
    }
    var bonds: [Bond] = []
    for i in 0..<spins {
      for j in i + 1..<max(spins, i + 1) where words.uniform() < density {
        bonds.append(Bond(i, j, value()))
      }
    }
    let fields = (0..<spins).map { _ in number / 12 % 2 == 0 || words.next() & 1 == 0 ? 0 : value()
    }
    return try IsingModel(spinCount: spins, bonds: bonds, fields: fields)
  }

  /// E(expand(s)) = E_reduced(s) + offset for all s, and the ground energies agree.
  private func check(_ model: IsingModel, _ reduced: ReducedModel, tolerance: Double) throws {
    let ground = try Enumeration(model).groundEnergy
    #expect(reduced.kept.count + reduced.steps.total == model.spinCount)
    guard let rest = reduced.model else {
      #expect(abs(reduced.energyOffset - ground) <= tolerance)
      #expect(abs(model.energy(of: reduced.expand([])) - ground) <= tolerance)
      return
    }
    let exact = try Enumeration(rest)
    #expect(abs(exact.groundEnergy + reduced.energyOffset - ground) <= tolerance)
    for (state, energy) in exact.energies.enumerated() {
      let spins = Enumeration.spins(of: state, count: rest.spinCount)
      let all = reduced.expand(spins)
      #expect(abs(model.energy(of: all) - energy - reduced.energyOffset) <= tolerance)
      #expect(zip(reduced.kept, spins).allSatisfy { all[Int($0)] == $1 })
    }
  }

  @Test(arguments: 0..<48) func randomGraphs(number: UInt32) throws {
    let model = try Self.randomModel(number, spins: 11)
    let isInteger = number / 4 % 3 < 2
    for rules: ReductionRules in [
      .all, .leaves, [.leaves, .chains], .chains, .stars, .dominatedSpins, .keepingUnit, [],
    ] {
      try check(model, ReducedModel(model, rules: rules), tolerance: isInteger ? 0 : 1e-12)
    }
  }

  /// Integers stay multiples of the unit that was asked for, and the energies are still right.
  @Test(arguments: 0..<24) func finestUnit(number: UInt32) throws {
    let model = try Self.randomModel(number, spins: 12)
    guard let unit = model.dyadicUnit, unit >= 1 else { return }
    for finest in [1, 0.5, 0.25] {
      let reduced = ReducedModel(model, finestUnit: finest)
      try check(model, reduced, tolerance: 0)
      if let unit = reduced.model?.dyadicUnit { #expect(unit >= finest) }
    }
    if let unit = ReducedModel(model, rules: .keepingUnit).model?.dyadicUnit { #expect(unit >= 1) }
  }

  /// Trees, rings and ladders vanish, whatever their couplings and one field.
  @Test func seriesParallelGraphs() throws {
    var words = RandomStream(StreamKey(seed: 42, purpose: .testInput), site: 0)
    let tree = (1..<14).map { Bond(Int(words.integer(below: UInt32($0))), $0, words.normal()) }
    let ring = (0..<14).map { Bond($0, ($0 + 1) % 14, words.normal()) }
    let ladder =
      (0..<6).map { Bond($0, $0 + 7, words.normal()) }
      + (0..<13).filter { $0 != 6 }.map { Bond($0, $0 + 1, words.normal()) }
    for bonds in [tree, ring, ladder] {
      let model = try IsingModel(
        spinCount: 14, bonds: bonds, fields: (0..<14).map { $0 == 3 ? 0.7 : 0 })
      let reduced = ReducedModel(model)
      #expect(reduced.model == nil)
      try check(model, reduced, tolerance: 1e-12)
    }
  }

  /// One rule at a time does what its formula says.
  @Test func rulesByHand() throws {
    let chain = ReducedModel(
      try IsingModel(
        spinCount: 5,
        bonds: [Bond(0, 1, 3), Bond(1, 2, -2)]
          + [(0, 2), (0, 3), (0, 4), (2, 3), (2, 4), (3, 4)].map { Bond($0.0, $0.1, 7) }),
      rules: .chains)
    #expect(chain.model?.bonds.first { $0.first == 0 && $0.second == 1 }?.coupling == 5)
    #expect(chain.energyOffset == -3)
    #expect(chain.steps.chains == 1 && chain.kept == [0, 2, 3, 4])

    let star = ReducedModel(
      try IsingModel(spinCount: 4, bonds: [Bond(0, 1, 1), Bond(0, 2, 1), Bond(0, 3, -1)]),
      rules: .stars)
    #expect(star.model?.bonds == [Bond(0, 1, 0.5), Bond(0, 2, -0.5), Bond(1, 2, -0.5)])
    #expect(star.energyOffset == -1.5)

    let dominated = ReducedModel(
      try IsingModel(
        spinCount: 3, bonds: [Bond(0, 1, -5), Bond(0, 2, 2), Bond(1, 2, 1)], fields: [1, -1, 9]),
      rules: [.dominatedSpins, .leaves])
    #expect(dominated.model == nil)
    let spins = dominated.expand([])
    #expect(spins[2] == 1 && spins[0] == 1 && spins[1] == -1)
  }

  @Test func fixturesKeepTheirGroundEnergies() throws {
    let couplings = Dictionary(grouping: try FixtureTable("small_couplings.csv").rows) {
      "\($0["instance"] ?? "")/\($0["seed"] ?? "")"
    }
    for row in try FixtureTable("small_ground_states.csv").rows {
      let lines = try #require(couplings["\(row["instance"] ?? "")/\(row["seed"] ?? "")"])
      var fields = [Double](repeating: 0, count: row.whole("n"))
      var bonds: [Bond] = []
      for line in lines {
        let value = line.number("J(i==j: field h_i)")
        if line.whole("i") == line.whole("j") {
          fields[line.whole("i")] = value
        } else {
          bonds.append(Bond(line.whole("i"), line.whole("j"), value))
        }
      }
      let model = try IsingModel(spinCount: fields.count, bonds: bonds, fields: fields)
      let reduced = ReducedModel(model)
      let rest = try reduced.model.map { try Enumeration($0).groundEnergy } ?? 0
      #expect(abs(rest + reduced.energyOffset - row.number("ground_energy")) < 1e-12)
    }
  }

  /// The identity holds for random spins of large models, also with hubs that have thousands of
  /// neighbours.
  @Test func largeModels() throws {
    var words = RandomStream(StreamKey(seed: 43, purpose: .testInput), site: 0)
    func below(_ n: Int) -> Int { Int(words.integer(below: UInt32(n))) }
    let count = 20_000
    let sparse = (0..<count).map { _ in (below(count), below(count)) }
    let hubs = (0..<count).flatMap { [($0, below(6)), ($0, below(6)), ($0, below(6))] }
    for (pairs, field) in [(sparse, 0.0), (sparse, 1), (hubs, 0), (hubs, 2)] {
      let model = try IsingModel(
        spinCount: count,
        bonds: pairs.filter { $0.0 != $0.1 }.map {
          Bond($0.0, $0.1, words.next() & 1 == 0 ? 1 : -1)
        }, fields: (0..<count).map { $0 % 3 == 0 ? field : 0 })
      let reduced = ReducedModel(model)
      #expect(reduced.kept.count < count / 4)
      let spins: [Int8] = reduced.kept.map { _ in words.next() & 1 == 0 ? 1 : -1 }
      let energy = (reduced.model?.energy(of: spins) ?? 0) + reduced.energyOffset
      let all = reduced.expand(spins)
      #expect(model.energy(of: all) == energy)
      // No eliminated spin can do better on its own.
      let kept = Set(reduced.kept)
      #expect(
        (0..<count).allSatisfy {
          kept.contains(Int32($0)) || Double(all[$0]) * model.localField(at: $0, of: all) >= 0
        })
    }
  }

  @Test func extremes() throws {
    let huge = try IsingModel(spinCount: 3, bonds: [Bond(0, 1, 1e308), Bond(1, 2, 1e308)])
    #expect(ReducedModel(huge).kept.count == 3)
    let empty = ReducedModel(try IsingModel(spinCount: 4, bonds: [Bond(0, 1, 0)]))
    #expect(empty.model == nil && empty.energyOffset == 0 && empty.expand([]).count == 4)
    let one = ReducedModel(try IsingModel(spinCount: 1, bonds: [], fields: [-0.3]))
    #expect(one.model == nil && one.energyOffset == -0.3 && one.expand([]) == [-1])
  }

  @Test func units() throws {
    func unit(_ couplings: [Double]) throws -> Double? {
      try IsingModel(
        spinCount: couplings.count + 1,
        bonds: couplings.enumerated().map { Bond($0.offset, $0.offset + 1, $0.element) }
      ).dyadicUnit
    }
    #expect(try unit([0]) == nil)
    #expect(try unit([1, -3]) == 1)
    #expect(try unit([12, -20, 8]) == 4)
    #expect(try unit([1.5, 2, -0.75]) == 0.25)
    #expect(try unit([0x1p-40, 1]) == 0x1p-40)
    let model = try IsingModel(
      spinCount: 3, bonds: [Bond(0, 1, 2), Bond(1, 2, -3)], fields: [0, -1, 1])
    #expect(model.largestLocalField == 6)
  }

  @Test func components() throws {
    let model = try IsingModel(
      spinCount: 7, bonds: [Bond(0, 4, 1), Bond(4, 6, -2), Bond(1, 2, 3), Bond(2, 3, 0)],
      fields: [0, 1, 0, -1, 2, 0.5, 0])
    let parts = ModelComponents(model)
    #expect(parts.members == [[0, 4, 6], [1, 2], [3], [5]])
    for state in 0..<128 {
      let spins = Enumeration.spins(of: state, count: 7)
      let split = parts.members.map { $0.map { spins[Int($0)] } }
      #expect(parts.join(split) == spins)
      let energies = zip(parts.models, split).map { $0.energy(of: $1) }
      #expect(energies.reduce(0, +) == model.energy(of: spins))
    }
  }
}
