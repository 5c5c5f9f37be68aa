import Foundation
import Reports
import Testing

@Suite struct ValidationOrderTests {
  /// What failed is what a reader came for, the worst first; then what has the least room. Files keep the order of
  /// names.
  @Test func failuresComeFirst() {
    func check(_ name: String, _ value: Double) -> ValidationCheck {
      ValidationCheck(name, value: value, limit: 64, unit: "race tiles", detail: "about \(name)")
    }
    var report = ValidationReport(
      provenance: Provenance(arguments: []), model: ModelName(name: "m", parameters: 1),
      hardware: ChipName(name: "c", summary: "s", hash: "h"),
      settings: ["samples": 8, "draws": "systematic"], texts: (1, 2),
      checks: [
        check("a.sound", 1), check("z.bad", 123_456), check("m.bad", 65), check("b.sound", 2),
        ValidationCheck("a.told", value: 1, detail: "no limit"),
        ValidationCheck("n.bad", value: 1, limit: 0, detail: "more than nothing"),
      ],
      target: nil, omissions: [], warnings: [])
    report.defaultSettings = ["samples": 64, "draws": "systematic"]
    let text = report.document().text
    // Margins: none of a limit of 0, −1928 %, −2 %; then 97 %, 98 %, none without a limit.
    let places = ["n.bad", "z.bad", "m.bad", "b.sound", "a.sound", "a.told"].compactMap {
      text.range(of: $0)?.lowerBound
    }
    #expect(places.count == 6 && places == places.sorted(), "\(text)")
    #expect(text.contains("1 race tile ") && text.contains("123 456 race tiles"))
    #expect(text.contains("samples 8, all else by default") && !text.contains("systematic"))
    let file = report.document().tables.first { $0.name == "checks" }?.csv ?? ""
    #expect(
      file.split(separator: "\n").dropFirst().map { $0.prefix(5) } == [
        "a.sou", "a.tol", "b.sou", "m.bad", "n.bad", "z.bad",
      ])
  }
}
