import Foundation
import IsingTestSupport
import Reports
import Runs
import Testing

@Suite struct DiffTests {
  private static let run = """
    {"schema": "ising-npu-run/1", "provenance": {"arguments": ["run", "--text", "a"], "seed": 0},
     "hardware": {"name": "chip", "hash": "aa"}, "settings": {"samples": 64, "seed": 9007199254740993},
     "accuracy": {"cosine_mean": 0.99},
     "npu": {"cycles": 100, "time_s": 1e-7, "energy_J": {"low": 1, "nominal": 2, "high": 3},
       "components": [
         {"name": "network", "energy_J": {"nominal": 2e-9}},
         {"name": "memory", "energy_J": {"nominal": 8e-9}},
         {"name": "host link", "energy_J": null}],
       "layers": [{"layer": null, "energy_J": {"nominal": 1e-9}}, {"layer": 0, "energy_J": null}]},
     "outputs": [{"text": "a", "embedding": [1, 0]}, {"text": "b", "embedding": [0, 1]}],
     "warnings": []}
    """

  /// Writes summaries and compares them.
  private func diff(_ left: String, _ right: String) throws -> DiffReport {
    try withTemporaryFolder { folder in
      var paths: [String] = []
      for (name, text) in [("left", left), ("right", right)] {
        let side = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: side, withIntermediateDirectories: false)
        try Data(text.utf8).write(to: side.appendingPathComponent("summary.json"))
        paths.append(side.path)
      }
      return try DiffRun.perform(left: paths[0], right: paths[1])
    }
  }

  private func changes(_ report: DiffReport, _ key: String) -> [DiffReport.Change] {
    report.sections.first { $0.key == key }?.changes ?? []
  }

  @Test func provenanceIsNoDifference() throws {
    let other = Self.run.replacing("\"--text\", \"a\"], \"seed\": 0", with: "\"x\"], \"seed\": 7")
    let report = try diff(Self.run, other)
    #expect(report.isSame)
    #expect(report.right.arguments == ["run", "x"])
    #expect(report.document().text.contains("nothing but the provenance differs"))
  }

  /// Seeds beyond the numbers with a sign, and beyond what float64 tells apart.
  @Test func largeSeedsDiffer() throws {
    func seeded(_ seed: UInt64) -> String {
      Self.run.replacing("9007199254740993", with: "\(seed)")
    }
    #expect(try !diff(seeded(.max), seeded(.max - 1)).isSame)
    #expect(try diff(seeded(.max), seeded(.max)).isSame)
    #expect(try !diff(Self.run, seeded(9_007_199_254_740_992)).isSame)
  }

  @Test func energiesComeBiggestFirst() throws {
    let other = Self.run.replacing("2e-9", with: "3e-9").replacing("8e-9", with: "6e-9")
      .replacing("\"cycles\": 100", with: "\"cycles\": 150")
    let report = try diff(Self.run, other)
    let energies = changes(report, "energy_by_component")
    #expect(energies.map(\.path) == ["memory", "network"])
    #expect(abs((energies[0].difference ?? 0) + 2e-9) < 1e-20)
    #expect(abs((energies[1].relative ?? 0) - 0.5) < 1e-12)
    #expect(changes(report, "time").map(\.path) == ["cycles"])
    #expect(changes(report, "others").isEmpty)
  }

  @Test func elementsGoByTheirNames() throws {
    // Another order of components and a text more: only the text is new.
    let other = Self.run.replacing(
      "{\"text\": \"a\", \"embedding\": [1, 0]}",
      with: "{\"text\": \"z\", \"embedding\": [1, 1]}, {\"text\": \"a\", \"embedding\": [3, 4]}")
    let report = try diff(Self.run, other)
    #expect(report.vectors.map(\.path) == ["outputs[a].embedding"])
    #expect(abs((report.vectors[0].cosine ?? 0) - 0.6) < 1e-12)
    #expect(report.vectors[0].largestDifference == 4)
    #expect(changes(report, "others").map(\.path) == ["outputs[z].embedding", "outputs[z].text"])
  }

  @Test func largeIntegersAreComparedExactly() throws {
    let report = try diff(
      Self.run, Self.run.replacing("9007199254740993", with: "9007199254740992"))
    #expect(changes(report, "settings").map(\.path) == ["seed"])
  }

  @Test func whatBecomesUnknownIsAChange() throws {
    let report = try diff(
      Self.run, Self.run.replacing("{\"nominal\": 8e-9}", with: "null"))
    #expect(!report.isSame)
    #expect(changes(report, "energy_by_component").map(\.path) == ["memory"])
  }

  // MARK: What matters

  private static let validation = """
    {"schema": "ising-npu-validate/1", "provenance": {}, "checks": [
       {"name": "a.value", "value": 1, "limit": 2, "passed": true},
       {"name": "b.worse", "value": 1, "limit": 2, "passed": true},
       {"name": "c.better", "value": 3, "limit": 2, "passed": false},
       {"name": "d.gone", "value": 3, "limit": 2, "passed": true}]}
    """

  /// Fails where checks come by name, or a check that is new and fails is lost among other values.
  @Test func checksThatFailNowComeFirst() throws {
    let other = """
      {"schema": "ising-npu-validate/1", "provenance": {}, "checks": [
         {"name": "a.value", "value": 7, "limit": 2, "passed": true},
         {"name": "b.worse", "value": 5, "limit": 2, "passed": false},
         {"name": "c.better", "value": 1, "limit": 2, "passed": true},
         {"name": "e.new", "value": 9, "limit": 2, "passed": false}]}
      """
    let report = try diff(Self.validation, other)
    #expect(report.sections[0].key == "verdicts")
    let verdicts = changes(report, "verdicts")
    #expect(verdicts.map(\.path) == ["b.worse", "e.new", "c.better", "d.gone"])
    #expect(verdicts[0].left?.words == "passed" && verdicts[0].right?.words == "failed")
    #expect(verdicts[1].left == nil && verdicts[3].right == nil)
    let text = report.document().text
    #expect(text.contains("checks that changed") && text.contains("e.new"))
  }

  private static let lattice = """
    {"schema": "ising-npu-lattice/1", "provenance": {}, "points": [
      {"size": "8", "beta": 0.3, "observables": {
        "energy": {"value": -0.7, "error": 0.03, "tau": 1.1},
        "binder": {"value": 0.2, "error": 0.01, "tau": 1.2}}},
      {"size": "8", "beta": 0.4, "observables": {
        "energy": {"value": -1.5, "error": 0.03, "tau": 1.3}}}],
     "rate": {"updates_per_ns": 0.5}}
    """

  /// Fails where values go by their relative change: Binder's has the larger one.
  @Test func observablesGoByStandardErrors() throws {
    let other = Self.lattice.replacing("-0.7, \"error\": 0.03", with: "-0.9, \"error\": 0.04")
      .replacing("0.2, \"error\": 0.01", with: "0.21, \"error\": 0")
      .replacing("\"tau\": 1.3", with: "\"tau\": 9")
    let report = try diff(Self.lattice, other)
    let observables = changes(report, "observables")
    #expect(observables.map(\.path) == ["[size 8 β 0.3].energy", "[size 8 β 0.3].binder"])
    // −0.2 over √(0.03² + 0.04²), and 0.01 over 0.01.
    #expect(abs((observables[0].standardErrors ?? 0) + 4) < 1e-12)
    #expect(abs((observables[1].standardErrors ?? 0) - 1) < 1e-12)
    #expect(report.estimates == 3 && changes(report, "others").isEmpty)
    #expect(changes(report, "errors").count == 3)
    #expect(
      report.document().text.contains(
        "3 observables on both sides, 2 differ: at most by 4 standard errors, 1 by more than 3"))
  }

  /// Fails where a clock decides whether two results are the same.
  @Test func measuredTimesAreLeftOut() throws {
    let slower = Self.lattice.replacing("0.5}", with: "0.4}")
    let report = try diff(Self.lattice, slower)
    #expect(report.isSame && report.times.map(\.path) == ["rate.updates_per_ns"])
    #expect(report.document().text.contains("and times and rates that were measured"))
    var told = report
    told.showsTimes = true
    #expect(told.document().text.contains("rate.updates_per_ns"))
    // Times of a chip are results.
    #expect(!(try diff(Self.run, Self.run.replacing("1e-7", with: "2e-7"))).isSame)
    for (schema, path) in [
      ("anneal", "\"elapsed_s\": 1"), ("anneal", "\"time_to_best_s\": 1"),
      ("anneal", "\"time_to_target_s\": {\"value\": 1}"),
      ("anneal", "\"trace\": [{\"time_s\": 1, \"value\": 3}]"),
      ("anneal", "\"by_length\": [{\"sweeps\": 5, \"time_to_target_s\": {\"value\": 1}}]"),
      ("simulate", "\"simulation\": {\"wall_s\": 1}"),
      ("simulate", "\"simulation\": {\"events_per_s\": 1}"),
    ] {
      let text = "{\"schema\": \"ising-npu-\(schema)/1\", \(path)}"
      #expect(try diff(text, text.replacing(": 1", with: ": 2")).isSame, "\(path)")
    }
  }

  @Test func foreignAndDamagedSummariesAreRefused() throws {
    func message(_ text: String) -> String {
      do {
        _ = try diff(Self.run, text)
        return "accepted"
      } catch let failure as RunFailure {
        return failure.kind == .badInput ? failure.message : "kind \(failure.kind)"
      } catch {
        return "\(error)"
      }
    }
    #expect(message("{\"schema\": \"other/1\"}").contains("schema: found `other/1`"))
    #expect(message("[1, 2]").contains("schema: found none"))
    #expect(message(String(Self.run.dropLast(20))).contains("is damaged"))
    #expect(message("").contains("is damaged"))
    #expect(
      message(Self.run.replacing("npu-run/1", with: "npu-run/2")).contains(
        "found ising-npu-run/2, expected ising-npu-run/1"))
    #expect(throws: RunFailure.self) {
      try DiffRun.perform(left: "/nonexistent", right: "/nonexistent")
    }
  }
}
