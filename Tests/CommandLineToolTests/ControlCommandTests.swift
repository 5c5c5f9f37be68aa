import Foundation
import IsingTestSupport
import Testing

/// `ising-npu control`.
@Suite(.enabled(if: Tool.url != nil, "no built tool beside the tests")) struct ControlCommandTests {
  private func list(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

  @Test func tables() throws {
    let document = try Tool.json(["control", "tables"])
    let rows = list(document["tables"]).flatMap { table in
      list(table["rows"]).map { (table["name"] as? String ?? "", $0) }
    }
    #expect(rows.count > 60)
    let mix = try #require(rows.first { $0.1["label"] as? String == "saving of the mix" }).1
    #expect(mix["printed"] as? Double == 50 && mix["agrees"] as? Bool == false)
    #expect(abs((mix["computed"] as? Double ?? 0) - 46.07) < 0.01)
    let hours = rows.filter { $0.0 == "GPU hours" }.map(\.1)
    #expect(hours.map { $0["agrees"] as? Bool } == [false, false, true, false, false])
    #expect(try Tool.run(["control", "tables"]).output.contains("×1495"))
    #expect(try Tool.run(["control", "tables", "--csv"]).output.hasPrefix("table,label,printed"))
  }

  @Test func laws() throws {
    let document = try Tool.json(["control", "laws", "--n", "512", "--d", "32", "--variance", "50"])
    let values = list(document["beta_star"])
    #expect(
      values.compactMap { $0["derivation"] as? String } == [
        "kl", "extreme-value gap", "free energy", "target entropy", "variance", "susceptibility",
        "newton",
      ])
    // √(2 ln N)/σ with the rows' own σ, near √(2 ln 512)/√50.
    let freeEnergy = try #require(values[2]["value"] as? Double)
    #expect(abs(freeEnergy / (2 * log(512.0) / 50).squareRoot() - 1) < 0.02)
    let presets = list(document["presets"])
    #expect(
      presets.map { ($0["multiplier_at_start"] as? Double ?? 0).rounded() } == [-2, -2, -2]
        || presets.allSatisfy { ($0["multiplier_at_start"] as? Double ?? 0) < -1 })
    #expect(list(document["sensors"]).count == 7)
  }

  /// The corrected controller reaches the corridor from both ends in 12 steps; the printed one does not.
  @Test func trace() throws {
    for start in ["0.01", "10"] {
      let document = try Tool.json(["control", "--start", start, "--steps", "20"])
      #expect(document["heads_in_band"] as? Int == 4)
      #expect((document["most_steps_into_band"] as? Int ?? 99) <= 12)
      let heads = list(document["heads"])
      #expect((heads[0]["beta"] as? [Double])?.count == 21)
      #expect(list(heads[0]["beta_star"]).count == 7)
    }
    let printed = try Tool.json(
      ["control", "trace", "--controller", "printed", "--start", "1", "--steps", "100"])
    let settled = list(printed["heads"]).filter { $0["steps_to_settle"] is Int }
    #expect(settled.isEmpty)
    let sampled = try Tool.json(
      ["control", "--samples", "64", "--gain-error", "0.3", "--aim", "own", "--sensor", "counts"])
    #expect(list(sampled["heads"]).allSatisfy { $0["gain"] as? Double != 1 })
  }

  @Test func files() throws {
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "out").path
    let page = folder.url.appending(path: "page.html").path
    let result = try Tool.run(["control", "--steps", "8", "--out", out, "--html", page, "--csv"])
    #expect(result.status == 0 && result.output.hasPrefix("head,log_n"))
    let names = try Set(FileManager.default.contentsOfDirectory(atPath: out))
    for name in ["summary.json", "heads.csv", "steps.csv", "corridor.png", "starts.svg"] {
      #expect(names.contains(name), "\(name)")
    }
    let steps = try String(contentsOfFile: out + "/steps.csv", encoding: .utf8)
    #expect(steps.split(separator: "\n").count == 1 + 4 * 9)
    let second = folder.url.appending(path: "laws").path
    #expect(try Tool.run(["control", "laws", "--rows", "8", "--out", second]).status == 0)
    #expect(FileManager.default.fileExists(atPath: second + "/sensors.csv"))
  }

  @Test func model() throws {
    guard ModelFolder.url != nil else { return }
    let document = try Tool.json(
      [
        "control", "--text", "The quick brown fox jumps over the lazy dog by the river.", "--start",
        "0.01",
      ]
    )
    #expect(list(document["heads"]).count == 72)
    #expect((document["most_steps_into_band"] as? Int ?? 99) <= 12)
  }

  @Test(
    arguments: [
      (["--steps", "0"], 64), (["--n", "1"], 64), (["--variance", "-1"], 64),
      (["--start", "nan"], 64), (["--sensor", "counts"], 64), (["--samples", "70000"], 64),
      (["--filtered", "--controller", "kalman"], 64), (["laws", "--gap", "0"], 64),
      (["laws", "--rows", "0"], 64), (["--model", "/nowhere", "--text", "a"], 65),
      (["--model", "/nowhere"], 64), (["--heads", "9999999"], 64),
    ])
  func errors(arguments: [String], status: Int32) throws {
    let result = try Tool.run(["control"] + arguments)
    #expect(result.status == status, "\(arguments): \(result.error)")
    #expect(!result.error.isEmpty)
  }
}
