import Foundation
import FoundationXML
import IsingTestSupport
import Testing

private let isBuilt = Tool.url != nil
private var model: String { ModelFolder.url?.path ?? "" }

/// Pages, tables and figures of every verb's result folder.
@Suite("Pages and tables of every verb", .enabled(if: isBuilt)) struct PageCommandTests {
  /// A command, the tables and figures that its folder holds, and words of its page.
  struct Case: CustomTestStringConvertible, Sendable {
    var arguments: [String]
    var tables: [String]
    var figures: [String] = []
    var words: [String]
    var testDescription: String { arguments.prefix(4).joined(separator: " ") }
  }

  static let cases = [
    Case(
      arguments: [
        "lattice", "--size", "4", "8", "--beta", "0.3:0.5:3", "--sweeps", "300", "--correlations",
        "--overlap", "--tempering",
      ], tables: ["observables", "correlation", "overlap"],
      figures: ["curves", "correlation", "overlap", "snapshot-000"],
      words: ["Parallel tempering", "Size 8", "updates/ns"]),
    Case(
      arguments: ["lattice", "--lattice", "kagome", "--size", "4", "--sweeps", "300"],
      tables: ["observables"], figures: ["snapshot"], words: ["Observables", "energy per spin"]),
    Case(
      arguments: ["simulate", "mobius-ladder", "--set", "size=8"],
      tables: ["quantities", "actions"], figures: [], words: ["Time and energy", "τ_int"]),
    Case(
      arguments: ["spec", "show", "ceas-ising-5w"], tables: ["figures"],
      words: ["prices", "agent_update"]),
  ]

  static let modelCases = [
    Case(
      arguments: ["run", model, "--text", "A <cat> sleeps.", "A dog barks.", "--samples", "4"],
      tables: [
        "components", "latency", "throughput", "equal_throughput", "tornado", "layers", "times",
        "layer_times", "instructions",
      ],
      words: ["A <cat> sleeps.", "Ratios", "Energy of a text by component"]),
    Case(
      arguments: ["validate", model, "--text", "Energy"], tables: ["checks"],
      words: ["Room to the limits", "sound: "]),
    Case(
      arguments: ["compile", model], tables: ["arrays"],
      words: ["layer0.query", "tiles: 648 of 1 024"]),
  ]

  /// Runs a command and looks at its folder.
  private func check(_ example: Case, in folder: URL) throws -> [String: [[String]]] {
    let result = try Tool.run(example.arguments + ["--out", folder.path])
    #expect(result.status == 0, "\(result.error)")
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    let names = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
    #expect(names.isSuperset(of: ["summary.json", "report.txt", "report.html"]))
    let page = try XMLDocument(
      xmlString: try text("report.html").replacing("<!DOCTYPE html>\n", with: ""))
    let root = try #require(page.rootElement())
    for words in example.words {
      #expect(root.stringValue?.contains(words) == true, "\(words)")
    }
    for foreign in ["script", "link", "iframe", "object", "a", "use"] {
      #expect(try root.nodes(forXPath: "//*[local-name()='\(foreign)']").isEmpty, "\(foreign)")
    }
    for place in try root.nodes(forXPath: "//@*[name()='src' or name()='href']") {
      #expect(place.stringValue?.hasPrefix("data:image/png;base64,") == true)
    }
    let pictures = try root.nodes(forXPath: "//*[local-name()='figure']")
    #expect(pictures.count >= example.figures.count)
    for figure in example.figures {
      #expect(names.contains(figure + ".svg") && names.contains(figure + ".png"), "\(figure)")
    }
    var tables: [String: [[String]]] = [:]
    for table in example.tables {
      let rows = try Self.rows(try text(table + ".csv"))
      // Two runs may have no list that differs.
      #expect(rows.count > (table == "lists" ? 0 : 1), "\(table)")
      #expect(Set(rows.map(\.count)).count == 1, "\(table)")
      tables[table] = rows
    }
    #expect(names.filter { $0.hasSuffix(".csv") } == Set(example.tables.map { $0 + ".csv" }))
    return tables
  }

  /// Lines of a file without line ends in its fields.
  private static func rows(_ text: String) throws -> [[String]] {
    text.split(separator: "\n").map { line in
      var (fields, isQuoted) = ([""], false)
      for character in line {
        switch character {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted: fields.append("")
        default: fields[fields.count - 1].append(character)
        }
      }
      #expect(!isQuoted)
      return fields
    }
  }

  @Test(arguments: cases) func folders(_ example: Case) throws {
    try withTemporaryFolder { folder in _ = try check(example, in: folder) }
  }

  @Test(.enabled(if: ModelFolder.url != nil, "run make model first"), arguments: modelCases)
  func foldersOfTheModel(_ example: Case) throws {
    try withTemporaryFolder { folder in _ = try check(example, in: folder) }
  }

  @Test func annealing() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try AnnealProblem.random(30, weights: 9, seed: 2).write(to: file)
      let out = folder.appendingPathComponent("out")
      let tables = try check(
        Case(
          arguments: ["anneal", file.path, "--sweeps", "50", "--no-presolve"],
          tables: ["levels", "successes"], figures: ["histogram"],
          words: ["time to it with 99 %", "nothing proves it"]), in: out)
      let summary = try JSONSerialization.jsonObject(
        with: Data(contentsOf: out.appendingPathComponent("summary.json")))
      let reads = (summary as? [String: Any])?["reads"] as? [[String: Any]] ?? []
      let levels = try #require(tables["levels"]).dropFirst()
      #expect(levels.map { Int($0[4]) } == reads.map { $0["count"] as? Int })
      #expect(levels.map { Double($0[2]) } == reads.map { $0["energy"] as? Double })
      let other = folder.appendingPathComponent("other")
      let again = try Tool.run(
        ["anneal", file.path, "--sweeps", "5", "--no-presolve", "--out", other.path])
      #expect(again.status == 0)
      let changes = try check(
        Case(
          arguments: ["diff", out.path, other.path], tables: ["changes", "lists"],
          words: ["What changed between two results"]),
        in: folder.appendingPathComponent("difference"))
      #expect(changes["changes"]?.contains { $0[1] == "method.sweeps" } == true)
    }
  }

  @Test func tablesAgreeWithTheDocument() throws {
    let arguments = ["lattice", "--size", "8", "--sweeps", "300", "--threads", "1"]
    let document = try Tool.json(arguments)
    let observables = try #require(document["observables"] as? [String: [String: Any]])
    let table = try Self.rows(try Tool.run(arguments + ["--csv"]).output)
    try #require(table.count == 2)
    for (name, field) in zip(table[0], table[1]) {
      guard let value = observables[name]?["value"] as? Double else { continue }
      #expect(Double(field) == value, "\(name)")
    }
    let spec = try Tool.run(["spec", "show", "h100-sxm", "--csv"])
    let figures = try Tool.json(["spec", "show", "h100-sxm"])["figures"] as? [[String: Any]]
    let rows = try Self.rows(spec.output)
    #expect(rows.dropFirst().map { $0[1] } == figures?.map { $0["key"] as? String })
  }

  @Test func aPageAlone() throws {
    try withTemporaryFolder { folder in
      let page = folder.appendingPathComponent("page.html")
      let arguments = ["spec", "show", "extropic-z1"]
      let plain = try Tool.run(arguments)
      let result = try Tool.run(arguments + ["--html", page.path])
      #expect(result.status == 0 && result.output == plain.output)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["page.html"])
      let taken = try Tool.run(["run", "/nonexistent", "--text", "a", "--html", folder.path])
      #expect(taken.status == 65 && taken.error.contains("is a folder"), "\(taken.error)")
      let both = try Tool.run(arguments + ["--csv", "--json"])
      #expect(both.status == 64 && both.error.contains("csv: found --json as well"))
      let nothing = try Tool.run(["diff", folder.path, folder.path, "--html", ""])
      #expect(nothing.status == 65 && nothing.error.contains("the page: found an empty name"))
    }
  }
}
