import Foundation
import IsingModels
import IsingTestSupport
import LatticePhysics
import Sampling
import SampleStatistics
import Synchronization
import Testing

@Suite struct LatticeStudyTests {
  private static func plan(_ betas: [Double] = [0.3, 0.5], replicas: Int = 3) -> SamplingPlan {
    SamplingPlan(
      betas: betas, sweeps: 40, warmUp: 10, measureEvery: 4, replicas: replicas, seed: 5)
  }

  private static let recipe = LatticeRecipe(sizes: ["4", "6"])

  private static func records(_ runs: [SystemRuns]) -> [[Double]] {
    runs.flatMap { run in run.records.flatMap { $0.flatMap { [$0.energies, $0.orders] } } }
  }

  @Test(
    arguments: [
      ("sequential", [:]), ("wolff", [:]), ("lanes", [:]), ("potts", ["states": .whole(4)]),
      ("kawasaki", [:]), ("chromatic", ["tempering": .flag(true)]),
      ("random-site", ["tempering": .flag(true)]), ("rejection-free", [:]),
    ] as [(String, [String: ParameterValue])])
  func recordsDoNotDependOnThreads(
    _ engine: String, _ values: [String: ParameterValue]
  ) throws {
    let study = try LatticeStudy(
      Self.recipe, engine: CatalogueRequest(engine, values), plan: Self.plan())
    let one = try study.run(threads: 1)
    #expect(Self.records(one) == Self.records(try study.run(threads: 5)))
    #expect(one.map(\.betas) == [[0.3, 0.5], [0.3, 0.5]])
    for run in one {
      #expect(run.records.map(\.count) == [3, 3])
      #expect(run.records.joined().allSatisfy { $0.energies.count == 10 && !$0.states.isEmpty })
      #expect(run.tempering.count == (values["tempering"] == nil ? 0 : 3))
    }
  }

  /// Chains are known by size, temperature and replica: more of one leave the others as they are.
  @Test func moreReplicasChangeNoChain() throws {
    let few = try LatticeStudy(
      Self.recipe, engine: CatalogueRequest("sequential"), plan: Self.plan(replicas: 2)
    ).run(threads: 2)
    let many = try LatticeStudy(
      Self.recipe, engine: CatalogueRequest("sequential"), plan: Self.plan(replicas: 4)
    ).run(threads: 2)
    for (few, many) in zip(few, many) {
      for (few, many) in zip(few.records, many.records) {
        #expect(few.map(\.energies) == many.prefix(2).map(\.energies))
      }
    }
  }

  /// Small enough for all states to be summed.
  @Test func energiesAreExact() throws {
    var plan = SamplingPlan(betas: [0.4], sweeps: 4000, warmUp: 100, replicas: 4, seed: 2)
    plan.measureEvery = 2
    let study = try LatticeStudy(
      LatticeRecipe(sizes: ["4"]), engine: CatalogueRequest("swendsen-wang"), plan: plan)
    let records = try study.run(threads: 2)[0].records[0]
    let exact = try #require(try ExactValues(study.systems[0]).values(beta: 0.4)["energy_per_spin"])
    let estimate = try Estimate(meanOf: records.map { $0.energies.map { $0 / 16 } })
    let error = try #require(estimate.error)
    // A seed in 15 000 of independent ones would fail.
    #expect(abs(estimate.value - exact) < 4 * error)
  }

