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
    let page = try report.document().page()
    let costs = try #require(report.chip.costs)
    let gain = { (device: Double, mode: TextCosts.Mode) in
      "the chip needs " + Quantity.ratio(device / 3 / costs.energy_J(mode)!.nominal)
    }
    #expect(page.contains("batch 1, one text: " + gain(0.3, .latency)))
    #expect(page.contains("batch 256, throughput: " + gain(0.01, .throughput)))
  }

  /// Both tables of a terminal, the ratio to chip and twin beside each device in its own mode.
  @Test func theTerminalHasTwoTables() throws {
    let report = SampleReports.report()
    let lines = report.document().text.split(separator: "\n").map(String.init)
    func row(_ name: String, after head: String) throws -> String {
      let place = try #require(lines.firstIndex { $0.contains(head) }, "\(head)")
      return try #require(lines[place...].first { $0.hasPrefix("  \(name)") }, "\(name)")
    }
    for (mode, head, name, energy_J) in [
      (TextCosts.Mode.latency, "latency, one text", "gpu-1 fp16", 0.1),
      (.throughput, "equal in throughput", "one gpu-1 fp16", 0.01 / 3),
    ] {
      let device = try row(name, after: head)
      for machine in [report.chip, report.twin] {
        let own = try #require(machine.costs?.energy_J(mode)).nominal
        #expect(device.contains(Quantity.ratio(energy_J / own)), "\(device)")
      }
    }
    let throughput = try row("gpu-1 fp16", after: "throughput  ")
    #expect(throughput.contains("120 k") && throughput.hasSuffix("batch 256"), "\(throughput)")
    // 10 mJ by 3 texts: 3.33 mJ from half of it to twice as much; 400 W.
    #expect(throughput.contains("3.33 mJ") && throughput.contains("[1.67 … 6.67]"))
    #expect(throughput.contains("400 W"))
    let chip = try row("sample", after: "throughput  ")
    #expect(chip.hasSuffix("race tiles") && chip.contains("10.0 M"), "\(chip)")
  }

  /// ⌈rate / rate⌉ chips, each with its power and its silicon.
  @Test func equalThroughputCountsChipsWattsAndArea() throws {
    // 422 000 texts a second by chips of 21 100: 20 of them, 4.23 W and 731 mm² each.
    let whole = EqualThroughput(
      device: "gpu", rate: Band(low: 300_000, nominal: 422_000, high: 633_001), chipRate: 21_100,
      chipPower_W: 4.23, chipArea_mm2: 731)
    // 14.2 and 30.00005 chips, rounded up.
    #expect(whole.chips == 20 && whole.range == 15...31)
    #expect(agree(try #require(whole.power_W), 84.6, 1e-12))
    #expect(agree(try #require(whole.area_mm2), 14_620, 1e-12))
    // One text a second more takes one chip more.
    let more = EqualThroughput(
      device: "gpu", rate: Band(exactly: 422_001), chipRate: 21_100, chipPower_W: nil,
      chipArea_mm2: nil)
    #expect(more.chips == 21 && more.power_W == nil && more.area_mm2 == nil)
    let none = EqualThroughput(
      device: "gpu", rate: Band(exactly: 422_000), chipRate: 0, chipPower_W: 1, chipArea_mm2: 1)
    #expect(none.chips == nil && none.power_W == nil)
  }

  @Test func equalThroughputStandsInTheDocumentAndTheClaim() throws {
    var report = SampleReports.report()
    // 3 texts in 25 µs: 120 000 a second.
    let rate = 3 / report.devices[0].saturated.time_s.nominal
    report.chip.costs?.texts_perSecond = rate / 2.5
    let power = try #require(report.chip.costs?.power_W(.throughput))
    let equal = try #require(try object(report)["equal_throughput"] as? [[String: Any]])
    try #require(equal.count == 1)
    #expect(equal[0]["device"] as? String == "gpu-1")
    #expect(try number(equal[0]["chips"]) == 3 && number(equal[0]["area_mm2"]) == 2100)
    // 2.5 chips; the device may be twice as slow, or 2.25 times as fast.
    #expect(equal[0]["chips_band"] as? [String: Int] == ["low": 2, "high": 6])
    #expect(agree(try number(equal[0]["power_W"]), 3 * power, 1e-9))
    #expect(
      words(report).contains(
        "3 chips equal one gpu-1 in throughput and draw \(Quantity.text(3 * power, "W"))."))
    #expect(
      words(report).contains("one gpu-1 fp16 3 [2 … 6] \(Quantity.text(3 * power, "W")) 2 100 mm²"))
    let table = try #require(report.document().tables.first { $0.name == "equal_throughput" })
    #expect(table.csv.hasPrefix("device,chips,chips_low,chips_high,power_W,area_mm2\ngpu-1,3,2,6,"))
  }

  /// One entry a device, its two modes by text, and the ratios to chip and twin.
  @Test func referencesHaveBothModes() throws {
    let report = SampleReports.report()
    let references = try #require(try object(report)["reference"] as? [[String: Any]])
    try #require(references.count == 1)
    #expect(references[0]["device"] as? String == "gpu-1")
    #expect(references[0]["precision"] as? String == "fp16")
    let latency = try #require(references[0]["latency"] as? [String: Any])
    let throughput = try #require(references[0]["throughput"] as? [String: Any])
    // 0.3 J and 750 µs by 3 texts; 0.01 J and 25 µs by 3 texts of a batch of 256.
    #expect(agree(try number(latency["time_s"]), 250e-6, 1e-9))
    #expect(agree(try number(throughput["texts_per_s"]), 120_000, 1e-9))
    #expect(try number(throughput["batch"]) == 256)
    for (mode, entry, energy_J) in [
      (TextCosts.Mode.latency, latency, 0.1), (.throughput, throughput, 0.01 / 3),
    ] {
      let energy = try #require(entry["energy_J"] as? [String: Any])
      #expect(agree(try number(energy["nominal"]), energy_J, 1e-9))
      #expect(agree(try number(energy["low"]), energy_J / 2, 1e-9))
      #expect(agree(try number(energy["high"]), energy_J * 2, 1e-9))
      #expect(agree(try number(entry["power_W"]), 400, 1e-9))
      for (key, machine) in [("chip", report.chip), ("twin", report.twin)] {
        let ratio = try #require(entry["energy_over_\(key)"] as? [String: Any])
        let own = try #require(machine.costs?.energy_J(mode)).nominal
        #expect(agree(try number(ratio["nominal"]), energy_J / own, 1e-9), "\(key)")
      }
    }
  }

  @Test func theDefaultFloorIsThatOfValidate() { #expect(ModelRun.defaultFloorCosine == 0.99) }

  @Test func theDefaultReferencesAreInTheLibrary() throws {
    let devices = try ModelRun.defaultReferences.map { try SpecLibrary.device($0).name }
    #expect(devices == ModelRun.defaultReferences && devices.count >= 2)
  }

  /// Below the floor there is no ratio anywhere, and the report says why.
  @Test(arguments: [(0.9899, 0.9997, "the chip, 0.9899"), (0.995, 0.5, "its twins, 0.5000")])
  func belowTheFloorNothingIsCompared(_ chip: Double, _ twin: Double, _ why: String) throws {
    var report = SampleReports.report()
    report.twinCosine = 0.9997
    #expect(words(report).contains("chip 0.9950 (least 0.9700), twins 0.9997"))
    #expect(words(report).contains("×"))
    report.accuracy.cosineMean = chip
    report.twinCosine = twin
    report.uncertainty = RunUncertainty(of: report, at: DrawnPrices(SampleReports.chip()))
    let reason = "No ratios: the mean cosine of \(why), is below the floor of 0.99"
    let text = words(report)
    #expect(text.contains(reason), "\(text)")
    #expect(!text.contains("×") && !text.contains("equal in throughput"))
    let page = try report.document().page()
    #expect(page.contains(reason) && !page.contains("times as much as") && !page.contains("×"))
    let document = try object(report)
    #expect(try number((document["twin"] as? [String: Any])?["cosine_mean"]) == twin)
    #expect(try number((document["analog_twin"] as? [String: Any])?["cosine_mean"]) == twin)
    let reference = try #require(document["reference"] as? [[String: Any]])[0]
    for mode in ["latency", "throughput"] {
      let entry = try #require(reference[mode] as? [String: Any])
      #expect(entry["energy_over_chip"] is NSNull && entry["energy_over_twin"] is NSNull)
      #expect(entry["energy_J"] is [String: Any])
    }
    let equal = try #require(document["equal_throughput"] as? [[String: Any]])[0]
    for key in ["chips", "power_W", "area_mm2"] { #expect(equal[key] is NSNull, "\(key)") }
    let known = try #require(document["uncertainty"] as? [String: Any])
    for key in ["ratio_to_twin", "ratio_to_twin_throughput", "ratio_to_device"] {
      #expect(known[key] is NSNull, "\(key)")
    }
    for table in report.document().tables {
      let rows = table.csv.split(separator: "\n")
      let columns = rows[0].split(separator: ",", omittingEmptySubsequences: false)
      for row in rows.dropFirst() where table.name != "components" {
        let fields = row.split(separator: ",", omittingEmptySubsequences: false)
        for (column, field) in zip(columns, fields)
        where column.contains("_over_") || column == "chips" {
          #expect(field.isEmpty, "\(table.name): \(column)")
        }
      }
    }
    report.floorCosine = 0.4
    #expect(words(report).contains("×"))
  }

  @Test func filesHaveTheRatios() throws {
    let report = SampleReports.report()
    for (name, mode, energy_J) in [
      ("latency", TextCosts.Mode.latency, 0.1), ("throughput", .throughput, 0.01 / 3),
    ] {
      let table = try #require(report.document().tables.first { $0.name == name }).csv
      let rows = table.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let column = try #require(rows[0].firstIndex(of: "energy_over_chip_nominal"))
      let device = try #require(rows.last)
      #expect(rows.count == 5 && device[0] == "gpu-1" && device[1] == "fp16")
      let own = try #require(report.chip.costs?.energy_J(mode)).nominal
      #expect(agree(try #require(Double(device[column])), energy_J / own, 1e-9))
      #expect(rows[1][column] == "1.0")
    }
  }

  @Test func nothingIsClaimedOfWhereGainsComeFrom() {
    let text = words(SampleReports.report())
    #expect(!text.contains("comes from") && !text.contains("spins cost"))
    #expect(text.contains("Energy over the digital twin’s: one text ×"))
  }

  @Test func aBandThatHoldsOneDecidesNothing() throws {
    var report = SampleReports.report()
    let chip = report.chip.costs!.energy_J(.throughput)!.nominal
    report.devices[0].saturated.energy_J = Band(low: chip, nominal: 3.3 * chip, high: 9 * chip)
    let page = try report.document().page()
    #expect(page.contains("the chip needs ×1.10 less energy"))
    #expect(page.contains("undecided: the band holds 1"))
  }

  @Test func theOtherRoadIsALineAndATable() throws {
    var report = SampleReports.report()
    #expect(!words(report).contains("Attention by"))
    report.others = [
      .init(
        name: "potts", texts: 3, cosineMean: 0.9985, costs: report.chip.costs!,
        twin: report.twin.costs!)
    ]
    #expect(words(report).contains("Attention by potts: cosine 0.9985; "))
    #expect(words(report).contains("its twin)"))
    #expect(try report.document().page().contains("attention by"))
    // Another road has a floor of its own.
    report.others[0].cosineMean = 0.98
    #expect(!words(report).contains("its twin)"))
  }

  /// Compact lines by default, tables where they are asked for.
  @Test func whereEnergyAndTimeGo() throws {
    var report = SampleReports.report()
    let line = "Time of a text alone by unit: linear tiles 75.0 %, norm units 25.0 %; by layer: "
    #expect(words(report).contains(line + "35.0 % to 45.0 % each, outside them 20.0 %."))
    #expect(words(report).contains("Energy of a text alone by part: leakage (static)"))
    #expect(!words(report).contains("energy of a text by part"))
    report.showsBreakdown = true
    let text = words(report)
    #expect(text.contains("energy of a text by part") && text.contains("time of a text by layer"))
    #expect(!text.contains("alone by unit"))
    let times = try #require(report.document().tables.first { $0.name == "times" })
    #expect(times.csv.hasPrefix("unit,time_s,share,busy_share\nlinear tiles,1.725e-07,0.75,0.9\n"))
  }

  /// Settings that are the defaults are not told, on a page neither.
  @Test func onlyOtherSettingsAreTold() throws {
    var report = SampleReports.report()
    report.defaultSettings = report.settings
    #expect(words(report).contains("tokens; all settings are the defaults"))
    report.defaultSettings = Facts(
      report.settings.members.map { $0.name == "samples" ? ("samples", 256) : $0 })
    #expect(words(report).contains("tokens; samples 64, all else by default"))
    #expect(try report.document().page().contains("tokens; samples 64, all else by default."))
  }

  @Test func theTornadoHasAFileAndAChart() throws {
    let document = SampleReports.report().document()
    let table = try #require(document.tables.first { $0.name == "tornado" })
    #expect(table.csv.hasPrefix("constant,share,evidence,source\npower_leakage,"))
    #expect(try document.page().contains("Shares of the variance"))
    #expect(try document.page().contains("Measuring power_leakage alone"))
    #expect(words(SampleReports.report()).contains("variance by power_leakage"))
  }
}
