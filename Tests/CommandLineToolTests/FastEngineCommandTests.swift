import Foundation
import IsingTestSupport
import Testing

/// The engines `bit-sliced` and `lanes` of `ising-npu lattice`, as a process.
@Suite(.enabled(if: Tool.url != nil)) struct FastEngineCommandTests {
  private func deviation(_ document: [String: Any], _ key: String) throws -> Double {
    let observables = try #require(document["observables"] as? [String: [String: Any]])
    return try #require(observables[key]?["deviation"] as? Double)
  }

  /// Energy and specific heat of square tori against Kaufman's values. The deviation is in standard
  /// errors; four of them are exceeded once in 16 000 trials.
  @Test(arguments: [
    ["--engine", "bit-sliced", "--size", "16"], ["--engine", "bit-sliced", "--size", "12x30"],
    ["--engine", "bit-sliced", "--size", "16", "--rule", "metropolis"],
    ["--engine", "bit-sliced", "--size", "16", "--coupling=-1", "--start", "random"],
    ["--engine", "lanes", "--size", "16", "--replicas", "64"],
    ["--engine", "lanes", "--size", "12x10", "--replicas", "70", "--rule", "metropolis"],
  ])
  func squareTorus(_ options: [String]) throws {
    let document = try Tool.json(
      ["lattice", "--beta", "0.4", "--sweeps", "4000", "--warm-up", "500", "--seed", "5"] + options)
    for key in ["energy_per_spin", "specific_heat"] {
      #expect(abs(try deviation(document, key)) < 4, "\(key)")
    }
  }

  @Test(arguments: ["bit-sliced", "lanes"])
  func threadsDoNotChangeFigures(_ engine: String) throws {
    let points = try ["1", "2", "5"].map { threads in
      let document = try Tool.json([
        "lattice", "--lattice", "cubic", "--size", "32", "--couplings", "plus-minus", "--beta",
        "0.5",
        "0.9", "--sweeps", "20", "--warm-up", "5", "--replicas", "2", "--engine", engine, "--seed",
        "2", "--threads", threads,
      ])
      return try #require(document["points"] as? NSArray)
    }
    #expect(points[0] == points[1] && points[0] == points[2])
  }

  /// Nothing of the lattice is built: with lists of sites and links, so many sites would be refused.
  @Test func hundredMillionSpins() throws {
    let document = try Tool.json([
      "lattice", "--size", "10000", "--beta", "0.44", "--sweeps", "2", "--warm-up", "0",
      "--replicas", "1",
    ])
    let lattice = try #require(document["lattice"] as? [String: Any])
    let engine = try #require(document["engine"] as? [String: Any])
    #expect(lattice["sites"] as? Int == 100_000_000)
    #expect(lattice["bonds"] as? Int == 200_000_000)
    #expect(engine["name"] as? String == "bit-sliced")
  }

  @Test(arguments: [
    (["--lattice", "triangular"], "bit-sliced does not run triangular"),
    (["--boundary", "open"], "bit-sliced does not run square"),
    (["--field", "0.1"], "couplings J or ±J of one size and no field"),
    (["--couplings", "gaussian"], "couplings J or ±J of one size and no field"),
    (["--rates", "1,2"], "the engine bit-sliced has no such option"),
  ])
  func whatBitsCannotDoIsRefused(_ options: [String], _ words: String) throws {
    let result = try Tool.run(
      ["lattice", "--size", "8", "--engine", "bit-sliced", "--sweeps", "10"] + options)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.contains(words), "\(result.error)")
  }
}
