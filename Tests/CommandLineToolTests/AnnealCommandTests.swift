import Foundation
import IsingTestSupport
import Testing

/// `ising-npu anneal` as a process.
@Suite(.enabled(if: Tool.url != nil)) struct AnnealCommandTests {
  /// The document of a run on a problem.
  private func document(
    _ problem: AnnealProblem, _ options: [String]
  ) throws -> [String: Any] {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try problem.write(to: file)
      return try Tool.json(["anneal", file.path] + options)
    }
  }

  private func object(_ document: [String: Any], _ key: String) throws -> [String: Any] {
    try #require(document[key] as? [String: Any], "\(key) in \(document)")
  }

  @Test func documentHasTheKeysThatScriptsRelyOn() throws {
    let ladder = AnnealProblem.moebiusLadder(16)
    let document = try document(ladder, ["--reads", "100", "--sweeps", "100"])
    #expect(document["schema"] as? String == "ising-npu-anneal/1")
    let best = try object(document, "best")
    #expect(best["cut"] as? Double == 22 && best["energy"] as? Double == -20)
    #expect(best["objective"] as? Double == 22)
    #expect(ladder.cut(try #require(best["spins"] as? [Int])) == 22)
    #expect(document["time_to_best_s"] is Double && document["elapsed_s"] is Double)
    let rate = try object(document, "rate")
    #expect(try #require(rate["updates_per_ns"] as? Double) >= 0)
    let problem = try object(document, "problem")
    #expect(problem["kind"] as? String == "max-cut" && problem["spins"] as? Int == 16)
    #expect(problem["bonds"] as? Int == 24 && problem["offset"] as? Double == 0)
    #expect(try object(document, "method")["sweeps"] as? Int == 100)
    #expect(document["presolve"] is [String: Any] && document["warnings"] is [String])
    #expect(document["stopped_by"] as? String == "reads")
  }

  @Test func readsAreAsManyAsAsked() throws {
    let document = try document(
      .random(14, weights: 9, seed: 3), ["--reads", "100", "--sweeps", "20", "--no-presolve"])
    let levels = try #require(document["reads"] as? [[String: Any]])
    #expect(levels.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == 100)
    #expect(try object(document, "work")["reads"] as? Int == 100)
    let success = try object(document, "success")
    #expect(success["target_is"] as? String == "best")
    #expect(success["count"] as? Int == levels.first?["count"] as? Int)
    let p = try #require(success["probability"] as? Double)
    #expect(try #require(success["low"] as? Double) < p)
    let time = try object(document, "time_to_target_s")
    let read_s = try #require(time["read_s"] as? Double)
    let expected = p == 1 ? read_s : read_s * max(1, log(0.01) / log(1 - p))
    #expect(abs(try #require(time["value"] as? Double) / expected - 1) < 1e-9)
  }

  private static let methods = [
    "restarts", "annealing", "tempering", "population", "discrete-bifurcation",
    "ballistic-bifurcation",
    "oscillators",
  ]

  @Test(arguments: methods)
  func everyMethodFindsTheOptimumOfALadder(_ method: String) throws {
    let ladder = AnnealProblem.moebiusLadder(16)
    for threads in ["1", "2"] {
      let document = try document(
        ladder,
        [
          "--method", method, "--no-presolve", "--reads", "66", "--sweeps", "64", "--threads",
          threads,
        ])
      let best = try object(document, "best")
      #expect(best["cut"] as? Double == 22, "\(method)")
      #expect(ladder.cut(try #require(best["spins"] as? [Int])) == 22)
      #expect(try object(document, "work")["reads"] as? Int == 66)
    }
  }

  @Test(arguments: methods)
  func methodsDoNotDependOnThreads(_ method: String) throws {
    let runs = try ["1", "2"].map { threads in
      try document(
        .random(40, weights: 3, seed: 8),
        [
          "--method", method, "--no-presolve", "--reads", "66", "--sweeps", "16", "--threads",
          threads,
        ])
    }
    for key in ["best", "reads", "work", "success"] {
      #expect(runs[0][key] as? NSObject == runs[1][key] as? NSObject, "\(method), \(key)")
    }
  }

  @Test(arguments: [1, 2, 3, 4], [1, 9])
  func findsTheMaximumCutOfSmallGraphs(_ seed: Int, _ weights: Int) throws {
    let problem = AnnealProblem.random(13, weights: weights, seed: UInt64(seed))
    for options in [[], ["--no-presolve"]] {
      let document = try document(
        problem, ["--sweeps", "100", "--seed", "\(seed)"] + options)
      let best = try object(document, "best")
      let cut = problem.maximumCut
      #expect(best["cut"] as? Double == Double(cut))
      #expect(best["energy"] as? Double == Double(problem.totalWeight - 2 * cut))
      #expect(problem.cut(try #require(best["spins"] as? [Int])) == cut)
    }
  }

  @Test func threadsDoNotChangeTheResult() throws {
    var documents: [NSDictionary] = []
    for threads in ["1", "2", "5"] {
      var document = try document(
        .random(40, weights: 9, seed: 5),
        ["--reads", "300", "--sweeps", "30", "--threads", threads])
      for key in [
        "provenance", "rate", "elapsed_s", "time_to_best_s", "time_to_target_s", "by_length",
        "trace", "problem",
      ] {
        document[key] = nil
      }
      documents.append(document as NSDictionary)
    }
    #expect(documents[0]["best"] != nil && documents[0]["reads"] != nil)
    #expect(documents[0] == documents[1] && documents[0] == documents[2])
  }

  @Test func seedsDiffer() throws {
    let runs = try ["1", "2"].map { seed in
      try document(
        .random(40, weights: 9, seed: 5), ["--sweeps", "5", "--seed", seed, "--no-presolve"])
    }
    #expect((runs[0]["reads"] as? NSArray) != (runs[1]["reads"] as? NSArray))
  }

  @Test func stopsAtTheTarget() throws {
    let problem = AnnealProblem.random(60, weights: 9, seed: 6)
    let document = try document(problem, ["--target", "30", "--seconds", "30"])
    #expect(document["stopped_by"] as? String == "target")
    #expect(try object(document, "target")["reached"] as? Bool == true)
    let best = try object(document, "best")
    #expect(try #require(best["cut"] as? Double) >= 30)
    #expect(problem.cut(try #require(best["spins"] as? [Int])) >= 30)
    #expect(try #require(document["elapsed_s"] as? Double) < 30)
  }

  @Test func allReadsGoOnAfterTheTarget() throws {
    let document = try document(
      .random(60, weights: 9, seed: 6),
      ["--target", "30", "--all-reads", "--reads", "128", "--sweeps", "20"])
    #expect(document["stopped_by"] as? String == "reads")
    let success = try object(document, "success")
    #expect(success["reads"] as? Int == 128 && success["target"] as? Double == 30)
    #expect(success["target_is"] as? String == "given")
  }

  @Test func aTargetOutOfReachIsSaid() throws {
    for (target, words) in [("22.5", "was not reached"), ("1000", "the bound is")] {
      let document = try document(
        .moebiusLadder(16), ["--target", target, "--sweeps", "10"])
      let warnings = try #require(document["warnings"] as? [String])
      #expect(warnings.contains { $0.contains(words) }, "\(warnings)")
      #expect(document["stopped_by"] as? String != "target")
      #expect(try object(document, "target")["reached"] as? Bool == false)
    }
  }

  @Test func stopsAfterItsTime() throws {
    let problem = AnnealProblem.random(60, weights: 1, seed: 6)
    for options in [
      [], ["--method", "annealing"], ["--sweeps", "1000000000"],
      ["--method", "restarts", "--reads", "100000000"],
    ] {
      let document = try document(problem, ["--seconds", "0.2", "--no-presolve"] + options)
      #expect(document["stopped_by"] as? String == "seconds")
      #expect(try #require(document["elapsed_s"] as? Double) >= 0.2)
      let best = try object(document, "best")
      let spins = try #require(best["spins"] as? [Int])
      #expect(best["cut"] as? Double == Double(problem.cut(spins)))
    }
  }

  @Test func controlCKeepsTheBest() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      let problem = AnnealProblem.random(60, weights: 9, seed: 6)
      try problem.write(to: file)
      let process = Process()
      process.executableURL = Tool.url
      process.arguments = ["anneal", file.path, "--seconds", "60", "--json", "--no-presolve"]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      Thread.sleep(forTimeInterval: 0.5)
      process.interrupt()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationStatus == 130 && process.terminationReason == .exit)
      let document = try #require(
        JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(document["stopped_by"] as? String == "interrupt")
      let best = try object(document, "best")
      #expect(
        best["cut"] as? Double == Double(problem.cut(try #require(best["spins"] as? [Int]))))
      let warnings = try #require(document["warnings"] as? [String])
      #expect(warnings.contains { $0.contains("interrupted") })
    }
  }

  @Test func reportNamesWhatItIs() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("ladder.txt")
      try AnnealProblem.moebiusLadder(16).write(to: file)
      let result = try Tool.run(["anneal", file.path, "--no-presolve"])
      #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
      for words in [
        "ladder.txt: max-cut, 16 spins, 24 bonds", "best cut 22 (energy -20)", "64 reads",
        "nothing proves it", "time to it with 99 %", "updates/ns",
      ] {
        #expect(result.output.contains(words), "\(words) in \(result.output)")
      }
    }
  }

  @Test func listNamesEverything() throws {
    let result = try Tool.run(["anneal", "--list"])
    for name in [
      "annealing", "restarts", "rudy", "matrix-market", "couplings", "--beta-start", "--schedule",
    ] {
      #expect(result.output.contains(name), "\(name)")
    }
  }
}
