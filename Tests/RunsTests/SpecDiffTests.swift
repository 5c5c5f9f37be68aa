import Foundation
import HardwareSpecs
import IsingTestSupport
import Reports
import Runs
import Testing

/// `spec diff` and `spec check`.
@Suite struct SpecDiffTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func aChipIsItself() throws {
    let report = try SpecDiffReport.perform(left: "ceas-ising-5w", right: "ceas-ising-5w")
    #expect(report.document().text.contains("no figure differs"))
    let facts = try object(try report.json())
    #expect((facts["stated"] as? [Any])?.isEmpty == true)
    #expect((facts["derived"] as? [Any])?.isEmpty == true)
  }

  /// Twice the clock is one figure that was stated, and what follows from it.
  @Test func whatFollowsIsToldApart() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("mine.yaml").path
      let clock = try SpecLibrary.chip("ceas-ising-5w").timing.clock_Hz
      _ = try SpecRuns.new(
        name: "mine", from: "ceas-ising-5w", changes: ["timing.clock=\(2 * clock) Hz"], file: file)
      let report = try SpecDiffReport.perform(left: "ceas-ising-5w", right: file)
      let facts = try object(try report.json())
      let stated = try #require(facts["stated"] as? [[String: Any]])
      let change = try #require(stated.first { $0["key"] as? String == "timing.clock" })
      #expect(change["ratio"] as? Double == 2 && change["right"] as? Double == 2 * clock)
      let derived = try #require(facts["derived"] as? [[String: Any]])
      #expect(!derived.isEmpty)
      #expect(derived.allSatisfy { $0["key"] as? String != "timing.clock" })
      let text = report.document().text
      #expect(text.contains("timing.clock") && text.contains("+100 %"), "\(text)")
    }
  }

  @Test func kindsAreNotCompared() throws {
    #expect(
      throws: RunFailure(
        .badInput, "h100-sxm: found a device, expected a chip as ceas-ising-5w")
    ) { try SpecDiffReport.perform(left: "ceas-ising-5w", right: "h100-sxm") }
  }

  /// The document has a place for what is wrong.
  @Test func checksTellWhatIsWrong() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("odd.yaml").path
      try Data("format: ising-npu-device/1\nname: x\n".utf8).write(to: URL(fileURLWithPath: file))
      let check = SpecCheck(["h100-sxm", file])
      let facts = try object(try check.json())
      #expect(facts["schema"] as? String == "ising-npu-spec-check/1")
      #expect(facts["sound"] as? Bool == false)
      let entries = try #require(facts["descriptions"] as? [[String: Any]])
      #expect(entries.map { $0["sound"] as? Bool } == [true, false])
      #expect((entries[1]["problems"] as? [String])?.isEmpty == false)
      let failure = #expect(throws: RunFailure.self) { try check.requireSound() }
      #expect(failure?.kind == .badInput && failure?.message.contains("odd.yaml") == true)
      try SpecCheck(["h100-sxm"]).requireSound()
    }
  }
}