  @Test func anAutomaticEngineKnowsLargeTori() throws {
    func name(_ recipe: LatticeRecipe, _ request: CatalogueRequest = .init(nil)) throws -> String {
      try LatticeStudy(recipe, engine: request, plan: Self.plan()).engine.name
    }
    #expect(try name(Self.recipe) == "sequential")
    #expect(try name(LatticeRecipe(sizes: ["64"])) == "bit-sliced")
    #expect(try name(LatticeRecipe(sizes: ["64"], field: 0.1)) == "sequential")
    #expect(try name(LatticeRecipe(sizes: ["64"], boundary: "open")) == "sequential")
    #expect(
      try name(LatticeRecipe(sizes: ["64"]), .init("auto", ["tempering": .flag(true)]))
        == "sequential")
  }

  /// A torus that no engine asks for sites is not built, and is the same when it is.
  @Test func unbuiltLatticesAreTheSame() throws {
    let recipe = LatticeRecipe(sizes: ["6x8"])
    let built = try recipe.systems()[0]
    let unbuilt = try recipe.systems(needsSites: false)[0]
    #expect(unbuilt.knownCoupling == 1 && built.knownCoupling == nil)
    #expect(unbuilt.title == built.title && unbuilt.siteCount == built.siteCount)
    #expect(unbuilt.outline.bondCount == built.outline.bondCount)
    #expect(unbuilt.outline.neighbours == built.outline.neighbours)
    #expect(unbuilt.outline.colourCount == built.outline.colourCount)
    #expect(unbuilt.model == built.model)
  }

  private final class Watcher: ChainWatcher {
    let begun = Atomic(0)
    let last = Mutex<[Int]>([])
    func begin(_ system: LatticeSystem) {
      begun.wrappingAdd(1, ordering: .relaxed)
      last.withLock { $0.append(0) }
    }
    func watch(_ chain: any Chain, of system: LatticeSystem, beta: Double, sweeps: Int) {
      last.withLock { $0[$0.count - 1] = sweeps }
    }
  }

  @Test func aWatcherSeesOneChainAfterTheOther() throws {
    let watcher = Watcher()
    let study = try LatticeStudy(
      Self.recipe, engine: CatalogueRequest("sequential"), plan: Self.plan())
    _ = try study.run(threads: 4, watcher: watcher)
    #expect(watcher.begun.load(ordering: .relaxed) == 12)
    #expect(watcher.last.withLock { $0 } == Array(repeating: 50, count: 12))
  }

  @Test func errorsSayWhoseFaultTheyAre() {
    func error(
      _ recipe: LatticeRecipe = .init(), _ engine: String? = nil,
      _ change: (inout SamplingPlan) -> Void = { _ in }
    ) -> LatticeStudyError? {
      var plan = Self.plan()
      change(&plan)
      do throws(LatticeStudyError) {
        _ = try LatticeStudy(recipe, engine: CatalogueRequest(engine), plan: plan)
        return nil
      } catch { return error }
    }
    guard
      case .name(let name)? = error(
        LatticeRecipe(
          couplings: .law(name: "unifrm", strength: 1, probabilityOfPlus: nil, deviation: nil)))
    else {
      Issue.record("expected an unknown name")
      return
    }
    #expect(name.description.contains("did you mean 'uniform'"))
    guard case .lattice? = error(LatticeRecipe(lattice: "squre")) else {
      Issue.record("expected an unknown lattice")
      return
    }
    guard case .engine(.unknownName)? = error(.init(), "sequental") else {
      Issue.record("expected an unknown engine")
      return
    }
    guard case .input(let sentence)? = error(LatticeRecipe(couplings: .file("/no/such/file")))
    else {
      Issue.record("expected a file that cannot be read")
      return
    }
    #expect(sentence.hasPrefix("/no/such/file: cannot be read"))
    #expect(error(LatticeRecipe(sizes: ["4", "4"]))?.description.contains("4 twice") == true)
    #expect(
      error(.init(), "sequential") {
        $0.replicas = 1; $0.measuresOverlaps = true
      }?.description
        == "overlap: found 1 replica, expected at least 2")
    #expect(
      error(.init(), "sequential") {
        $0.sweeps = 1_000_000_000; $0.measureEvery = 1
      }?
      .description.contains("GB") == true)
  }

  /// The one reader of problems: a graph has J = −w, and dimod's J the opposite sign.
  @Test func filesHaveTheSignsOfTheirFormats() throws {
    try withTemporaryFolder { folder in
      func system(
        _ name: String, _ text: String, format: String? = nil, kind: String? = nil
      ) throws -> LatticeSystem {
        let file = folder.appendingPathComponent(name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        let recipe = LatticeRecipe(couplings: .file(file.path, format: format, kind: kind))
        return try #require(try recipe.systems().first)
      }
      let graph = "3 3\n1 2 1\n2 3 1\n1 3 -2\n"
      let bonds = [Bond(0, 1, -1), Bond(0, 2, 2), Bond(1, 2, -1)]
      let cut = try system("g.rud", graph)
      #expect(cut.siteCount == 3 && cut.model.bonds == bonds && !cut.hasFields)
      #expect(cut.couplingsText.contains("J = −w"))
      let dimod = "# vartype=SPIN\n0 1 1\n1 2 1\n0 2 -2\n"
      #expect(try system("s.txt", dimod).model.bonds == bonds)
      #expect(try system("c.couplings", "0 1 -1\n0 2 2\n1 2 -1\n").model.bonds == bonds)
      let form = try system("b.coo", "# vartype=BINARY\n0 0 1\n0 1 4\n")
      #expect(form.model.bonds == [Bond(0, 1, -1)] && form.model.fields == [-1.5, -1])
      #expect(form.couplingsText.contains("E without the constant 1.5"))
      // Three columns without a name have no sign; a name gives it.
      #expect(throws: LatticeStudyError.self) { try system("x.txt", "0 1 1\n") }
      #expect(try system("x.txt", "0 1 1\n", format: "couplings").model.bonds == [Bond(0, 1, 1)])
      #expect(
        try system("y.txt", "0 1 1\n", format: "coo", kind: "ising").model.bonds
          == [Bond(0, 1, -1)])
      #expect(throws: LatticeStudyError.self) { try system("g.rud", graph, kind: "qubo") }
      #expect(throws: LatticeStudyError.self) { try system("g.rud", graph, format: "rudi") }
      let twice = try system("t.couplings", "0 1 1\n1 0 1\n")
      #expect(twice.model.bonds == [Bond(0, 1, 2)] && twice.warnings.count == 1)
    }
  }
}
