import Foundation
import IsingTestSupport
import Testing

/// `ising-npu lattice` as a process.
@Suite(.enabled(if: Tool.url != nil)) struct LatticeCommandTests {
  private static let small = [
    "lattice", "--lattice", "square", "--size", "8", "--boundary", "periodic", "--beta", "0.44",
    "--sweeps", "2000", "--warm-up", "100", "--seed", "3",
  ]

  private func observables(_ document: [String: Any]) throws -> [String: [String: Any]] {
    try #require(document["observables"] as? [String: [String: Any]])
  }

  @Test func documentHasTheKeysThatScriptsRelyOn() throws {
    let document = try Tool.json(Self.small + ["--engine", "chromatic", "--threads", "1"])
    let found = try observables(document)
    for key in ["energy_per_spin", "abs_magnetisation", "specific_heat", "binder"] {
      #expect(found[key]?["value"] is Double && found[key]?["error"] is Double, "\(key)")
    }
    let rate = try #require(document["rate"] as? [String: Any])
    #expect(try #require(rate["updates_per_ns"] as? Double) > 0)
    #expect(document["schema"] as? String == "ising-npu-lattice/1")
  }

  @Test(arguments: [
    "reference", "sequential", "random-site", "chromatic", "asynchronous", "event-queue",
    "rejection-free", "next-reaction", "wolff", "swendsen-wang",
  ])
  func engineAgreesWithEnumeration(_ engine: String) throws {
    let document = try Tool.json(
      Self.small.map { $0 == "8" ? "4" : $0 } + ["--engine", engine])
    for (key, observable) in try observables(document) {
      let deviation = try #require(observable["deviation"] as? Double, "\(key)")
      #expect(abs(deviation) < 4.5, "\(engine), \(key): \(observable)")
    }
  }

  @Test(arguments: [[], ["--tempering", "--place-temperatures"]])
  func threadsDoNotChangeTheResult(_ options: [String]) throws {
    var documents: [NSDictionary] = []
    for threads in ["1", "2", "5"] {
      var document = try Tool.json(
        [
          "lattice", "--size", "4", "8", "--beta", "0.3:0.5:3", "--sweeps", "200", "--warm-up",
          "100", "--correlations", "--overlap", "--threads", threads,
        ] + options)
      document["rate"] = nil
      document["provenance"] = nil
      documents.append(document as NSDictionary)
    }
    #expect(documents[0] == documents[1] && documents[0] == documents[2])
  }

  @Test func filesAreWhole() throws {
    try withTemporaryFolder { folder in
      let result = try Tool.run(
        Self.small + ["--series", "--correlations", "--overlap", "--out", folder.path])
      #expect(result.status == 0, "\(result.error)")
      let names = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
      #expect(
        names == [
          "summary.json", "report.txt", "report.html", "observables.csv", "correlation.csv",
          "correlation.svg", "correlation.png", "overlap.csv", "overlap.svg", "overlap.png",
          "energies.npy", "magnetisations.npy", "spins.npy", "snapshot.svg", "snapshot.png",
          ".ising-npu-files",
        ])
      // 4 replicas of 64 spins after a header of 128 bytes.
      let spins = try Data(contentsOf: folder.appendingPathComponent("spins.npy"))
      #expect(spins.count == 128 + 4 * 64)
    }
  }

  @Test func scanDrawsCurves() throws {
    try withTemporaryFolder { folder in
      let result = try Tool.run(
        [
          "lattice", "--size", "4", "8", "--beta", "0.3:0.6:4", "--sweeps", "500", "--out",
          folder.path,
        ])
      #expect(result.status == 0, "\(result.error)")
      for name in ["curves.svg", "curves.png", "snapshot-000.png", "snapshot-003.svg"] {
        let path = folder.appendingPathComponent(name).path
        #expect(FileManager.default.fileExists(atPath: path), "\(name)")
      }
    }
  }

  @Test(
    arguments: [
      (["--size", "0"], "'0'"), (["--size", "1"], "size 1"), (["--size", "x"], "'x'"),
      (["--lattice", "sqare"], "'square'"), (["--boundary", "periodc"], "'periodic'"),
      (["--engine", "asynchronus"], "'asynchronous'"), (["--rule", "metroplis"], "'metropolis'"),
      (["--lattice", "hyperbolic", "--p", "4", "--q", "4", "--size", "3"], "{4,4}"),
      (["--lattice", "mobius-ladder", "--size", "7"], "7"),
      (["--engine", "asynchronous", "--delay", "inf"], "delay: found inf"),
      (["--engine", "asynchronous", "--delay", "-1"], "delay: found -1"),
      (["--engine", "asynchronous", "--rates", "-1"], "rates: found -1"),
      (["--engine", "asynchronous", "--delay", "1", "--delay-law", "fixd"], "'fixed'"),
      (["--delay", "1"], "sequential has no such option"),
      (["--beta=-1"], "found -1"), (["--beta", "nan"], "nan"),
      (["--beta", "0.1:0.2"], "0.1:0.2"),
      (["--temperature", "0"], "temperature: found 0"),
      (["--beta", "0.4", "--temperature", "2"], "expected one of them"),
      (["--sweeps", "0"], "sweeps: found 0"), (["--replicas", "0"], "replicas: found 0"),
      (["--measure-every", "99999"], "measure-every"), (["--couplings", "gausian"], "'gaussian'"),
      (["--couplings", "plus-minus", "--plus-probability", "1.5"], "plus-probability: found 1.5"),
      (["--coupling", "inf"], "coupling: found inf"), (["--field", "nan"], "field: found nan"),
      (["--size", "8", "8"], "8 twice"), (["--tempering"], "found 1 temperature"),
      (["--engine", "wolff", "--tempering", "--beta", "1", "2"], "wolff has no such option"),
      (["--engine", "potts", "--states", "1"], "states: found 1"),
      (["--engine", "kawasaki", "--up-fraction", "2"], "up-fraction: found 2"),
      (["--engine", "synchronous", "--tick-probability", "0"], "probability"),
      (["--live"], "terminal"), (["--series"], "--out"), (["--start", "dwn"], "expected one of"),
      (["--size", "100000"], "at most"), (["--degree", "3"], "degree"),
      (["--lattice", "bethe", "--size", "3", "--correlations"], "correlations"),
      (["--engine", "potts", "--overlap"], "potts has no spins"),
      (["--sweeps", "1000000000", "--replicas", "4096"], "GB"),
      (["--coupling", "2", "--coupling-file", "x.txt"], "a file of couplings has its own"),
      (["--engine", "kawasaki", "--start", "up"], "up-fraction"),
      (["--live", "--tempering", "--beta", "1", "2"], "no --tempering"),
      (["--place-temperatures"], "--tempering"), (["--deviation", "2"], "uniform have none"),
      (["--lattice", "square", "--coupling-file", "x.txt"], "a file of couplings has its own"),
    ] as [([String], String)])
  func badInputGetsOneError(_ options: [String], _ expected: String) throws {
    let result = try Tool.run(["lattice", "--sweeps", "100"] + options)
    #expect(result.status == 64, "\(options): \(result.error)")
    #expect(result.output.isEmpty)
    #expect(result.error.contains(expected), "\(options): \(result.error)")
  }

  @Test func couplingFile() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("and.couplings")
      try "# AND gate\n0 1 -1\n0 2 2\n1 2 2\n0 1\n1 1\n2 -2\n".write(
        to: file, atomically: true, encoding: .utf8)
      let document = try Tool.json(
        ["lattice", "--coupling-file", file.path, "--beta", "1", "--sweeps", "20000"])
      for (key, observable) in try observables(document) {
        #expect(abs(try #require(observable["deviation"] as? Double)) < 4.5, "\(key)")
      }
      try "0 1 1e308\n".write(to: file, atomically: true, encoding: .utf8)
      let huge = try Tool.run(["lattice", "--coupling-file", file.path])
      #expect(huge.status == 65 && huge.error.contains("1e+308"), "\(huge.error)")
      try "0 1 -1\n0 x 2\n".write(to: file, atomically: true, encoding: .utf8)
      let result = try Tool.run(["lattice", "--coupling-file", file.path])
      #expect(result.status == 65 && result.error.contains("and.couplings:2"), "\(result.error)")
      let missing = try Tool.run(["lattice", "--coupling-file", "/nowhere/x.txt"])
      #expect(missing.status == 65 && missing.error.contains("/nowhere/x.txt"))
    }
  }

  @Test func enginesOfAnotherLawAreNotComparedWithExactValues() throws {
    for options in [["--engine", "synchronous"], ["--engine", "asynchronous", "--delay", "1"]] {
      let energy = try observables(Tool.json(Self.small + options))["energy_per_spin"]
      #expect(energy?["exact"] == nil && energy?["boltzmann"] is Double, "\(options)")
    }
  }

  @Test func pottsAgentsOnARing() throws {
    let result = try Tool.run(
      ["lattice", "--lattice", "ring", "--size", "6", "--engine", "potts", "--sweeps", "500"])
    #expect(result.status == 0 && result.output.contains("order parameter"), "\(result.error)")
  }

  @Test(arguments: [
    ["--rule", "metropolis", "--lattice", "ring"], ["--rule", "metropolis", "--beta", "0"],
    ["--engine", "wolff", "--beta", "0"],
  ])
  func chainsThatCannotReachAllStatesAreNamed(_ options: [String]) throws {
    let result = try Tool.run(["lattice", "--size", "8", "--sweeps", "100"] + options)
    #expect(result.output.contains("--rule heat-bath"), "\(options): \(result.output)")
  }

  @Test func listNamesEverything() throws {
    let result = try Tool.run(["lattice", "--list"])
    for name in ["kagome", "zephyr", "hyperbolic", "klein", "rejection-free", "gaussian"] {
      #expect(result.output.contains(name), "\(name)")
    }
  }
}
