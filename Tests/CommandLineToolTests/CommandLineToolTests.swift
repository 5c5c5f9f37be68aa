import Foundation
import IsingTestSupport
import Testing

private let isBuilt = Tool.url != nil
private let hasModel = ModelFolder.url != nil
private var model: String { ModelFolder.url?.path ?? "" }

@Suite("Command line", .enabled(if: isBuilt, "build the product ising-npu first"))
struct CommandLineTests {
  @Test func helpNamesEveryVerb() throws {
    let help = try Tool.run(["--help"])
    #expect(help.status == 0)
    for verb in ["run", "compile", "spec"] { #expect(help.output.contains(verb)) }
  }

  @Test(arguments: [
    (["run", "--text", "a", "--samples", "0"], "samples: found 0, expected 1 to 65535"),
    (["run", "--text", "a", "--samples", "65536"], "samples: found 65536, expected 1 to 65535"),
    (["run", "--text", "a", "--weight-bits", "1"], "weight bits: found 1, expected 2 to 12"),
    (
      ["run", "--text", "a", "--activation-bits", "13"],
      "activation bits: found 13, expected 4 to 12"
    ),
    (
      ["run", "--text", "a", "--outlier-channels=-1"],
      "outlier channels: found -1, expected 0 to 64"
    ),
    (["run", "--text", "a", "--threads", "5000"], "threads: found 5000, expected 0 to 1024"),
    (["run", "--text", "a", "--draws", "loaded"], "independent"),
    (["run", "--text", "a", "--sample", "3"], "--samples"),
    (["run"], "no text: give --text TEXT or --input FILE"),
    (["frobnicate"], "frobnicate"),
  ])
  func usageErrorsExitWith64(arguments: [String], message: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 64)
    #expect(result.error.contains(message), "\(result.error)")
    #expect(result.output.isEmpty)
  }

  @Test func aMissingModelNamesTheFolder() throws {
    let result = try Tool.run(["run", "/nonexistent/model", "--text", "a"])
    #expect(result.status == 65)
    #expect(result.error.contains("/nonexistent/model"))
  }

  @Test func anUnknownChipListsTheKnownOnes() throws {
    let result = try Tool.run(["run", "--text", "a", "--hardware", "abacus"])
    #expect(result.status == 65)
    #expect(result.error.contains("abacus") && result.error.contains("ceas-ising-5w"))
  }

