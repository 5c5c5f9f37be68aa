import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import Reports
import Runs
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Collects a page's elements and text.
private final class PageReader: NSObject, XMLParserDelegate {
  var elements: [String] = []
  var attributes: [(element: String, name: String, value: String)] = []
  var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes values: [String: String]
  ) {
    elements.append(name)
    text += " "
    for (key, value) in values { attributes.append((name, key, value)) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

@Suite struct HTMLTests {
  private func read(_ report: RunReport) throws -> PageReader {
    let page = try report.document().page()
    let reader = PageReader()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = reader
    let parsed = parser.parse()
    try #require(
      parsed, "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")")
    return reader
  }

  @Test func thePageIsWellFormedAndSelfContained() throws {
    let page = try read(SampleReports.report())
    #expect(page.elements.first == "html")
    let foreign: Set = ["script", "link", "img", "iframe", "object", "a", "image", "use"]
    #expect(foreign.isDisjoint(with: page.elements))
    for attribute in page.attributes {
      #expect(attribute.name != "src" && attribute.name != "href")
      #expect(!attribute.name.hasPrefix("on"))
      #expect(!attribute.value.contains("url("))
    }
    #expect(page.elements.contains("svg"))
  }

  @Test func textsAreShownAsTheyStand() throws {
    let page = try read(SampleReports.report())
    #expect(page.text.contains("A <script>alert(\"1 & 2\")</script> text"))
    #expect(page.text.contains("mini <model>"))
    #expect(page.text.contains("5 prices are <assumptions> & marked so."))
    #expect(page.text.contains(#"ising-npu run 'a model' --text 'it'\''s <b>'"#))
    // What XML cannot hold is replaced, and the rest of the text stays.
    #expect(page.text.contains("\u{fffd}\u{fffd}[31m\u{202e}\u{2028}\u{fffd}"))
  }

  @Test func everySectionIsThere() throws {
    let page = try read(SampleReports.report())
    for word in [
      "Accuracy", "Most similar pairs", "Time and energy", "Ratios", "What is Ising about it",
      "Energy of a text by component", "Energy of a text by layer", "The biggest actions",
      "Where the time of a text goes", "linear tiles busy 90.0 %", "energy of a text, digital twin",
      "What the claimed power allows", "Settings and provenance", "static: leakage", "c0ffee",
      "18446744073709551615", "outside the layers", "layer 1", "digital twin",
      "analog twin", "25.0 % of 240 products of two bits are 1",
      "gpu-1, fp16, batch 256", "start-up load",
    ] {
      #expect(page.text.contains(word), "\(word)")
    }
  }

  @Test func figuresHaveTheirBands() throws {
    let report = SampleReports.report()
    let page = try read(report)
    for machine in [report.chip, report.twin, try #require(report.analogTwin)] {
      let total = try #require(machine.budget.total_J) / 3
      let band = "\(Quantity.text(total.low, "J")) to \(Quantity.text(total.high, "J"))"
      #expect(page.text.contains(band))
    }
  }

  @Test func aRatioStandsBesideTheTwins() throws {
    let report = SampleReports.report()
    let page = try read(report)
    let device = report.devices[0].single.energy_J
    for machine in [report.chip, report.twin] {
      let total = try #require(machine.budget.total_J)
      #expect(page.text.contains(Quantity.ratio(device.nominal / total.nominal)))
    }
  }

  @Test func withoutAPriceThereIsNeitherEnergyNorRatio() throws {
    let chip = SampleReports.chip(missing: [.couplingEvaluation, .agentUpdate])
    let page = try read(SampleReports.report(chip: chip))
    #expect(page.text.contains("unknown: no price for agent update, coupling evaluation"))
    #expect(!page.text.contains("times as much as"))
    #expect(!page.text.contains("×"))
  }

  /// The twin alone lacks a price: the chip's ratio to the device must not stand alone.
  @Test func noRatioWithoutTheTwins() throws {
    let chip = SampleReports.chip(missing: [.multiplierBit])
    let report = SampleReports.report(chip: chip)
    #expect(report.chip.budget.total_J != nil && report.twin.budget.total_J == nil)
    let page = try read(report)
    #expect(page.text.contains("unknown: no price for multiplier bit"))
    #expect(!page.text.contains("×"))
  }

  /// Without prices of its own the analog twin is unknown, and nothing else is.
  @Test func anAnalogTwinWithoutAPriceHasNoRatio() throws {
    let chip = SampleReports.chip(missing: [.analogActiveProduct])
    let report = SampleReports.report(chip: chip)
    #expect(report.twin.budget.total_J != nil && report.analogTwin?.budget.total_J == nil)
    let page = try read(report)
    #expect(page.text.contains("unknown: no price for analog active product"))
    #expect(page.text.contains("×"))
  }

  @Test func pagesOfLittle() throws {
    var report = SampleReports.report(
      chip: SampleReports.chip(statics: [:], claimed: nil), texts: [])
    #expect(report.ceilings == nil)
    report.devices = []
    report.warnings = []
    report.settings = [:]
    let empty = ExecutionRecord(
      instructions: [], timeline: Timeline(clock_Hz: 1e9), couplingBits: 0,
      residentCouplingBits: 0)
    let budget = ChipBudget(record: empty, chip: SampleReports.chip(statics: [:]))
    report.chip = .init(record: empty, budget: budget)
    report.twin = report.chip
    report.analogTwin = nil
    let page = try read(report)
    #expect(!page.text.contains("What the claimed power allows"))
    #expect(!page.text.split { !$0.isLetter }.contains("nan"))
  }
}
