import ChipPrograms
import IsingTestSupport
import Runs
import SampleStatistics
import Testing
import VirtualChip

/// What a user sees who runs a built-in program as it is.
@Suite("Built-in programs") struct BuiltInProgramTests {
  private func run(
    _ name: String, _ parameters: [String] = [], fidelity: Fidelity.Word = .event
  ) throws -> SimulateReport {
    try SimulateRun.perform(
      SimulateRequest(
        program: name, parameters: parameters, hardware: ModelRun.defaultHardware,
        settings: RunSettings(fidelity: fidelity.fidelity(), seed: 0)))
  }

  private func states(_ read: SimulateReport.Read) -> [SimulateReport.Quantity] {
    read.quantities.filter { $0.kind == .state }
  }

  /// By default each has hundreds of effective samples, nothing to warn of, and an exact value for all that it lists.
  @Test(
    "sound as they are",
    arguments: LatticeLibrary.entries.map(\.name).filter { $0 != "torus" })
  func defaults(name: String) throws {
    let report = try run(name)
    #expect(report.warnings.filter { !$0.contains("assumed prices") } == [])
    for read in report.reads {
      #expect((read.effectiveSamples ?? 0) > 200, "\(read.line)")
      #expect(!states(read).isEmpty)
      for quantity in read.quantities {
        #expect(quantity.exact != nil, "\(quantity.name)")
        #expect(abs(quantity.standardErrors ?? 0) < 5, "\(quantity.name)")
      }
    }
  }

  @Test func theFactoriserPrintsItsFactors() throws {
    let read = try #require(try run("factoriser").reads.first)
    let best = try #require(states(read).first)
    #expect(best.name == "3 × 5 = 15")
    // Four bits hold 15 in one way alone, so that the share is that of the observable.
    let factors = try #require(read.quantities.first { $0.name == "factors" })
    #expect(best.measured?.value == factors.measured?.value && best.exact == factors.exact)
    let six = try #require(try run("factoriser", ["product=6"], fidelity: .expectation).reads.first)
    #expect(states(six).prefix(3).map(\.name).sorted() == ["1 × 6 = 6", "2 × 3 = 6", "3 × 2 = 6"])
    let prime = try #require(try run("factoriser", ["product=17"]).reads.first)
    #expect(!states(prime).isEmpty && states(prime).allSatisfy { $0.name.hasSuffix("not 17") })
  }

  @Test func statesOfTheOthers() throws {
    func names(_ program: String, _ parameters: [String] = []) throws -> [[String]] {
      try run(program, parameters, fidelity: .expectation).reads.map { states($0).map(\.name) }
    }
    let gate = try names("and-gate")
    #expect(gate.map(\.first)[0] == "1 and 1 → 1")
    #expect(
      Set(gate[2].prefix(4)) == ["0 and 0 → 0", "1 and 0 → 0", "0 and 1 → 0", "1 and 1 → 1"])
    #expect(try names("associative-memory").map(\.first) == ["pattern 0", "pattern 0"])
    // A ladder with an even number of rungs and a twist leaves two edges uncut.
    #expect(try names("mobius-ladder", ["size=8", "beta=3"])[0].first == "cut of 10 of 12 edges")
    // The flipped bond frustrates the ring: one is broken wherever it is.
    #expect(try names("mobius-ring", ["beta=2"])[0].first == "11 of 12 bonds satisfied")
    let pictures = try names("rbm", ["side=2", "hidden=4"])[0].filter { !$0.contains("neither") }
    // Two rows and two columns: all black, all white, a bar or a stripe.
    #expect(
      Set(pictures).isSubset(of: ["■■ ■■", "□□ □□", "■■ □□", "□□ ■■", "■□ ■□", "□■ □■"]))
    #expect(pictures.count == 6)
    #expect(try names("coupled-attention")[0].allSatisfy { $0.hasPrefix("attends to") })
  }

  /// Too many agents for all states; the sampler knows nothing of Kaufman's formula.
  @Test func theTorusHasItsExactEnergy() throws {
    for parameters in [["size=6", "reads=4000"], ["size=6", "reads=4000", "beta=0.2"]] {
      let report = try run("torus", parameters, fidelity: .sampled)
      let read = try #require(report.reads.first)
      let energy = try #require(read.quantities.first { $0.kind == .energy })
      #expect(energy.exact != nil && abs(energy.standardErrors ?? .infinity) < 5)
      let magnetisation = try #require(read.quantities.first { $0.name == "magnetisation" })
      #expect(magnetisation.exact == 0 && abs(magnetisation.standardErrors ?? .infinity) < 5)
    }
  }
}
