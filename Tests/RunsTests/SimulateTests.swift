import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Reports
import Runs
import SampleStatistics
import Testing
import VirtualChip

/// Lattice programs from their names to their reports.
@Suite("Simulate")
struct SimulateTests {
  static func request(
    _ program: String, parameters: [String] = [], hardware: String = "digital-pbit-22nm",
    fidelity: Fidelity.Word = .event, replicas: Int = 2, threads: Int = 1, checkpoint: String? = nil
  ) -> SimulateRequest {
    SimulateRequest(
      program: program, parameters: parameters, hardware: hardware,
      settings: RunSettings(fidelity: fidelity.fidelity(), seed: 4), replicas: replicas,
      threads: threads,
      checkpoint: checkpoint)
  }

  /// The numbers of a report that must not depend on when and where it was made.
  static func numbers(_ report: SimulateReport) throws -> String {
    var report = report
    report.wall_s = 1
    return try report.json()
  }

  @Test(
    "what is measured is what all states say",
    arguments: [
      "and-gate", "factoriser", "associative-memory", "coupled-attention", "rbm", "mobius-ladder",
      "mobius-ring",
    ])
  func exactValues(name: String) throws {
    let report = try SimulateRun.perform(Self.request(name, parameters: ["reads=16000"]))
    #expect(!report.reads.isEmpty)
    for read in report.reads {
      var tested = 0
      for quantity in read.quantities {
        let measured = try #require(quantity.measured)
        let exact = try #require(quantity.exact, "\(quantity.name)")
        guard let error = measured.error, measured.effectiveSamples > 50 else { continue }
        tested += 1
        // A short run sees few of the rare excursions of a spin, and then too small an error.
        let spread = (max(0, 1 - exact * exact) / measured.effectiveSamples).squareRoot()
        let isSpin = quantity.kind == .mean || quantity.kind == .correlation
        let verdict = compare(
          measured.value, with: exact, standardError: isSpin ? max(error, spread) : error,
          within: 5)
        #expect(verdict.passed, "\(name), `\(read.line)`, \(quantity.name): \(verdict)")
        // What is reported is at least what the spins' own variance leaves.
        let m = measured.value
        let least = (max(0, 1 - m * m) / measured.effectiveSamples).squareRoot()
        if isSpin, quantity.name != "magnetisation" {
          #expect(error >= least * (1 - 1e-12), "\(quantity.name): \(error) below \(least)")
        }
      }
      #expect(tested > 0)
      #expect(read.samplesPerJoule != nil && read.samplesPerSecond != nil)
    }
    let total = report.record.total
    #expect(total.total(of: .relaxation) > total.total(of: .deterministic))
  }

  @Test("two threads give the bits of one; another seed does not") func threads() throws {
    let one = try SimulateRun.perform(Self.request("and-gate", replicas: 4))
    let two = try SimulateRun.perform(Self.request("and-gate", replicas: 4, threads: 2))
    #expect(try Self.numbers(one) == Self.numbers(two))
    var other = Self.request("and-gate", replicas: 4)
    other.settings.seed = 5
    #expect(try Self.numbers(try SimulateRun.perform(other)) != Self.numbers(one))
  }

  @Test("expectation gives exact values and no errors") func expectation() throws {
    let report = try SimulateRun.perform(Self.request("and-gate", fidelity: .expectation))
    #expect(report.reads.count == 3)
    for read in report.reads {
      #expect(read.quantities.allSatisfy { $0.measured == nil && $0.exact != nil })
      #expect(read.samplesPerJoule == nil)
    }
    #expect(report.budget.duration_s > 0)
  }

  @Test("missing prices: no joules, and their names") func prices() throws {
    let report = try SimulateRun.perform(Self.request("and-gate", hardware: "extropic-z1"))
    #expect(report.budget.total_J == nil && report.reads[0].samplesPerJoule == nil)
    #expect(report.warnings.contains { $0.contains("no price for flip_message_hop") })
    #expect(report.reads[0].samplesPerSecond != nil)
  }

  @Test("a checkpoint that is taken up ends with the same numbers, and fits its run alone")
  func checkpoint() throws {
    try withTemporaryFolder { try checkpoint(in: $0.appendingPathComponent("state").path) }
  }

  private func checkpoint(in file: String) throws {
    let plain = try SimulateRun.perform(Self.request("mobius-ladder"))
    let kept = try SimulateRun.perform(Self.request("mobius-ladder", checkpoint: file))
    #expect(try Self.numbers(kept) == Self.numbers(plain))
    let again = try SimulateRun.perform(Self.request("mobius-ladder", checkpoint: file))
    #expect(try Self.numbers(again) == Self.numbers(plain))
    for other in [
      Self.request("mobius-ring", checkpoint: file),
      Self.request("mobius-ladder", replicas: 3, checkpoint: file),
      Self.request("mobius-ladder", hardware: "ceas-ising-5w", checkpoint: file),
    ] {
      let failure = #expect(throws: RunFailure.self) { try SimulateRun.perform(other) }
      #expect(failure?.exitCode == 65)
    }
  }

  @Test("what cannot be used is refused") func refusals() throws {
    func failure(_ request: SimulateRequest) -> RunFailure? {
      do {
        _ = try SimulateRun.perform(request)
        return nil
      } catch { return error }
    }
    #expect(failure(Self.request("no-such"))?.exitCode == 65)
    #expect(failure(Self.request("and-gate", parameters: ["reads"]))?.exitCode == 64)
    #expect(
      failure(Self.request("and-gate", parameters: ["reads=1", "reads=2"]))?.message
        == "--set: found reads twice, expected it once")
    #expect(failure(Self.request("and-gate", replicas: 0))?.exitCode == 64)
    #expect(
      failure(Self.request("torus", parameters: ["size=512", "reads=1000000"]))?.message
        .contains("states, expected at most") == true)
    try withTemporaryFolder { folder in
      #expect(
        failure(Self.request(folder.path))?.message
          == "\(folder.path): is a folder, expected a file")
      let text = folder.appendingPathComponent("bad.lat")
      try Data("lattice-program x\nagents 2\ncouple 0 1\n".utf8).write(to: text)
      #expect(
        failure(Self.request(text.path))?.message.contains("bad.lat:3: found the end") == true)
    }
  }
}
