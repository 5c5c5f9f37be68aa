import Foundation
import IsingTestSupport
import Testing

private let isBuilt = Tool.url != nil
private let hasModel = ModelFolder.url != nil
private var model: String { ModelFolder.url?.path ?? "" }

@Suite("validate and diff", .enabled(if: isBuilt, "build the product ising-npu first"))
struct ValidateCommandTests {
  @Test(arguments: [
    (["--target-cosine", "1.5"], "target-cosine: found 1.5, expected a number between 0 and 1"),
    (["--floor-cosine", "0"], "floor-cosine: found 0.0"),
    (["--latency-target", "0"], "latency-target: found 0.0, expected a number above 0"),
    (["--delay-tolerance=-1"], "delay-tolerance: found -1.0"),
    (["--fidelity", "expectation"], "fidelity: found expectation, expected sampled or event"),
    (["--samples", "0"], "samples: found 0"),
  ])
  func usageErrorsExitWith64(arguments: [String], message: String) throws {
    let result = try Tool.run(["validate", "--text", "a"] + arguments)
    #expect(result.status == 64)
    #expect(result.error.contains(message), "\(result.error)")
  }

  @Test func badInputExitsWith65() throws {
    #expect(try Tool.run(["validate", "/nonexistent", "--text", "a"]).status == 65)
    #expect(try Tool.run(["validate", "--text", "a", "--hardware", "abacus"]).status == 65)
    #expect(try Tool.run(["diff", "/nonexistent", "/nonexistent"]).status == 65)
    #expect(try Tool.run(["diff", "/nonexistent"]).status == 64)
  }

  @Test(.enabled(if: hasModel, "run make model first"))
  func aSoundMappingExitsWith0() throws {
    try withTemporaryFolder { folder in
      let out = folder.appendingPathComponent("result").path
      let arguments = ["validate", model, "--text", "Energy", "--threads", "2"]
      let result = try Tool.run(arguments + ["--json", "--out", out])
      #expect(result.status == 0, "\(result.error)")
      let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let json = try #require(document as? [String: Any])
      #expect(json["schema"] as? String == "ising-npu-validate/1")
      #expect(json["passed"] as? Bool == true)
      let checks = try #require(json["checks"] as? [[String: Any]])
      let names = checks.compactMap { $0["name"] as? String }
      #expect(names.count == checks.count && names == names.sorted())
      for check in checks {
        for key in ["value", "limit", "margin", "passed", "unit", "detail", "bound", "figures"] {
          #expect(check[key] != nil, "\(key)")
        }
      }
      #expect(try Tool.run(["diff", out, out, "--exit-code"]).status == 0)
      let other = folder.appendingPathComponent("other").path
      let fails = try Tool.run(arguments + ["--samples", "4", "--out", other])
      #expect(fails.status == 1)
      #expect(fails.error == "ising-npu: 1 check failed: samples.cosine\n")
      #expect(fails.output.contains("✗  samples.cosine"))
      #expect(try Tool.run(["diff", out, other, "--exit-code"]).status == 1)
      let difference = try Tool.run(["diff", out, other])
      #expect(difference.status == 0)
      let first = try #require(difference.output.range(of: "checks that changed"))
      #expect(
        difference.output[first.upperBound...].split(separator: "\n")[1].split(separator: " ")
          == ["samples.cosine", "passed", "failed"])
    }
  }

  @Test(.enabled(if: hasModel, "run make model first"))
  func aModelThatDoesNotFitIsAFailedCheck() throws {
    let result = try Tool.run(
      ["validate", model, "--text", "Energy", "--hardware", "extropic-z1", "--json"])
    #expect(result.status == 1, "\(result.error)")
    #expect(result.error.contains("program.fits"))
    #expect(result.output.contains("\"name\": \"precision.floor\""))
  }

  @Test(.enabled(if: hasModel, "run make model first"))
  func aLoadedRaceCostsARealModelItsCosine() throws {
    try withTemporaryFolder { folder in
      let yaml = try Tool.run(["spec", "show", "ceas-ising-5w", "--yaml"]).output
      let file = folder.appendingPathComponent("loaded.yaml")
      let loaded = yaml.replacing("race_load: {value: 0.01", with: "race_load: {value: 1")
        .replacing("maximum_rate: {value: 1, unit: GHz", with: "maximum_rate: {value: 1, unit: THz")
      #expect(loaded != yaml)
      try Data(loaded.utf8).write(to: file)
      let result = try Tool.run(
        ["validate", model, "--text", "The cat sat on the mat.", "--hardware", file.path])
      #expect(result.status == 1)
      #expect(result.error.contains("race.collision-loss, race.collisions"))
    }
  }
}
