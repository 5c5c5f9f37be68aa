import Foundation
import IsingTestSupport
import Testing

/// Formats of problems in `ising-npu anneal` and `ising-npu convert`.
@Suite(.enabled(if: Tool.url != nil)) struct AnnealFormatTests {
  /// The best of a run on a text.
  private func best(
    _ text: String, name: String, _ options: [String] = []
  ) throws -> [String: Any] {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      let document = try Tool.json(["anneal", file.path, "--sweeps", "50"] + options)
      return try #require(document["best"] as? [String: Any], "\(document)")
    }
  }

  @Test(arguments: [[], ["--no-presolve"]])
  func couplingsHaveThisProgramsSigns(_ options: [String]) throws {
    // E = −s₀s₁ + 2 s₁s₂ − 0.5 s₀: the fields want s₀ = +1, then s₁ = +1, s₂ = −1.
    let best = try best("0 1 1\n1 2 -2\n0 0.5\n", name: "x.couplings", options)
    #expect(best["spins"] as? [Int] == [1, 1, -1] && best["energy"] as? Double == -3.5)
    #expect(best["cut"] is NSNull && best["objective"] as? Double == -3.5)
  }

  @Test(arguments: [[], ["--no-presolve"]])
  func quboHasItsOffset(_ options: [String]) throws {
    // −x₀ − x₁ + 3 x₀x₁ − 2 x₂: the least is −3.
    let text = "p qubo 0 3 3 1\n0 0 -1\n1 1 -1\n2 2 -2\n0 1 3\n"
    let best = try best(text, name: "x.qubo", options)
    #expect(best["energy"] as? Double == -3)
    let spins = try #require(best["spins"] as? [Int])
    #expect(spins[0] + spins[1] == 0 && spins[2] == 1)
    // x of the file beside this program's spins.
    #expect(best["state"] as? [Int] == spins.map { ($0 + 1) / 2 })
  }

  /// Edges without a word of what they are: with the kind by name they are a cut. 3 of the edges of a triangle with
  /// weights 1, 2, 4 and a pendant of −1: the cut leaves out the 1, and the pendant stays.
  @Test func coordinateListsAreCuts() throws {
    let text = "0 1 1\n1 2 2\n0 2 4\n2 3 -1\n"
    let best = try best(text, name: "x.coo", ["--kind", "max-cut"])
    #expect(best["cut"] as? Double == 6)
    let spins = try #require(best["spins"] as? [Int])
    #expect(best["state"] as? [Int] == spins && spins[0] == spins[1] && spins[2] == spins[3])
    let linear = try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("x.coo")
      try Data("0 1 1\n1 1 2\n".utf8).write(to: file)
      return try Tool.run(["anneal", file.path, "--kind", "max-cut"])
    }
    #expect(linear.status == 65)
    #expect(
      linear.error.contains(
        "x.coo:2: found the linear term 2.0 of variable 1, which a cut does not contain"),
      "\(linear.error)")
  }

  @Test func dimodSignsAreOpposite() throws {
    let best = try best("# vartype=SPIN\n0 1 1\n0 0 1\n", name: "x.coo")
    #expect(best["spins"] as? [Int] == [-1, 1] && best["energy"] as? Double == -2)
  }

  @Test func kindsOfMatrices() throws {
    let text = "%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n2 1 1.5\n"
    let cut = try best(text, name: "x.mtx", ["--kind", "max-cut"])
    #expect(cut["cut"] as? Double == 1.5)
    let ising = try best(text, name: "x.mtx", ["--kind", "ising"])
    #expect(ising["energy"] as? Double == -1.5)
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("x.rud")
      try Data("2 1\n1 2 1\n".utf8).write(to: file)
      let result = try Tool.run(["anneal", file.path, "--kind", "qubo"])
      #expect(result.status == 65 && result.error.contains("expected qubo"), "\(result.error)")
      let unknown = try Tool.run(["anneal", file.path, "--kind", "maxcut"])
      #expect(unknown.status == 64 && unknown.error.contains("'max-cut'"), "\(unknown.error)")
    }
  }

  /// The largest xᵀQx of the 8 states is 6, and the energy that is made small its negative.
  @Test func maximisedValuesAreTheFiles() throws {
    let text = "3 5\n1 1 4\n2 2 3\n3 3 2\n1 2 -5\n2 3 -2\n"
    let best = try best(text, name: "m.txt", ["--format", "mqlib-qubo", "--no-presolve"])
    #expect(best["objective"] as? Double == 6 && best["energy"] as? Double == -6)
    #expect(best["spins"] as? [Int] == [1, -1, 1] && best["cut"] is NSNull)
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("m.txt")
      try Data(text.utf8).write(to: file)
      let refused = try Tool.run(["anneal", file.path])
      #expect(refused.status == 65 && refused.error.contains("m.txt:2"), "\(refused.error)")
      let report = try Tool.run(["anneal", file.path, "--format", "mqlib-qubo", "--target", "6"])
      #expect(report.output.contains("best objective 6 (energy -6)"), "\(report.output)")
      #expect(!report.output.contains("was not reached"))
    }
  }

  /// Costs of hundredths beside a penalty of 10¹²: J and h cannot tell the three states apart, the file's
  /// own numbers can.
  @Test func penaltiesHideNoDigits() throws {
    let text = """
      c offset : 1000000000000
      p qubo 0 3 3 3
      0 0 -999999999999.875
      1 1 -999999999999.9375
      2 2 -999999999999.75
      0 1 2000000000000
      0 2 2000000000000
      1 2 2000000000000

      """
    let best = try best(text, name: "p.qubo", ["--no-presolve"])
    #expect(best["energy"] as? Double == 0.0625 && best["states"] as? Int == 1)
    #expect(best["spins"] as? [Int] == [-1, 1, -1])
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("p.qubo")
      try Data(text.utf8).write(to: file)
      let document = try Tool.json(["anneal", file.path, "--sweeps", "50", "--no-presolve"])
      let levels = try #require(document["reads"] as? [[String: Any]])
      #expect(
        levels.compactMap { $0["energy"] as? Double }.allSatisfy {
          [0.0625, 0.125, 0.25].contains($0)
        })
    }
  }

  @Test func treesAreSolvedBeforeAnyRead() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("tree.txt")
      try Data("4 3\n1 2 1\n2 3 -1\n2 4 2\n".utf8).write(to: file)
      let out = folder.appendingPathComponent("out")
      let document = try Tool.json(["anneal", file.path, "--out", out.path])
      #expect(document["stopped_by"] as? String == "presolve")
      let best = try #require(document["best"] as? [String: Any])
      #expect(best["cut"] as? Double == 3 && best["proved_optimal"] as? Bool == true)
      let presolve = try #require(document["presolve"] as? [String: Any])
      #expect(presolve["solved"] as? Bool == true && presolve["spins_removed"] as? Int == 4)
      #expect(document["success"] is NSNull)
      let report = try String(
        contentsOf: out.appendingPathComponent("report.txt"), encoding: .utf8)
      #expect(report.contains("proved optimal"), "\(report)")
      let set = try Data(contentsOf: out.appendingPathComponent("sampleset.json"))
      let samples = try #require(JSONSerialization.jsonObject(with: set) as? [String: Any])
      #expect(samples["num_rows"] as? Int == 1)
    }
  }

  @Test func sampleSetHoldsAllReads() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try AnnealProblem.random(40, weights: 9, seed: 4).write(to: file)
      let out = folder.appendingPathComponent("out")
      let document = try Tool.json(
        ["anneal", file.path, "--reads", "100", "--sweeps", "20", "--out", out.path])
      let data = try Data(contentsOf: out.appendingPathComponent("sampleset.json"))
      let set = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(set["type"] as? String == "SampleSet" && set["num_rows"] as? Int == 100)
      let vectors = try #require(set["vectors"] as? [String: [String: Any]])
      let energies = try #require(vectors["energy"]?["data"] as? [Double])
      #expect(energies == energies.sorted() && energies.count == 100)
      let best = try #require(document["best"] as? [String: Any])
      #expect(energies.first == best["energy"] as? Double)
    }
  }

  @Test(arguments: ["qubo", "coo", "bqm", "json", "mtx", "couplings"])
  func conversionKeepsTheObjective(_ ending: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      let problem = AnnealProblem.random(12, weights: 9, seed: 4)
      try problem.write(to: file)
      let other = folder.appendingPathComponent("other." + ending)
      let result = try Tool.run(["convert", file.path, other.path])
      #expect(result.status == 0 && result.output.contains("12 spins"), "\(result.error)")
      let document = try Tool.json(["anneal", other.path])
      let best = try #require(document["best"] as? [String: Any], "\(ending)")
      let energy = Double(problem.totalWeight - 2 * problem.maximumCut)
      #expect(best["energy"] as? Double == energy, "\(ending)")
    }
  }

  @Test func conversionsThatCannotBe() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try AnnealProblem.moebiusLadder(8).write(to: file)
      let out = folder.appendingPathComponent("other.xyz").path
      for (options, status, words) in [
        ([out], 64, "says no format"), ([out, "--to", "qbo"], 64, "'qubo'"),
        ([out, "--to", "qubo", "--from", "rudi"], 64, "'rudy'"),
        (["/nowhere/x.qubo"], 65, "/nowhere"), ([out, "--to", "coo", "--from", "bqm"], 65, "bqm"),
      ] as [([String], Int32, String)] {
        let result = try Tool.run(["convert", file.path] + options)
        #expect(result.status == status, "\(options): \(result.error)")
        #expect(
          result.error.lowercased().contains(words), "\(options): \(result.error)")
        #expect(!FileManager.default.fileExists(atPath: out))
      }
    }
  }
}
