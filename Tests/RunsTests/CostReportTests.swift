import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import MappingChecks
import Reports
import Runs
import Testing

/// A text alone stands beside a text alone, overlapping texts beside overlapping texts, and nothing is
/// claimed that the numbers do not say.
@Suite struct CostReportTests {
  private func object(_ report: RunReport) throws -> [String: Any] {
    let data = Data(try report.json().utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The report without its line ends.
  private func words(_ report: RunReport) -> String {
    report.document().text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func number(_ value: Any?) throws -> Double {
    try #require((value as? NSNumber)?.doubleValue)
  }

  @Test func aTextSharesStaticPowerWhereTextsOverlap() throws {
    let report = SampleReports.report()
    let costs = try #require(report.chip.costs)
    let dynamic = try #require(report.chip.budget.dynamic_J).nominal / 3
    let alone = try #require(costs.energy_J(.latency)).nominal
    let overlapping = try #require(costs.energy_J(.throughput)).nominal
    // 0.5 W over the time of a text, and over 1/10⁷ s.
    #expect(agree(alone, dynamic + 0.5 * costs.time_s, 1e-9))
    #expect(agree(overlapping, dynamic + 0.5 * 1e-7, 1e-9))
    #expect(agree(try #require(costs.power_W(.throughput)), overlapping * 1e7, 1e-9))
    #expect(agree(alone * 3, try #require(report.chip.budget.total_J).nominal, 1e-9))
  }

  @Test func theDocumentHoldsBothModesAndTheUncertainty() throws {
    let document = try object(SampleReports.report())
    for key in ["npu", "twin"] {
      let machine = try #require(document[key] as? [String: Any])
      let throughput = try #require(machine["throughput"] as? [String: Any])
      let latency = try #require(machine["latency"] as? [String: Any])
      #expect(throughput["bottleneck"] as? String == "race tiles")
      let rate = try number(throughput["texts_per_s"])
      let energy = try #require(throughput["energy_J"] as? [String: Any])
      #expect(agree(try number(throughput["power_W"]), try number(energy["nominal"]) * rate, 1e-9))
      let alone = try #require(latency["energy_J"] as? [String: Any])
      #expect(try number(alone["low"]) < number(alone["nominal"]))
      #expect(try number(alone["nominal"]) < number(alone["high"]))
      #expect(try number(latency["time_s"]) > 0)
    }
    let known = try #require(document["uncertainty"] as? [String: Any])
    for key in ["energy_J", "power_W", "ratio_to_twin", "ratio_to_device"] {
      let ends = try #require(known[key] as? [String: Any], "\(key)")
      #expect(try number(ends["p05"]) < number(ends["p50"]), "\(key)")
      #expect(try number(ends["p50"]) < number(ends["p95"]), "\(key)")
    }
    let tornado = try #require(known["tornado"] as? [[String: Any]])
    let shares = try tornado.map { try number($0["share"]) }
    #expect(!shares.isEmpty && shares == shares.sorted(by: >))
    for key in ["name", "source", "evidence"] { #expect(tornado[0][key] is String) }
    #expect(known["halving"] as? [String] == ["power_leakage"])
  }

  @Test func modesAreNotMixed() throws {
    let report = SampleReports.report()
    let text = words(report)
    let costs = try #require(report.chip.costs)
    let gain = { (device: Double, mode: TextCosts.Mode) in
      "the chip needs " + Quantity.ratio(device / 3 / costs.energy_J(mode)!.nominal)
    }
    #expect(text.contains("batch 1 against one text at a time: " + gain(0.3, .latency)))
    #expect(text.contains("batch 256 against texts that overlap: " + gain(0.01, .throughput)))
  }

  @Test func equalThroughputCountsChipsAndWatts() throws {
    var report = SampleReports.report()
    // 3 texts in 25 µs: 120 000 a second.
    let rate = 3 / report.devices[0].saturated.time_s.nominal
    report.chip.costs?.texts_perSecond = rate / 2.5
    report.twin.costs?.texts_perSecond = rate
    let text = words(report)
    #expect(text.contains("3 chips,") && text.contains("1 digital twin,"))
  }

  @Test func belowTheFloorNothingIsCompared() throws {
    var report = SampleReports.report()
    report.twinCosine = 0.9997
    #expect(words(report).contains("digital twin 0.9997."))
    report.accuracy.cosineMean = 0.1
    let text = words(report)
    #expect(text.contains("accuracy too low to compare, the floor is 0.95"))
    #expect(!text.contains("×") && !text.contains("As many texts a second"))
    #expect(try !report.document().page().contains("times as much as"))
    report.accuracy.cosineMean = 0.98
    report.twinCosine = 0.5
    #expect(words(report).contains("too low to compare"))
    report.floorCosine = 0.4
    #expect(words(report).contains("×"))
  }

  @Test func nothingIsClaimedOfWhereGainsComeFrom() {
    let text = words(SampleReports.report())
    #expect(!text.contains("comes from") && !text.contains("spins cost"))
    #expect(text.contains("Energy of the chip over that of its digital twin"))
  }

  @Test func aBandThatHoldsOneDecidesNothing() {
    var report = SampleReports.report()
    let chip = report.chip.costs!.energy_J(.throughput)!.nominal
    report.devices[0].saturated.energy_J = Band(low: chip, nominal: 3.3 * chip, high: 9 * chip)
    #expect(words(report).contains("the chip needs ×1.10 less energy"))
    #expect(words(report).contains("undecided: the band holds 1"))
  }

  @Test func theOtherRoadIsARow() {
    var report = SampleReports.report()
    #expect(!words(report).contains("attention by"))
    report.others = [
      .init(
        name: "potts", texts: 3, cosineMean: 0.9985, costs: report.chip.costs!,
        twin: report.twin.costs!)
    ]
    let text = words(report)
    #expect(text.contains("attention by") && text.contains("potts") && text.contains("0.9985"))
  }

  @Test func theTornadoHasAFileAndAChart() throws {
    let document = SampleReports.report().document()
    let table = try #require(document.tables.first { $0.name == "tornado" })
    #expect(table.csv.hasPrefix("constant,share,evidence,source\npower_leakage,"))
    #expect(try document.page().contains("Shares of the variance"))
    #expect(words(SampleReports.report()).contains("Measuring power_leakage alone"))
  }
}
