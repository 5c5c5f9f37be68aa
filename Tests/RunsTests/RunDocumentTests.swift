import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import Reports
import Runs
import Testing

@Suite struct RunDocumentTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func theRunDocumentHoldsWhatTheConventionsList() throws {
    let report = SampleReports.report()
    let text = try report.json()
    let document = try object(text)
    #expect(document["schema"] as? String == "ising-npu-run/1")
    let required: [String: [String]] = [
      "provenance": ["format_version", "program_version", "arguments", "seed", "spec_hash"],
      "model": ["name", "parameters"], "hardware": ["name", "hash"],
      "settings": [
        "samples", "draws", "fidelity", "weight_bits", "activation_bits", "outlier_channels",
        "seed",
      ],
      "accuracy": ["cosine_mean", "cosine_min", "spearman"],
      "npu": [
        "time_s", "cycles", "energy_J", "power_W", "actions", "class_shares", "components",
        "layers", "resident_fraction", "missing_prices",
      ],
      "twin": ["time_s", "cycles", "energy_J", "power_W", "actions", "class_shares"],
      "analog_twin": ["time_s", "cycles", "energy_J", "power_W", "actions", "class_shares"],
    ]
    for (key, members) in required {
      let value = try #require(document[key] as? [String: Any], "\(key)")
      for member in members { #expect(value[member] != nil, "\(key).\(member)") }
    }
    // In the order of docs/conventions.md.
    let order = [
      "schema", "provenance", "model", "hardware", "settings", "accuracy", "npu", "twin",
      "analog_twin", "reference", "outputs", "warnings",
    ]
    let places = order.compactMap { text.range(of: "\n  \"\($0)\":")?.lowerBound }
    #expect(places.count == order.count)
    #expect(places == places.sorted())

    let outputs = try #require(document["outputs"] as? [[String: Any]])
    #expect(outputs.map { $0["text"] as? String } == SampleReports.texts)
    let embedding = try #require(outputs[0]["embedding"] as? [Any])
    #expect((embedding[1] as? NSNumber)?.floatValue == -0.25)
    #expect(embedding[2] is NSNull)
    let npu = try #require(document["npu"] as? [String: Any])
    #expect((npu["resident_fraction"] as? NSNumber)?.doubleValue == 0.75)
    let energy = try #require(npu["energy_J"] as? [String: Any])
    // Foundation reads numbers with exponents inexactly; the text has all digits.
    let nominal = try #require(report.chip.budget.total_J).nominal
    #expect(agree((energy["nominal"] as? NSNumber)?.doubleValue ?? 0, nominal))
    #expect(text.contains("\"nominal\": \(nominal),"))
    let accuracy = try #require(document["accuracy"] as? [String: Any])
    #expect(accuracy["spearman"] is NSNull)
    #expect(accuracy["largest_similarity_error"] is NSNull)
    let settings = try #require(document["settings"] as? [String: Any])
    #expect((settings["seed"] as? NSNumber)?.uint64Value == UInt64.max)
  }

  @Test func anUnknownEnergyIsNull() throws {
    let chip = SampleReports.chip(missing: [.agentUpdate])
    let document = try object(
      SampleReports.report(chip: chip).json())
    let npu = try #require(document["npu"] as? [String: Any])
    #expect(npu["energy_J"] is NSNull)
    #expect(npu["power_W"] is NSNull)
    #expect(npu["static_J"] is [String: Any])
    #expect(npu["missing_prices"] as? [String] == ["agent_update"])
  }
}
