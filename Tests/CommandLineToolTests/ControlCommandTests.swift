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
    let multipliers = presets.compactMap { $0["multiplier_at_start"] as? Double }
    #expect(multipliers.count == 3 && multipliers.allSatisfy { $0 < -1.49 })
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
    try withTemporaryFolder { folder in
      let out = folder.appending(path: "out").path
      let page = folder.appending(path: "page.html").path
      let result = try Tool.run(["control", "--steps", "8", "--out", out, "--html", page, "--csv"])
      #expect(result.status == 0 && result.output.hasPrefix("head,log_n"))
      let names = try Set(FileManager.default.contentsOfDirectory(atPath: out))
      for name in ["summary.json", "heads.csv", "steps.csv", "corridor.png", "starts.svg"] {
        #expect(names.contains(name), "\(name)")
      }
      let steps = try String(contentsOfFile: out + "/steps.csv", encoding: .utf8)
      #expect(steps.split(separator: "\n").count == 1 + 4 * 9)
      let second = folder.appending(path: "laws").path
      #expect(try Tool.run(["control", "laws", "--rows", "8", "--out", second]).status == 0)
      #expect(FileManager.default.fileExists(atPath: second + "/sensors.csv"))
    }
  }

  /// What differs is told, and lines fit a terminal of 100 columns.
  @Test(arguments: [
    ["control", "laws"], ["control", "tables"], ["control"], ["simulate", "and-gate"],
  ]) func linesFit(_ arguments: [String]) throws {
    let output = try Tool.run(arguments).output
    for line in output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(output.count > 400)
  }

  @Test func whatDiffers() throws {
    let usual = try Tool.run(["control"]).output.split(separator: "\n")
    #expect(usual.count > 1 && usual[1] == "all settings are the defaults")
    let other = try Tool.run(["control", "--steps", "8", "--controller", "kalman"]).output
    #expect(other.contains("\ncontroller kalman, steps 8, all else by default\n"))
  }

  /// No head in the corridor: the picture of steps into it is left out, and the text is whole.
  @Test(arguments: [[], ["--steps", "1"]]) func noneSettled(_ others: [String]) throws {
    try withTemporaryFolder { folder in
      let page = folder.appending(path: "page.html").path
      let result = try Tool.run(
        ["control", "trace", "--controller", "printed", "--html", page] + others)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.contains("none of 4 heads settled"))
      let text = try String(contentsOfFile: page, encoding: .utf8)
      #expect(text.contains("β√d at the end") && !text.contains("steps into the corridor<"))
    }
  }

  /// Entropies at the textbook's β and deviations of scores against a float64 study of the same weights, and every start
  /// into the band within 12 steps on real rows, wherever a head has one.
  @Test(
    .enabled(if: ModelFolder.url != nil, "run make model first"),
    arguments: [0, 3])
  func model(sentence: Int) throws {
    let text =
      sentence == 0
      ? "A cat sleeps on the warm windowsill."
      : "The central bank raised interest rates by a quarter point on Wednesday, citing stubborn inflation and a tight labour market."
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/minilm-attention.csv")
    let expected = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").compactMap { Double($0) } }
      .filter { $0[0] == Double(sentence) }
    #expect(expected.count == 72)
    for start in ["1", "0.01", "0.1", "10"] {
      let document = try Tool.json(["control", "--text", text, "--start", start, "--steps", "14"])
      #expect((document["most_steps_into_band"] as? Int ?? 99) <= 12, "from \(start)/√d")
      guard start == "1" else { continue }
      let heads = list(document["heads"])
      #expect(heads.count == 72)
      for row in expected {
        let head = try #require(
          heads.first {
            $0["layer"] as? Double == row[1] && $0["head"] as? Double == row[2]
          })
        let entropy = try #require((head["entropy"] as? [Double])?.first)
        // Six digits in the file, float32 in queries and keys: scores of 50 nats move H by some 10⁻⁴ nats.
        #expect(abs(entropy - row[3]) < 2e-4 * max(1, row[3]), "\(row)")
        #expect(abs((head["textbook_beta"] as? Double ?? 0) - row[5]) < 1e-6)
      }
    }
  }

  private static let mistakes: [(arguments: [String], status: Int32)] = [
    (["--steps", "0"], 64), (["--n", "1"], 64), (["--variance", "-1"], 64),
    (["--start", "nan"], 64), (["--sensor", "counts"], 64), (["--samples", "70000"], 64),
    (["--filtered", "--controller", "kalman"], 64), (["laws", "--gap", "0"], 64),
    (["laws", "--rows", "0"], 64), (["--model", "/nowhere", "--text", "a"], 65),
    (["--model", "/nowhere"], 65), (["--heads", "9999999"], 64),
  ]

  @Test(arguments: mistakes)
  func errors(arguments: [String], status: Int32) throws {
    let result = try Tool.run(["control"] + arguments)
    #expect(result.status == status, "\(arguments): \(result.error)")
    #expect(!result.error.isEmpty)
  }
}
