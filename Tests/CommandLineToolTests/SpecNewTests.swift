import Foundation
import IsingTestSupport
import Testing

/// `spec new`, tables and dies through the command.
@Suite("Chips of one's own", .enabled(if: Tool.url != nil, "build the product ising-npu first"))
struct SpecNewTests {
  @Test func aNewDescriptionIsSoundAndNeverOverwrites() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("mine.yaml").path
      let arguments = ["spec", "new", "mine", "--out", file, "--set", "timing.clock=0.5 GHz"]
      let made = try Tool.run(arguments)
      #expect(made.status == 0 && made.output.contains(file))
      #expect(try Tool.run(["spec", "check", file]).output.contains("sound"))
      let show = try Tool.run(["spec", "show", file]).output
      #expect(show.contains("500 MHz") && show.contains("stated to spec new"))
      let again = try Tool.run(arguments)
      #expect(again.status == 65 && again.error.contains("mine.yaml: exists"))
      let printed = try Tool.run(["spec", "new", "mine"])
      #expect(printed.status == 0 && printed.output.contains("\nname: \"mine\"\n"))
    }
  }

  @Test(arguments: [
    (["a b"], "name: found `a b`"), (["1x"], "name: found `1x`"), (["é"], "name: found `é`"),
    (["ceas-ising-5w"], "which `spec list` has"), (["x", "--from", "abacus"], "abacus"),
    (["x", "--from", "h100-sxm", "--set", "timing.clock=2 GHz"], "timing.clock: found an unknown"),
    (["x", "--set", "timing.clock"], "set: found `timing.clock`"),
    (["x", "--set", "timing.clok=2"], "timing.clok: found an unknown key"),
    (["x", "--set", "timing.clock=2 kg"], "set: found"),
    (["x", "--set", "timing.clock=2 GHz", "--set", "timing.clock=3 GHz"], "twice"),
    (["x", "--out", ""], "found an empty name"),
    (["x", "--out", "no/such/folder/x.yaml"], "no/such/folder"),
  ])
  func whatCannotBeMadeIsRefused(_ arguments: [String], _ message: String) throws {
    let result = try Tool.run(["spec", "new"] + arguments)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.error.contains(message), "\(result.error)")
  }

  @Test(arguments: [
    (["--dies", "4"], "dies: found fidelity sampled, expected event"),
    (["--die", "4"], "die: found fidelity sampled, expected event"),
    (["--dies", "1", "--fidelity", "event"], "dies: found 1, expected 2 to 100000"),
    (["--dies", "4", "--die", "2", "--fidelity", "event"], "die: found it with --dies"),
    (["--yield-cosine", "0.9"], "yield cosine: found it without --dies"),
    (
      ["--dies", "4", "--fidelity", "event", "--yield-cosine", "2"],
      "yield cosine: found 2.0, expected -1 to 1"
    ),
  ])
  func optionsOfDies(_ arguments: [String], _ message: String) throws {
    let result = try Tool.run(["run", "--text", "a"] + arguments)
    #expect(result.status == 64)
    #expect(result.error.contains(message), "\(result.error)")
  }

  @Test func aWrongTableIsNamedWithLineAndColumn() throws {
    try withTemporaryFolder { folder in
      let yaml = try Tool.run([
        "spec", "new", "mine", "--set",
        "devices.table=\(ModelFolder.packageRoot.path)/docs/examples/p-bit.csv",
      ]).output.replacing(/value: "[^"]*p-bit.csv"/, with: "value: t.csv")
      let file = folder.appendingPathComponent("mine.yaml")
      try Data(yaml.utf8).write(to: file)
      let table = folder.appendingPathComponent("t.csv")
      try Data("field,probability\n-1,0.4\n1,0.3\n2,1.2\n".utf8).write(to: table)
      let bad = try Tool.run(["spec", "check", file.path])
      #expect(bad.status == 65)
      #expect(
        bad.error.contains("t.csv:4: column 2 (probability): found 1.2, expected 0 to 1"),
        "\(bad.error)")
      try Data("field,probability\n-1,0.4\n1,0.3\n2,0.9\n".utf8).write(to: table)
      let odd = try Tool.run(["spec", "check", file.path])
      #expect(odd.status == 0 && odd.output.contains("warning"), "\(odd.output)")
    }
  }

  /// A run on a measured device says so, and event without variation says that, too.
  @Test(.enabled(if: ModelFolder.url != nil, "fetch the model first"))
  func aRunNamesWhatDevicesDo() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("mine.yaml").path
      let table = "\(ModelFolder.packageRoot.path)/docs/examples/p-bit.csv"
      let made = try Tool.run([
        "spec", "new", "mine", "--out", file, "--set", "devices.table=\(table)", "--set",
        "devices.field_noise=0.1",
      ])
      #expect(made.status == 0, "\(made.error)")
      let model = ModelFolder.url?.path ?? ""
      let arguments = ["run", model, "--hardware", file, "--text", "A cat.", "--samples", "8"]
      let document = try Tool.json(arguments)
      let warnings = document["warnings"] as? [String] ?? []
      #expect(
        warnings.contains { $0.hasPrefix("gaussian gates follow") && $0.contains("p-bit.csv") })
      #expect(warnings.contains { $0.contains("only --fidelity event follows") })
      #expect(document["dies"] is NSNull)
    }
  }
}
