import IsingModels
import RandomStreams
import Sampling
import Testing

/// A lattice for engines: a torus of given sides, or a graph without any.
private struct TestSystem: EngineSystem {
  var title: String
  var model: IsingModel
  var torusSides: [Int]?
  var knownCoupling: Double?

  var siteCount: Int { model.spinCount }
  var colourClasses: [[Int32]] {
    Colouring(
      links: model.bonds.map { Link(Int($0.first), Int($0.second)) }, siteCount: siteCount
    ).classes
  }
  var hasFields: Bool { model.fields.contains { $0 != 0 } }
  var defaultStart: InitialSpins { .random }
}

@Suite struct CatalogueTests {
  private static func choose(
    _ name: String, _ values: [String: ParameterValue?] = [:]
  ) throws(CatalogueError) -> EngineChoice {
    try EngineCatalogue.all.choose(CatalogueRequest(name, values), default: "sequential")
  }

  private static func systems() throws -> [TestSystem] {
    let square = try Lattice(LatticeDescription(.square, sizes: [4, 6]))
    let glass = CouplingLaw.plusMinus(0.5, probabilityOfPlus: 0.5)
    func system(
      _ title: String, _ model: IsingModel, sides: [Int]? = nil, known: Double? = nil
    ) -> TestSystem {
      TestSystem(title: title, model: model, torusSides: sides, knownCoupling: known)
    }
    return [
      system("square", try square.model(coupling: 1), sides: [4, 6], known: 1),
      system("negative", try square.model(coupling: -2), sides: [4, 6]),
      system("glass", try square.model(couplings: glass, seed: 3), sides: [4, 6]),
      system("in a field", try square.model(coupling: 1, field: 0.5), sides: [4, 6]),
      system(
        "real",
        try square.model(couplings: .gaussian(mean: 0, deviation: 1), seed: 3), sides: [4, 6]),
      system(
        "ladder", try Lattice(LatticeDescription(.square, sizes: [2, 4])).model(coupling: 1),
        sides: [2, 4]),
      system(
        "star", try IsingModel(spinCount: 41, bonds: (1...40).map { Bond(0, $0, 1) })),
      system("free", try IsingModel(spinCount: 5, bonds: [], fields: [1, 1, 0, -1, 1])),
      system("one", try IsingModel(spinCount: 1, bonds: [])),
    ]
  }

  /// What can be asked without building says what building says.
  @Test(arguments: EngineCatalogue.all.names)
  func aCheckAgreesWithMakingAChain(_ name: String) throws {
    let start = ChainStart(
      beta: 0.3, spins: nil, seed: 1, replica: 2, key: StreamKey(seed: 1, purpose: .spinUpdate))
    for values: [String: ParameterValue] in [[:], ["pairs": .word("all")]]
    where values.isEmpty || name == "kawasaki" {
      let engine = try Self.choose(name, values)
      for system in try Self.systems() {
        var (checked, made): (CatalogueError?, CatalogueError?)
        do throws(CatalogueError) { try engine.check(system) } catch { checked = error }
        do throws(CatalogueError) {
          var chain = try engine.chain(system, start)
          chain.advance(sweeps: 2)
          #expect(chain.siteCount == system.siteCount && chain.states.count == system.siteCount)
        } catch { made = error }
        #expect(checked == made, "\(name) on \(system.title)")
      }
    }
  }

