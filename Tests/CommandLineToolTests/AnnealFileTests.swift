import Foundation
import IsingTestSupport
import Testing

/// Files and errors of `ising-npu anneal`.
@Suite(.enabled(if: Tool.url != nil)) struct AnnealFileTests {
  @Test func filesAreWhole() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      let problem = AnnealProblem.random(30, weights: 9, seed: 2)
      try problem.write(to: file)
      let out = folder.appendingPathComponent("out")
      let result = try Tool.run(
        ["anneal", file.path, "--sweeps", "50", "--out", out.path, "--json"])
      #expect(result.status == 0, "\(result.error)")
      let names = try Set(FileManager.default.contentsOfDirectory(atPath: out.path))
      #expect(
        names.isSuperset(of: [
          "summary.json", "report.txt", "best.spins", "histogram.svg", "histogram.png",
        ]), "\(names)")
      let summary = try String(
        contentsOf: out.appendingPathComponent("summary.json"), encoding: .utf8)
      #expect(summary == result.output)
      let lines = try String(
        contentsOf: out.appendingPathComponent("best.spins"), encoding: .utf8
      ).split(separator: "\n").dropFirst()
      let spins = lines.compactMap { Int($0.split(separator: " ")[1]) }
      let document = try JSONSerialization.jsonObject(with: Data(summary.utf8))
      let best = (document as? [String: Any])?["best"] as? [String: Any]
      #expect(spins == best?["spins"] as? [Int])
    }
  }

  @Test(
    arguments: [
      (["--method", "anealing"], "did you mean 'annealing'"),
      (["--format", "rudi"], "did you mean 'rudy'"),
      (["--sweeps", "0"], "sweeps: found 0, expected 1 to 1000000000"),
      (["--reads", "0"], "reads: found 0"), (["--reads=-3"], "reads: found -3"),
      (["--reads", "x"], "'x'"), (["--sweeps", "1e3"], "'1e3'"),
      (["--seconds", "0"], "seconds: found 0"), (["--seconds", "nan"], "seconds: found nan"),
      (["--seconds", "inf"], "seconds: found inf"), (["--seconds=-1"], "seconds: found -1"),
      (["--target", "nan"], "target: found nan"), (["--target", "inf"], "target: found inf"),
      (["--beta-start", "-1"], "beta-start: found -1"),
      (["--beta-end", "nan"], "beta-end: found nan"),
      (["--beta-start", "2", "--beta-end", "1"], "beta-end: found 1"),
      (["--temperatures", "8"], "annealing has no such option; it belongs to tempering"),
      (["--method", "tempering", "--temperatures", "1"], "temperatures: found 1, expected 2"),
      (["--method", "tempering", "--schedule", "linear"], "schedule: the method tempering"),
      (["--schedule", "liner"], "did you mean 'linear'"),
      (["--schedule", "automatic", "--beta-end", "3"], "beta-end: the automatic schedule"),
      (["--schedule", "geometric", "--beta-start", "0"], "above 0"),
      (["--method", "oscillators", "--noise", "nan"], "noise: found nan"),
      (["--method", "discrete-bifurcation", "--time-step=-1"], "time-step: found -1"),
      (["--all-reads"], "found no --target"), (["--threads", "5000"], "threads: found 5000"),
    ] as [([String], String)])
  func badOptionsGetOneError(_ options: [String], _ expected: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try AnnealProblem.random(30, weights: 9, seed: 2).write(to: file)
      let result = try Tool.run(["anneal", file.path] + options)
      #expect(result.status == 64, "\(options): \(result.error)")
      #expect(result.output.isEmpty)
      #expect(result.error.contains(expected), "\(options): \(result.error)")
    }
  }

  @Test(
    arguments: [
      ("", "problem.txt"), ("3 1\n1 4 1\n", "problem.txt:2"), ("3 1\n1 2 x\n", "problem.txt:2"),
      ("3 1\n1 2 nan\n", "problem.txt"), ("3 2\n1 2 1e308\n2 3 1e308\n", "add up to inf"),
      ("3 1\n1 2 1e-310\n", "expected 0 or 1e-200"),
    ] as [(String, String)])
  func badFilesGetOneError(_ text: String, _ expected: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try Data(text.utf8).write(to: file)
      let result = try Tool.run(["anneal", file.path])
      #expect(result.status == 65, "\(text): \(result.error)")
      #expect(result.output.isEmpty)
      #expect(result.error.contains(expected), "\(text): \(result.error)")
    }
  }

  @Test func weightsBelowTheRoundingAreNamed() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try Data("3 3\n1 2 1e17\n2 3 1\n1 3 0.1\n".utf8).write(to: file)
      let result = try Tool.run(["anneal", file.path])
      #expect(result.status == 0 && result.output.contains("rounding"), "\(result.output)")
    }
  }

  @Test func filesThatCannotBeReadOrWritten() throws {
    let missing = try Tool.run(["anneal", "/nowhere/x.txt"])
    #expect(missing.status == 65 && missing.error.contains("/nowhere/x.txt"))
    let none = try Tool.run(["anneal"])
    #expect(none.status == 64 && none.error.contains("no problem"))
    try withTemporaryFolder { folder in
      let result = try Tool.run(["anneal", folder.path])
      #expect(result.status == 65 && result.error.contains("is a folder"))
      let file = folder.appendingPathComponent("problem.txt")
      try AnnealProblem.moebiusLadder(8).write(to: file)
      let out = try Tool.run(["anneal", file.path, "--out", file.path])
      #expect(out.status == 65 && out.error.contains("is a file"), "\(out.error)")
    }
  }
}
