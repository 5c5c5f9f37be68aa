import Foundation
import IsingTestSupport
import Testing

/// Limits of time and Ctrl-C on work so large that a single step of it takes longer. The limits here are
/// generous, since the machine is shared: what ignores them takes many times as long.
@Suite("Time limits", .serialized, .enabled(if: Tool.url != nil, "build the product first"))
struct TimeLimitTests {
  /// A random cut of weights ±1 with three edges a vertex.
  private static func writeLargeCut(_ vertices: Int, to file: URL) throws {
    var words = SplitMix(seed: 1)
    func next(_ count: Int) -> Int { Int(words.next() >> 33) % count }
    var text = "\(vertices) \(3 * vertices)\n"
    for _ in 0..<(3 * vertices) {
      let i = next(vertices)
      let j = (i + 1 + next(vertices - 1)) % vertices
      text += "\(i + 1) \(j + 1) \(next(2) == 0 ? 1 : -1)\n"
    }
    try Data(text.utf8).write(to: file)
  }

  private func document(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The processor's seconds of a run and what it printed: they do not depend on what else the machine does.
  private static func timed(
    _ arguments: [String]
  ) throws -> (user_s: Double, output: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    let tool = try #require(Tool.url)
    process.arguments = ["-c", "TIMEFORMAT='user %U'; time \"$@\"", "bash", tool.path] + arguments
    let (output, error) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, error)
    try process.run()
    // The report of these runs is longer than a pipe's buffer, their errors are not.
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let times = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let word = times.split(separator: "\n").last { $0.hasPrefix("user ") }?.dropFirst(5)
    return (try #require(word.flatMap { Double($0) }, "\(times)"), text, process.terminationStatus)
  }

  /// One sweep of 64 replicas, their descents, or the exact reduction, take longer than the limit: without it
  /// these runs take 5 to 20 s.
  @Test(arguments: [[], ["--method", "annealing"], ["--method", "tempering"]])
  func annealEndsOnTime(options: [String]) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("large.rud")
      let vertices = 400_000
      try Self.writeLargeCut(vertices, to: file)
      let result = try Self.timed(
        ["anneal", file.path, "--seconds", "0.5", "--threads", "1", "--json"] + options)
      #expect(result.status == 0 && result.user_s < 3, "\(result.user_s) s")
      let best = try #require(
        (try document(result.output)["best"] as? [String: Any])?["cut"] as? Double)
      // Random spins cut nothing on average, and a descent more than a half of a vertex's edge.
      #expect(best > 0.5 * Double(vertices))
    }
  }

  @Test(arguments: [[], ["--method", "annealing"]])
  func controlCEndsALargeAnneal(options: [String]) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("large.rud")
      try Self.writeLargeCut(400_000, to: file)
      let result = try Tool.run(
        ["anneal", file.path, "--seconds", "300", "--json"] + options, interrupt_s: 8)
      #expect(result.status == 130, "\(result.error)")
      if !result.output.isEmpty {
        #expect(try document(result.output)["stopped_by"] as? String == "interrupt")
      }
    }
  }

  /// Sweeps of this lattice take a second or more.
  @Test func controlCEndsALargeLattice() throws {
    let began = ContinuousClock.now
    let result = try Tool.run(
      ["lattice", "--size", "6000", "--engine", "sequential", "--replicas", "1"], interrupt_s: 2)
    #expect(result.status == 130, "\(result.error)")
    #expect(ContinuousClock.now - began < .seconds(20))
  }

  @Test func simulateRefusesWorkWithoutEnd() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("endless.lat")
      try Data(
        "lattice-program x\nagents 2\ncouple 0 1 1\nrelax 1e9 s\nread every 1 sweeps times 10\n"
          .utf8
      ).write(to: file)
      let refused = try Tool.run(["simulate", file.path])
      #expect(refused.status == 64 && refused.error.contains("--most-draws"), "\(refused.error)")
      let began = try Tool.run(["simulate", file.path, "--most-draws", "1e30"], interrupt_s: 2)
      #expect(began.status == 130, "\(began.error)")
    }
  }
}
