import Jobs
import LatticePhysics
import Reports
import Runs
import Sampling
import Testing

/// What the report of `lattice` tells of what was asked for.
@Suite("Reports of lattices") struct LatticeReportTests {
  private func report(
    _ engine: CatalogueRequest = CatalogueRequest("sequential"), sizes: [String] = ["8"],
    betas: [Double] = [0.44], sweeps: Int = 200, _ change: (inout SamplingPlan) -> Void = { _ in }
  ) throws -> LatticeReport {
    var plan = SamplingPlan(betas: betas, sweeps: sweeps, warmUp: 100, seed: 3)
    change(&plan)
    return try LatticeRun.perform(
      LatticeRequest(
        recipe: LatticeRecipe(sizes: sizes), engine: engine, plan: plan, threads: 1, arguments: []))
  }

  /// 1/3 has no digits that end, and 3 is what was typed.
  @Test func temperaturesAreToldWhereTheyWereStated() throws {
    let betas = try LatticeRun.betas(betas: [], temperatures: ["3", "2.3", "0.7"])
    let scan = try report(betas: betas) { $0.statesTemperatures = true }
    let text = try scan.document().text
    for words in ["T    β", "3    0.333333", "2.3  0.434783", "0.7  1.42857"] {
      #expect(text.contains(words), "\(text)")
    }
    let table = try #require(try scan.document().tables.first { $0.name == "observables" })
    let rows = table.csv.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(rows[0].prefix(4) == ["size", "sites", "beta", "temperature"])
    #expect(rows.dropFirst().map { $0[3] } == ["3.0", "2.3", "0.7"])
    let single = try report(betas: [1 / 2.3]) { $0.statesTemperatures = true }
    #expect(try single.document().text.contains("T = 2.3 (β = 0.434783), 64 sites"))
    // A run in β is told in β.
    let plain = try report(betas: betas)
    #expect(try !plain.document().text.contains("T  "))
    #expect(try plain.document().text.contains("β         u"))
  }

  @Test func coloursAreCounted() throws {
    for (settings, states) in [([:], 3), (["states": ParameterValue.whole(5)], 5)] {
      let report = try report(CatalogueRequest("potts", settings))
      #expect(report.summary.contains("engine potts, \(states) states"), "\(report.summary)")
      #expect(try report.json().contains("\"states\": \(states)"))
    }
    #expect(try report().summary.last == "engine sequential")
  }

  @Test func exchangesStandOnTheTerminal() throws {
    let tempered = try report(
      CatalogueRequest("sequential", ["tempering": .flag(true)]), betas: [0.3, 0.4, 0.5])
    let one = try #require(tempered.tempering?.first)
    let text = try tempered.document().text.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains("Tempering, size 8: exchanges of "))
    #expect(text.contains("\(one.roundTrips) round trips from end to end"), "\(text)")
    #expect(one.acceptance.count == 2 && one.acceptance.allSatisfy { $0 > 0 && $0 < 1 })
  }

  /// 31 622² sites are too many for lists, and half of what bits hold.
  @Test func theEngineWithoutTheLimitIsNamed() throws {
    let failure = #expect(throws: RunFailure.self) { try report(sizes: ["31622"]) }
    #expect(failure?.message.contains("found 999950884 sites") == true)
    #expect(failure?.message.contains("--engine bit-sliced needs none") == true)
    // A field needs its sites: nothing else would help.
    let field = #expect(throws: RunFailure.self) {
      try LatticeRun.perform(
        LatticeRequest(
          recipe: LatticeRecipe(sizes: ["31622"], field: 0.1),
          engine: CatalogueRequest("sequential"), plan: SamplingPlan(betas: [0.4]), threads: 1,
          arguments: []))
    }
    #expect(field?.message.contains("bit-sliced") == false)
  }

  @Test func delaysAndClocksLongerThanTheRunAreWarnedOf() throws {
    func warnings(_ settings: [String: ParameterValue?]) throws -> [String] {
      try report(CatalogueRequest("asynchronous", settings)).warnings
    }
    let never = try warnings(["delay": .number(1e9)])
    #expect(never.contains { $0.contains("delay of 1e+09") && $0.contains("whole run of 300") })
    let late = try warnings(["delay": .number(150)])
    #expect(late.contains { $0.contains("longer than the warm-up of 100 sweeps") })
    let still = try warnings(["rates": .numbers([1e300, 1])])
    #expect(still.contains { $0.contains("slowest clocks tick") })
    for settings: [String: ParameterValue?] in [
      [:], ["delay": .number(2)], ["rates": .numbers([3, 1])],
    ] {
      #expect(try !warnings(settings).contains { $0.contains("delay") || $0.contains("clocks") })
    }
  }

  /// Far in the ordered phase the order itself is longer than any lattice.
  @Test func aCorrelationLengthBeyondTheLatticeIsWarnedOf() throws {
    func warns(_ beta: Double) throws -> Bool {
      try report(sizes: ["16"], betas: [beta], sweeps: 1000) { $0.measuresCorrelations = true }
        .warnings.contains { $0.contains("longer than the lattice") }
    }
    #expect(try warns(0.55))
    #expect(try !warns(0.3))
  }

  /// ξ(β), G(r) and P(q), a chart for each size.
  @Test func whatIsMeasuredInSpaceIsDrawn() throws {
    let report = try report(sizes: ["8", "12"], betas: [0.2, 0.3, 0.4]) {
      $0.measuresCorrelations = true
      $0.measuresOverlaps = true
    }
    let pictures = try report.document().pictures
    func svg(_ name: String) throws -> String {
      try #require(pictures.first { $0.name == name }).drawing.svg()
    }
    let curves = try svg("curves")
    #expect(curves.contains(">correlation length<") && curves.contains(">ξ<"))
    #expect(curves.contains(">overlap squared<"))
    for (name, symbol, axis) in [
      ("correlation", "G(r)", "distance r"), ("overlap", "P(q)", "overlap q"),
    ] {
      let text = try svg(name)
      #expect(text.contains(">\(symbol), 64 sites<") && text.contains(">\(symbol), 144 sites<"))
      #expect(text.contains(">\(axis)<") && text.contains(">β = 0.3<"))
    }
  }
}
