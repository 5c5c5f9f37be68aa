import ExecutionRecords
import Foundation
import FoundationXML
import HardwareSpecs
import Reports
import Testing

/// One document in its three forms.
@Suite struct DocumentTests {
  private static let table = Table(
    "rows",
    [
      .words("name", "name"), .figures("time", "time_s"),
      .figures("energy", "low_J", "nominal_J", "high_J"), .words("note", on: .page),
      .figures("", "raw", on: .file),
    ],
    [
      [
        "a,\"b\"", Cell(0.5, "half"), .band(Band(low: 1, nominal: 2, high: 3), "J"), "x < y",
        .count(1_234_567),
      ],
      [
        .quotation("c\nd"), Cell(.nan, "–"), .band(nil, "J", missing: [.agentUpdate]), "",
        .count(2),
      ],
    ])

  private static func document(_ parts: [Part], warnings: [String] = []) -> Document {
    Document(
      title: "T & <t>", sections: [Section("", [.line("lead")]), Section("one", parts)],
      warnings: warnings, verdict: "all well", settings: ["a_b": 3],
      provenance: Provenance(arguments: ["run", "it's"], seed: 7))
  }

  @Test func aTerminalShowsColumnsAndASpreadsheetAllValues() {
    #expect(
      Self.table.csv
        == """
        name,time_s,low_J,nominal_J,high_J,raw
        "a,""b\""",0.5,1.0,2.0,3.0,1234567
        "c
        d",,,,,2

        """)
    let text = Table(
      "", [.words("word"), .figures("n")], [["a", "12"], ["long word", "3"], ["", ""]]
    ).lines
    #expect(text == ["  word        n", "  a          12", "  long word   3", ""])
    #expect(
      Table("", [.words("w"), .words("v")], [["a", "b"], ["c", "d"]])
        .shown(indent: 0, hasHead: false, rows: 1).lines == ["a  b"])
  }

  @Test func textHasSectionsWarningsAndVerdict() {
    let long = Array(repeating: "word", count: 30).joined(separator: " ")
    let text = Self.document(
      [
        .sentence(long), .line("  as it stands"), .note("page alone"),
        .sentence("page too", on: .page),
      ], warnings: [long]
    ).text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "lead" && lines[1] == "" && lines[3].hasPrefix("  word"))
    #expect(lines.allSatisfy { $0.count <= 98 })
    #expect(text.contains("\n  as it stands\n\nwarning: word") && !text.contains("page"))
    #expect(text.hasSuffix("\n\nall well\n"))
  }

  @Test func thePageIsWellFormedWhateverItHolds() throws {
    let chart = Chart(
      title: "c < d", xLabel: "x", yLabel: "y",
      series: [
        .init(label: "s & t", x: [0, 1], y: [1, 2]), .init(label: "u", x: [0, 1], y: [2, 1]),
      ])
    let many = Chart(
      title: "many", xLabel: "x", yLabel: "y",
      series: [
        .init(
          label: "", x: (0..<4000).map { Double($0) }, y: (0..<4000).map { Double($0 % 7) },
          isJoined: false)
      ])
    let page = try Self.document(
      [
        .table(Self.table), .table(Self.table.shown(fold: "folded & away")),
        .listing(["a < b", "c"]), .heading("h"),
        .cards([Card("card", .unknown("why not"), remark: "r")]),
        .bars(
          BarChart(
            "cap", unit: "J", axis: .decades,
            bars: [.init("b", Band(low: 1e-6, nominal: 1e-3, high: 1), figure: "f")])),
        .picture(try Chart.drawing(of: [chart], title: "a picture"), name: "p"),
        .picture(try Chart.drawing(of: [many], title: "a large \"one\""), name: "q"),
      ], warnings: ["w < v"]
    ).page()
    let root = try #require(
      try XMLDocument(xmlString: page.replacing("<!DOCTYPE html>\n", with: "")).rootElement())
    #expect(root.name == "html")
    let text = root.stringValue ?? ""
    for words in [
      "T & <t>", "w < v", "all well", "x < y", "1.00 J to 3.00 J",
      "unknown: no price for agent update", "folded & away", "a < b\nc", "why not", "c < d",
      "s & t", "ising-npu run 'it'\\''s'", "a b",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    // A picture of few shapes is drawn, one of many is pixels.
    #expect(page.contains("<figure><svg") && page.contains("<figure><img alt=\"a large &quot;one"))
    #expect(page.contains("src=\"data:image/png;base64,"))
    for foreign in ["<script", "<link", "http://", "https://", "url("] {
      let rest = page.replacing("http://www.w3.org/1999/xhtml", with: "")
        .replacing("http://www.w3.org/2000/svg", with: "")
      #expect(!rest.contains(foreign), "\(foreign)")
    }
  }

  @Test func onlyNamedTablesHaveFiles() throws {
    let document = Self.document([
      .table(Self.table), .table(Table("", [.words("a", "a")], [["b"]])),
      .table(Table("shown", [.words("a", "a")], [["b"]]), on: .page),
      .table(Table(file: "raw", header: ["a", "b"], rows: [["1", "2"]]), on: .file),
    ])
    #expect(document.tables.map(\.name) == ["rows", "raw"])
    #expect(document.tables.last?.csv == "a,b\n1,2\n")
    #expect(!document.text.contains("1"))
  }
}
