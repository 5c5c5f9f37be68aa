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
