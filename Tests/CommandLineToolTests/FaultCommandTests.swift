import Foundation
import IsingTestSupport
import Testing

/// Files that commands replace, when disks fill or a kill comes: `scripts/inject-faults` does more of it.
@Suite("Faults", .enabled(if: Tool.url != nil, "build the product first"))
struct FaultCommandTests {
  private static func run(_ file: URL, samples: Int = 64) -> [String] {
    [
      "run", ModelFolder.small.path, "--text", "a b sea", "the sea.", "--fidelity", "event",
      "--samples", "\(samples)", "--checkpoint", file.path,
    ]
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }

  /// Limits of the size of files stand for a full disk.
  @Test func aFullDiskLeavesTheCheckpointBefore() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("state")
      #expect(try Tool.run(Self.run(file)).status == 0)
      let before = try Data(contentsOf: file)
      let failing = try Tool.run(Self.run(file), limits: "ulimit -f 1")
      #expect(failing.status == 70 && failing.error.contains(file.path), "\(failing.error)")
      #expect(try Data(contentsOf: file) == before)
      let fresh = folder.appendingPathComponent("fresh")
      let first = try Tool.run(Self.run(fresh, samples: 65535), limits: "ulimit -f 0")
      #expect(first.status == 70 && first.error.contains(fresh.path), "\(first.error)")
      #expect(try names(folder) == ["state"])
    }
  }

  /// Found by `scripts/fuzz-commands`: the report came first, and then that there is no such file.
  @Test func aNameThatIsTooLongIsRefusedBeforeTheWork() throws {
    try withTemporaryFolder { folder in
      let page = folder.appendingPathComponent(String(repeating: "x", count: 300)).path
      let result = try Tool.run(["spec", "show", "ceas-ising-5w", "--html", page])
      #expect(result.status == 65 && result.output.isEmpty, "\(result.output)")
      #expect(result.error.contains("300 bytes, expected at most 255"), "\(result.error)")
    }
  }

  /// Killed at some moments, `convert` leaves its output as it was or whole.
  @Test func aKilledConversionLeavesAWholeFile() throws {
    try withTemporaryFolder { folder in
      let (input, output) = (
        folder.appendingPathComponent("problem.rud"), folder.appendingPathComponent("o.coo")
      )
      try AnnealProblem.random(60, weights: 9, seed: 6).write(to: input)
      let command = ["convert", input.path, output.path]
      let start = ContinuousClock.now
      #expect(try Tool.run(command).status == 0)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let new = try Data(contentsOf: output)
      let old = Data("# an older one\n".utf8)
      for moment in 1...6 {
        try old.write(to: output)
        _ = try Tool.run(command, kill_s: seconds * (0.4 + 0.1 * Double(moment)))
        let left = try Data(contentsOf: output)
        #expect(left == old || left == new)
      }
      #expect(try names(folder).sorted() == ["o.coo", "problem.rud"])
    }
  }

  /// Too little room for anything: what ends without a word of its own leaves what was there.
  @Test func littleMemoryLeavesTheResultsBefore() throws {
    try withTemporaryFolder { folder in
      let out = folder.appendingPathComponent("out")
      let command = ["lattice", "--size", "4", "--sweeps", "60", "--out", out.path]
      #expect(try Tool.run(command).status == 0)
      let before = try Data(contentsOf: out.appendingPathComponent("summary.json"))
      let list = try names(out).sorted()
      for megabytes in [40, 60, 80] {
        let ended = try Tool.run(command, limits: "ulimit -v \(megabytes * 1024)")
        guard ended.status != 0 else { continue }
        #expect(try Data(contentsOf: out.appendingPathComponent("summary.json")) == before)
        #expect(try names(out).filter { !$0.hasPrefix(".ising-npu-results") }.sorted() == list)
      }
    }
  }
}
