import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import Reports
import Testing

@Suite struct JSONTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func theRunDocumentHoldsWhatTheConventionsList() throws {
    let report = SampleReports.report()
    let text = RunDocument.document(of: report).text()
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
    ]
    for (key, members) in required {
      let value = try #require(document[key] as? [String: Any], "\(key)")
      for member in members { #expect(value[member] != nil, "\(key).\(member)") }
    }
    // In the order of docs/conventions.md.
    let order = [
      "schema", "provenance", "model", "hardware", "settings", "accuracy", "npu", "twin",
      "reference", "outputs", "warnings",
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
      RunDocument.document(of: SampleReports.report(chip: chip)).text())
    let npu = try #require(document["npu"] as? [String: Any])
    #expect(npu["energy_J"] is NSNull)
    #expect(npu["power_W"] is NSNull)
    #expect(npu["static_J"] is [String: Any])
    #expect(npu["missing_prices"] as? [String] == ["agent_update"])
  }

  @Test func everyScalarSurvives() throws {
    let scalars = (0...0x2100).compactMap { Unicode.Scalar($0) } + ["\u{1f600}", "\u{10ffff}"]
    var string = ""
    for scalar in scalars { string.unicodeScalars.append(scalar) }
    let value = JSONValue.object([(string, .array([.string(string)]))])
    for text in [value.text(), value.line] {
      let parsed = try object(text)
      let values = try #require(parsed.values.first as? [String])
      #expect(Array(values[0].unicodeScalars) == scalars)
      #expect(Array(try #require(parsed.keys.first).unicodeScalars) == scalars)
    }
    #expect(!value.line.contains { $0.isNewline && $0 != "\u{2028}" && $0 != "\u{2029}" })
  }

  @Test func numbersAndEmptyContainers() throws {
    let value = JSONValue.object([
      ("tiny", .number(.leastNonzeroMagnitude)), ("large", .number(1.7976931348623157e308)),
      ("nan", .number(.nan)), ("infinite", .single(-.infinity)), ("integer", .integer(.max)),
      ("single", .single(0.1)), ("flag", .bool(true)), ("nothing", .null), ("none", .array([])),
      ("empty", .object([])), ("nested", .array([.array([.integer(1)]), .object([])])),
    ])
    for text in [value.text(), value.line] {
      let parsed = try object(text)
      #expect((parsed["tiny"] as? NSNumber)?.doubleValue == .leastNonzeroMagnitude)
      #expect((parsed["large"] as? NSNumber)?.doubleValue == 1.7976931348623157e308)
      #expect(parsed["nan"] is NSNull)
      #expect(parsed["infinite"] is NSNull)
      #expect((parsed["integer"] as? NSNumber)?.uint64Value == .max)
      #expect((parsed["single"] as? NSNumber)?.floatValue == 0.1)
      #expect((parsed["none"] as? [Any])?.isEmpty == true)
      #expect((parsed["empty"] as? [String: Any])?.isEmpty == true)
      #expect((parsed["nested"] as? [Any])?.count == 2)
    }
    #expect(value.text().contains("\"single\": 0.1,"))
  }
}