  @Test func invalidUTF8NamesFileAndLine() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("texts.txt")
      try Data([0x61, 0x0A, 0xFF, 0x62]).write(to: file)
      let result = try Tool.run(["run", "--input", file.path])
      #expect(result.status == 65)
      #expect(result.error.contains("texts.txt:2"))
    }
  }

  @Test func anUnwritableOutIsRefusedBeforeWork() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("taken")
      try Data("keep me".utf8).write(to: file)
      let result = try Tool.run(["run", "/nonexistent", "--text", "a", "--out", file.path])
      #expect(result.status == 65)
      #expect(result.error.contains(file.path))
      #expect(try String(contentsOf: file, encoding: .utf8) == "keep me")
    }
  }

  @Test func anEmptyOutIsRefused() throws {
    let result = try Tool.run(["run", "/nonexistent", "--text", "a", "--out", ""])
    #expect(result.status == 65)
    #expect(result.error.contains("result folder: found an empty name"))
  }

  @Test func aTildeInOutIsAName() throws {
    // A shell has expanded what it should; the tool runs in the package's root.
    let name = ModelFolder.packageRoot.path + "/~"
    defer { try? FileManager.default.removeItem(atPath: name) }
    let result = try Tool.run(["run", "/nonexistent", "--text", "a", "--out", "~"])
    #expect(result.status == 65)
    #expect(FileManager.default.fileExists(atPath: name))
  }

  @Test func aClosedStandardErrorKeepsTheExitCode() throws {
    let tool = try #require(Tool.url)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" run /nonexistent --text a 2>&-", tool.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 65)
  }

  @Test func aTakenNameIsRefusedBeforeWork() throws {
    try withTemporaryFolder { folder in
      let taken = folder.appendingPathComponent("report.html", isDirectory: true)
      try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
      let result = try Tool.run(["run", "/nonexistent", "--text", "a", "--out", folder.path])
      #expect(result.status == 65)
      #expect(result.error.contains("report.html: is a folder"), "\(result.error)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
    }
  }

  @Test func specListShowCheck() throws {
    let list = try Tool.run(["spec", "list"])
    #expect(list.status == 0)
    for name in ["ceas-ising-5w", "extropic-z1", "h200-sxm"] {
      #expect(list.output.contains(name))
      #expect(try Tool.run(["spec", "show", name]).status == 0)
    }
    let check = try Tool.run(["spec", "check", "ceas-ising-5w", "extropic-z1", "a100-sxm"])
    #expect(check.status == 0)
    #expect(check.output.contains("extropic-z1: sound"))
    #expect(check.output.contains("no price for"))
    let json = try Tool.run(["spec", "check", "extropic-z1", "--json"])
    #expect(json.status == 0 && json.output.contains("\"missing_prices\": ["))
  }

  @Test func specCheckNamesLineAndKey() throws {
    try withTemporaryFolder { folder in
      let yaml = try Tool.run(["spec", "show", "ceas-ising-5w", "--yaml"]).output
      let file = folder.appendingPathComponent("mine.yaml")
      func check(_ text: String, _ expected: String) throws {
        try Data(text.utf8).write(to: file)
        let result = try Tool.run(["spec", "check", file.path])
        #expect(result.status == 65)
        #expect(result.error.contains(expected), "\(result.error)")
        #expect(result.error.contains("mine.yaml:"))
      }
      try check(yaml + "\nsurprise: 1\n", "surprise")
      try check(yaml.replacing("value: 2, unit: fJ", with: "value: 2, unit: W"), "agent_update")
      try check(
        yaml.replacing("linear_tiles: {value: 1024", with: "linear_tiles: {value: -1024"),
        "linear_tiles")
    }
  }
}

@Suite("Runs of the real model", .enabled(if: isBuilt && hasModel, "run make model first"))
struct ModelCommandTests {
  private func embeddings(_ document: [String: Any]) -> [[Double]] {
    let outputs = document["outputs"] as? [[String: Any]] ?? []
    return outputs.map { $0["embedding"] as? [Double] ?? [] }
  }

  @Test func theDocumentHoldsWhatItPromises() throws {
    let document = try Tool.json([
      "run", model, "--text", "A cat sleeps.", "A dog barks.", "--samples", "16",
    ])
    #expect(document["schema"] as? String == "ising-npu-run/1")
    for key in [
      "provenance", "model", "hardware", "settings", "accuracy", "npu", "twin", "reference",
      "outputs", "warnings",
    ] {
      #expect(document[key] != nil, "\(key)")
    }
    let outputs = try #require(document["outputs"] as? [[String: Any]])
    #expect(outputs.count == 2)
    #expect((outputs[0]["token_ids"] as? [Int]) == [101, 1037, 4937, 25126, 1012, 102])
    #expect((outputs[0]["embedding"] as? [Double])?.count == 384)
    #expect((outputs[0]["reference_embedding"] as? [Double])?.count == 384)
  }

  @Test func sameBitsOnAnyThreadsAndInAnyBatch() throws {
    let texts = ["The sea is calm tonight.", "", "Energy is conserved.", "Tiles hold couplings."]
    let settings = ["--samples", "32", "--seed", "7"]
    let one = embeddings(
      try Tool.json(["run", model, "--text"] + texts + settings + ["--threads", "1"]))
    let two = embeddings(
      try Tool.json(["run", model, "--text"] + texts + settings + ["--threads", "2"]))
    #expect(one.count == 4)
    #expect(one == two)
    let alone = embeddings(try Tool.json(["run", model, "--text", texts[2]] + settings))
    #expect(alone == [one[2]])
    let seeded = embeddings(
      try Tool.json(["run", model, "--text", texts[2], "--samples", "32", "--seed", "8"]))
    #expect(seeded != [one[2]])
  }