  @Test func refusedSystemsAreTheOnesThatAreKnown() throws {
    var refused: [String: [String]] = [:]
    for name in EngineCatalogue.all.names {
      for system in try Self.systems() {
        do { try Self.choose(name).check(system) } catch {
          refused[name, default: []].append(system.title)
        }
      }
    }
    #expect(
      refused == [
        "bit-sliced": ["in a field", "real", "ladder", "star", "free", "one"],
        "rejection-free": ["real", "star"], "kawasaki": ["free", "one"],
        "potts": ["in a field", "free"],
      ])
  }

  @Test(
    arguments: [
      ("wolf", [:], "engine: found 'wolf', expected one of reference, sequential"),
      (
        "wolff", ["rule": .word("metropolis")],
        "rule: the engine wolff has no such option, expected one of sequential, random-site, chromatic, "
          + "bit-sliced, lanes, asynchronous, event-queue, rejection-free, next-reaction, kawasaki, potts"
      ),
      (
        "sequential", ["rule": .word("arrhenius")],
        "rule: found 'arrhenius', expected one of metropolis"
      ),
      ("asynchronous", ["delay-law": .word("fixed")], "delay-law: found no --delay, expected one"),
      (
        "asynchronous", ["delay": .number(-1)], "delay: found -1.0, expected a finite number from 0"
      ),
      (
        "asynchronous", ["delay": .number(.nan)],
        "delay: found nan, expected a finite number from 0"
      ),
      (
        "asynchronous", ["rates": .numbers([1, 0])],
        "rates: found 0.0, expected finite numbers above 0"
      ),
      (
        "synchronous", ["tick-probability": .number(0)],
        "update probability: found 0.0, expected above 0, to 1"
      ),
      ("potts", ["states": .whole(101)], "states: found 101, expected 2 to 100"),
      (
        "kawasaki", ["up-fraction": .number(2)],
        "up-fraction: found 2.0, expected a number from 0 to 1"
      ),
      ("sequential", ["temper": .flag(true)], "temper: the engine sequential has no such option"),
      ("sequential", ["rule": .number(1)], "rule: found 1.0, expected a value of another kind"),
    ] as [(String, [String: ParameterValue], String)])
  func enginesRefuse(_ name: String, _ values: [String: ParameterValue], _ text: String) throws {
    do throws(CatalogueError) {
      _ = try Self.choose(name, values)
      Issue.record("\(name) \(values) was taken")
    } catch {
      #expect(error.description.hasPrefix(text), "\(error)")
    }
  }

  @Test(
    arguments: [
      ("anealing", [:], "method: found 'anealing', expected one of restarts, annealing"),
      (
        "annealing", ["heating": .number(1)],
        "heating: the method annealing has no such option; it belongs to discrete-bifurcation, "
          + "ballistic-bifurcation"
      ),
      ("tempering", ["temperatures": .whole(1)], "temperatures: found 1, expected 2 to 1024"),
      ("annealing", ["beta-end": .number(.nan)], "beta-end: found nan, expected 0 to 1e+12"),
      (
        "annealing", ["schedule": .word("automatic"), "beta-end": .number(1)],
        "beta-end: the automatic schedule has its own, expected none"
      ),
    ] as [(String, [String: ParameterValue], String)])
  func methodsRefuse(_ name: String, _ values: [String: ParameterValue], _ text: String) throws {
    do throws(CatalogueError) {
      _ = try MethodCatalogue.all.choose(CatalogueRequest(name, values), default: "annealing")
      Issue.record("\(name) \(values) was taken")
    } catch {
      #expect(error.description.hasPrefix(text), "\(error)")
    }
  }

  /// A parameter that is in no list would never be checked nor reported.
  @Test func allParametersAreListed() {
    let engines = EngineCatalogue.all
    let methods = MethodCatalogue.all
    #expect(
      Set(engines.entries.flatMap(\.parameters).map(\.name)) == Set(engines.parameters.map(\.name)))
    #expect(
      Set(methods.entries.flatMap(\.parameters).map(\.name)) == Set(methods.parameters.map(\.name)))
    #expect(Set(engines.names).count == engines.names.count)
    #expect(Set(methods.names).count == methods.names.count)
  }

  @Test func settingsAreToldInWords() throws {
    let engine = try Self.choose(
      "asynchronous",
      ["rule": .word("metropolis"), "delay": .number(0.5), "rates": .numbers([1, 2.5])])
    #expect(
      engine.text
        == "engine asynchronous, metropolis, fixed delay 0.5 of a mean clock interval, "
        + "clock rates 1, 2.5")
    #expect(engine.reported.map(\.name) == ["rule", "delay", "delay-law", "rates", "tempering"])
    #expect(!engine.isBoltzmann && engine.isMetropolis && !engine.isTempered)
    let tempered = try Self.choose("chromatic", ["tempering": .flag(true)])
    #expect(tempered.text == "engine chromatic, parallel tempering" && tempered.isTempered)
  }

  @Test(
    arguments: [
      ([[64, 64]], "bit-sliced"), ([[64, 64], [16, 16, 16]], "bit-sliced"),
      ([[62, 66]], "sequential"),
      ([[64, 64], nil], "sequential"), ([[64, 65]], "sequential"), ([[2, 4096]], "sequential"),
      ([[1 << 15, 1 << 14]], "sequential"),
    ] as [([[Int]?], String)])
  func largeToriArePacked(_ tori: [[Int]?], _ name: String) {
    #expect(EngineCatalogue.automatic(for: tori) == name)
  }

  @Test(
    arguments: [
      (100, 0.01, "annealing"), (1024, 0.09, "annealing"), (1025, 0.01, "restarts"),
      (100, 0.1, "restarts"), (100, nil, "annealing"), (5000, nil, "annealing"),
    ] as [(Int, Double?, String)])
  func littleTimeIsForSingleAnneals(_ spins: Int, _ seconds: Double?, _ name: String) throws {
    let ring = try IsingModel(
      spinCount: spins, bonds: (0..<spins).map { Bond($0, ($0 + 1) % spins, -1) })
    #expect(MethodCatalogue.automatic(seconds: seconds, for: ring) == name)
  }

  /// The predicate of replicas in bits is what their initialiser takes.
  @Test func replicasInBitsAreForeseen() throws {
    var models = try Self.systems().map(\.model)
    for leaves in [15, 16] {
      models.append(
        try IsingModel(spinCount: leaves + 1, bonds: (1...leaves).map { Bond(0, $0, -1) }))
    }
    models.append(try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 7)], fields: [8, 1]))
    models.append(try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 7)], fields: [9, 1]))
    let held = models.map { model in
      (try? BitSlicedReplicas(
        model, beta: 1, replicaCount: 64, key: StreamKey(seed: 0, purpose: .spinUpdate))) != nil
    }
    #expect(models.map(BitSlicedReplicas.canHold) == held)
    #expect(held.contains(true) && held.contains(false))
  }
}
