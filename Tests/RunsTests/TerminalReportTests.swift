import ExecutionRecords
import Foundation
import HardwareSpecs
import Reports
import Runs
import Testing

/// The report says what is unknown, what is zero, and how many.
@Suite struct TerminalReportTests {
  @Test func aMissingPriceLeavesNoShareOfEnergy() {
    let chip = SampleReports.chip(missing: [.couplingEvaluation])
    let text = SampleReports.report(chip: chip).document().text
    #expect(text.contains("Energy unknown: sample has no price for coupling_evaluation."))
    #expect(!text.contains("of dynamic energy"))
  }

  @Test func pricesOfZeroAreNotCalledMissing() {
    var chip = SampleReports.chip(statics: [:])
    let zero = Price(.zero, source: "test", confidence: .assumption)
    for action in Action.allCases { chip.prices[action] = zero }
    let text = SampleReports.report(chip: chip).document().text
    #expect(text.contains("Every price of sample that counts here is zero."))
    #expect(!text.contains("Energy unknown"))
  }

  /// What makes a result unsound stands behind the tables of costs, before what they are made of.
  @Test func doubtsStandBesideTheEnergy() throws {
    var report = SampleReports.report()
    #expect(!report.document().text.contains("Not sound"))
    report.doubts = ["norms do not settle", "scores clip"]
    let text = report.document().text
    let doubt = try #require(text.range(of: "Not sound: norms do not settle; scores clip."))
    let energy = try #require(text.range(of: "Energy of a text alone by part"))
    #expect(doubt.lowerBound < energy.lowerBound)
  }

  @Test func oneTextIsNoPlural() {
    let text = SampleReports.report(texts: ["a"]).document().text
    #expect(
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "1 text of 3 tokens;"))
  }

  @Test func smallModelsKeepTheirDigits() {
    var report = SampleReports.report()
    report.model.parameters = 1234
    #expect(report.document().text.contains("1 234 parameters"))
  }
}