  @Test func anEmptyTextIsTwoTokensAndALongOneIsCut() throws {
    let long = Array(repeating: "word", count: 10_000).joined(separator: " ")
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("texts.json")
      try JSONSerialization.data(withJSONObject: ["", long]).write(to: file)
      let document = try Tool.json([
        "run", model, "--input", file.path, "--fidelity", "expectation",
      ])
      let outputs = try #require(document["outputs"] as? [[String: Any]])
      #expect((outputs[0]["token_ids"] as? [Int]) == [101, 102])
      #expect((outputs[1]["token_ids"] as? [Int])?.count == 256)
      let warnings = try #require(document["warnings"] as? [String])
      #expect(warnings.contains { $0.contains("10002 tokens") })
    }
  }

  @Test func aMissingPricePrintsNoJoulesAndNamesIt() throws {
    try withTemporaryFolder { folder in
      let yaml = try Tool.run(["spec", "show", "ceas-ising-5w", "--yaml"]).output
      let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
      let file = folder.appendingPathComponent("unpriced.yaml")
      // Without a node nothing follows that is not stated.
      let technology = ["technology:", "  node:", "  transistor:", "  supply:"]
      let rest = lines.filter { line in !technology.contains { line.hasPrefix($0) } }
      #expect(rest.count == lines.count - technology.count)
      try Data(rest.joined(separator: "\n").utf8).write(to: file)
      let arguments = ["run", model, "--text", "A cat sleeps.", "--samples", "16"]
      let unpriced = try Tool.json(arguments + ["--hardware", file.path])
      let machine = try #require(unpriced["npu"] as? [String: Any])
      #expect(machine["energy_J"] is NSNull)
      let missing = try #require(machine["missing_prices"] as? [String])
      #expect(missing.contains("coupling_evaluation") && !missing.contains("agent_update"))
      let terminal = try Tool.run(arguments + ["--hardware", file.path])
      #expect(terminal.status == 0)
      #expect(terminal.output.contains("coupling_evaluation"))
      // Prices never change results.
      #expect(embeddings(unpriced) == embeddings(try Tool.json(arguments)))
    }
  }

  /// The correction of the schedule is told for runs like those it was fitted to, and for no others.
  @Test(arguments: [
    ([], true), (["--draws", "independent"], false), (["--samples", "2"], false),
    (["--attention", "potts"], false), (["--fidelity", "expectation"], false),
    (["--hardware", "crossbar-z1-prices"], false), (["--hardware", "digital-pbit-22nm"], true),
    (["--text", "A cat sleeps."], false),
  ])
  func theCorrectionOfTheScheduleHasItsDomain(_ options: [String], _ isTold: Bool) throws {
    // 24 tokens, unless the options have another text.
    let text = [
      "--text",
      "The new processor keeps its weights in place, and uses very little power while it draws all of its samples.",
    ]
    let run = try Tool.json(["run", model] + (options.contains("--text") ? [] : text) + options)
    let tokens = (run["outputs"] as? [[String: Any]])?.first?["token_ids"] as? [Int]
    #expect(options.contains("--text") || (22...26).contains(tokens?.count ?? 0))
    let machine = try #require(run["npu"] as? [String: Any])
    #expect((machine["event_correction"] != nil) == isTold)
  }

  @Test func zOneRefusesTheMapping() throws {
    let result = try Tool.run(["compile", model, "--hardware", "extropic-z1"])
    #expect(result.status == 65)
    #expect(result.error.contains("layer0.query"))
    #expect(result.error.contains("needs 384 couplings an agent"))
    #expect(result.error.contains("short by 368"))
  }

  @Test func filesGoToTheFolder() throws {
    try withTemporaryFolder { folder in
      let out = folder.appendingPathComponent("deep/results")
      let result = try Tool.run([
        "run", model, "--text", "A cat sleeps.", "--samples", "16", "--out", out.path,
      ])
      #expect(result.status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
      #expect(names.contains("summary.json"))
      // Nothing but the list of what the run wrote.
      #expect(names.filter { $0.hasPrefix(".ising-npu") } == [".ising-npu-files"])
      let summary = try Data(contentsOf: out.appendingPathComponent("summary.json"))
      #expect(try JSONSerialization.jsonObject(with: summary) is [String: Any])
    }
  }
}
