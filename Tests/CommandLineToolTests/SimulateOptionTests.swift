import Foundation
import IsingTestSupport
import Testing

/// Options of `simulate` that a program of agents could only ignore are refused by name.
@Suite("simulate's options") struct SimulateOptionTests {
  @Test(arguments: [
    (["--samples", "8"], "--samples"), (["--draws", "systematic"], "--draws"),
    (["--model", "."], "--model"), (["--text", "a"], "--text"),
    (["--die", "2", "--fidelity", "sampled"], "die"), (["--print", "--csv"], "print"),
    (["--list", "--csv"], "list"),
    (["--set", "reads=10", "--set", "reads=20"], "--set: found reads twice"),
  ])
  func refused(_ arguments: [String], _ name: String) throws {
    let result = try Tool.run(["simulate", "and-gate"] + arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.contains(name), "\(result.error)")
  }

  @Test func tooManyReplicas() throws {
    let result = try Tool.run(["simulate", "and-gate", "--replicas", "100000"])
    #expect(
      result.error.contains(
        "reads 9000000000 states, expected at most 2147483648: read less often, or fewer agents or replicas"
      ),
      "\(result.error)")
    let laws = try Tool.run(["control", "laws", "--n", "3000", "--rows", "20000"])
    #expect(laws.status == 64 && laws.error.contains("n × rows: found 60000000"))
  }

  /// What differs from the defaults is said, parameters of the program and β too; all are in `settings`.
  @Test(arguments: [
    (["factoriser", "--set", "product=6"], "product 6, all else by default", "product", 6.0),
    (["and-gate", "--beta", "2"], "last beta 2.0, all else by default", "last_beta", 2),
    (["and-gate", "--set", "reads=10000"], "all settings are the defaults", "reads", 10000),
  ])
  func settings(_ arguments: [String], _ line: String, _ key: String, _ value: Double) throws {
    let text = try Tool.run(["simulate"] + arguments)
    #expect(
      text.output.split(separator: "\n").contains { $0 == line }, "\(text.output)\(text.error)")
    let settings = try Tool.json(["simulate"] + arguments)["settings"] as? [String: Any]
    #expect((settings?[key] as? NSNumber)?.doubleValue == value, "\(settings ?? [:])")
  }

  /// A model behind a list of texts is none of them, and the advice is that of the command.
  @Test func swallowedModels() throws {
    try withTemporaryFolder { folder in
      let model = folder.path
      try "{}".write(
        to: folder.appending(path: "config.json"), atomically: true, encoding: .utf8)
      for (arguments, advice) in [
        (["simulate", "--prompt", "hi", model], "\(model) --prompt …"),
        (["control", "trace", "--text", "hi", model], "--model \(model)"),
        (["tokenize", "hello", model], "\(model) -- hello"),
        (["run", "--text", "hi", model], "\(model) --text …"),
      ] {
        let result = try Tool.run(arguments)
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(
          result.error.contains("found \(model), the folder of a model")
            && result.error.contains(advice), "\(result.error)")
      }
    }
  }
}
