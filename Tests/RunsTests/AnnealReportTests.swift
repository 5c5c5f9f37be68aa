import Foundation
import FoundationXML
import Reports
import Runs
import SampleStatistics
import Testing

@Suite struct AnnealReportTests {
  private static func level(_ value: Double, _ count: Int) -> AnnealReport.Level {
    .init(
      value: value, worstValue: value, energy: -value, highestEnergy: -value, count: count)
  }

  private static func report(
    levels: [AnnealReport.Level], successes: [AnnealReport.Success], proof: String? = nil
  ) -> AnnealReport {
    var report = AnnealReport(
      provenance: Provenance(arguments: ["anneal", "x.txt"], seed: 1),
      summary: ["x.txt: max-cut, 3 spins"], quantity: "cut",
      best: .init(
        energy: -1, cut: 2, value: 2, spins: [1, -1, 1], proof: proof, states: 3,
        hasMoreStates: false),
      timeToBest_s: 0.5,
      work: .init(reads: 64, batches: 1, completeBatches: 1, attempts: 1000),
      rate: .init(
        updatesPerNanosecond: 1.5, updatesPerNanosecondOfAThread: 0.8, threads: 2),
      stop: .init(word: "reads", text: "all reads made", elapsed_s: 2))
    report.labels = [.signed(0), .string("b c"), .array([.signed(-1), .string("d")])]
    report.levels = levels
    report.successes = successes
    report.trace = [(0.5, 2)]
    report.warnings = ["mind the gap"]
    return report
  }

  private static func success(_ successes: Int, _ trials: Int) throws -> AnnealReport.Success {
    .init(
      sweeps: 10, probability: try .init(successes: successes, trials: trials), read_s: 0.001,
      batch_s: 0.064)
  }

  @Test func textSaysWhatItKnowsAndWhatNot() throws {
    let report = Self.report(
      levels: [Self.level(2, 32), Self.level(1, 31), Self.level(0, 1)],
      successes: [try Self.success(32, 64)])
    let text = try report.document().text
    for words in [
      "best cut 2 (energy -1), after 500 ms, in 3 states", "nothing proves it",
      "64 reads in 1 batch by cut", "  2 " + String(repeating: "█", count: 32) + " 32",
      "  0 █ 1", "cut 2 (the best seen) in 32 of 64 reads: p = 0.5 (0.37 to 0.63)",
      "time to it with 99 %: 6.64 ms", "1.5000 updates/ns on 2 threads",
      "warning: mind the gap",
    ] {
      #expect(text.contains(words), "\(words) in\n\(text)")
    }
    let proved = try Self.report(levels: [], successes: [], proof: "a bound").document().text
    #expect(proved.contains("proved optimal: a bound") && !proved.contains("nothing proves"))
  }

  @Test func infiniteTimesAreNull() throws {
    let report = Self.report(
      levels: [Self.level(2, 64)], successes: [try Self.success(0, 64)])
    let document = try report.json()
    let root = try #require(
      JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any])
    let time = try #require(root["time_to_target_s"] as? [String: Any])
    #expect(time["value"] is NSNull && time["low"] is Double && time["high"] is NSNull)
    #expect((root["best"] as? [String: Any])?["spins"] as? [Int] == [1, -1, 1])
    #expect(try report.document().text.contains("∞"))
  }

  @Test func manyLevelsBecomeIntervals() {
    let levels = (0..<1000).map { Self.level(Double(1000 - $0), 2) }
    let merged = AnnealLevels.merged(levels, rows: 10)
    #expect(merged.count == 10)
    #expect(merged.reduce(0) { $0 + $1.count } == 2000)
    #expect(merged.first?.value == 1000 && merged.last?.worstValue == 1)
    for (one, next) in zip(merged, merged.dropFirst()) { #expect(one.worstValue > next.value) }
    #expect(AnnealLevels.merged(Array(levels.prefix(10)), rows: 10) == Array(levels.prefix(10)))
  }

  @Test func histogramIsAPicture() throws {
    let report = Self.report(
      levels: [Self.level(2, 32), Self.level(1, 31), Self.level(0, 1)], successes: [])
    let picture = try #require(try report.document().pictures.first)
    #expect(picture.name == "histogram")
    let svg = try picture.drawing.svg()
    #expect(try XMLDocument(xmlString: svg).rootElement()?.name == "svg")
    #expect(svg.contains("reads by cut") && !svg.contains("nan"))
    #expect(try Self.report(levels: [], successes: []).document().pictures.isEmpty)
  }

  @Test func spinsWithTheirNames() {
    let text = SpinFile.text(
      labels: [.signed(0), .string("b c"), .array([.signed(-1), .string("d")])],
      spins: [1, -1, 1])
    #expect(text == "# variable spin\n0 1\n\"b c\" -1\n[-1, \"d\"] 1\n")
  }

  @Test(arguments: [
    (11624.0, "11624"), (-0.0, "0"), (0.1, "0.1"), (-1.0 / 3, "-0.3333333333"), (1e20, "1e+20"),
  ])
  func numbersInWords(_ value: Double, _ expected: String) {
    #expect(AnnealReport.number(value) == expected)
  }
}
