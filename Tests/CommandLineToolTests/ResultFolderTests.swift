import Foundation
import IsingTestSupport
import Jobs
import Testing

/// What `--out` promises: the results of one run, whole files or none, and a report whatever the disk says.
@Suite(.enabled(if: Tool.url != nil)) struct ResultFolderTests {
  private static let lattice = [
    "lattice", "--size", "4", "8", "--beta", "0.3:0.6:3", "--sweeps", "60", "--threads", "1",
  ]
  private static let short = ["lattice", "--size", "4", "--beta", "0.4", "--sweeps", "60"]
  /// Each verb that writes a folder, on something small.
  private static let verbs: [[String]] = [
    lattice, ["simulate", "and-gate", "--set", "reads=200", "--threads", "1"],
    ["spec", "show", "ceas-ising-5w"],
  ]

  private func names(_ folder: URL) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
  }

  /// Fails where files of an earlier run stay: its curves, its correlation, its picture.
  @Test func theNextRunTakesTheFolderOver() throws {
    try withTemporaryFolder { folder in
      let (used, fresh) = (
        folder.appendingPathComponent("used"), folder.appendingPathComponent("fresh")
      )
      let mine = used.appendingPathComponent("notes.md")
      #expect(try Tool.run(Self.lattice + ["--correlations", "--out", used.path]).status == 0)
      #expect(try names(used).isSuperset(of: ["curves.svg", "correlation.csv", "summary.json"]))
      try AtomicFile.write(text: "mine", to: mine)
      #expect(try Tool.run(Self.short + ["--out", used.path]).status == 0)
      #expect(try Tool.run(Self.short + ["--out", fresh.path]).status == 0)
      #expect(try names(used) == names(fresh).union(["notes.md"]))
      #expect(try String(contentsOf: mine, encoding: .utf8) == "mine")
      #expect(try Tool.run(["diff", used.path, fresh.path, "--exit-code"]).status == 0)
    }
  }

  /// A file that no run wrote is not overwritten, and costs no run.
  @Test func foreignFilesAreRefusedBeforeTheWork() throws {
    try withTemporaryFolder { folder in
      let mine = folder.appendingPathComponent("levels.csv")
      try AtomicFile.write(text: "mine", to: mine)
      let result = try Tool.run(Self.short + ["--out", folder.path])
      #expect(result.status == 65 && result.output.isEmpty)
      #expect(result.error.contains("levels.csv: found a file that no run wrote as its result"))
      #expect(try names(folder) == ["levels.csv"])
    }
  }

  /// A limit of the size of files stands for a full disk: both stop a file in the middle.
  @Test func aFullDiskLeavesTheReportAndTheResultsBefore() throws {
    try withTemporaryFolder { folder in
      let out = folder.appendingPathComponent("out")
      let whole = try Tool.run(Self.lattice)
      let failing = try Tool.run(Self.lattice + ["--out", out.path], limits: "ulimit -f 4")
      #expect(failing.status == 70)
      #expect(failing.error.contains("cannot be written: "))
      // All but the speed in the last line.
      func report(_ result: Tool.Result) -> Substring {
        result.output[
          ..<(result.output.range(of: "updates/ns")?.lowerBound ?? result.output.startIndex)]
      }
      let shared = report(whole).split(separator: "\n").dropLast()
      #expect(shared.count > 5 && report(failing).split(separator: "\n").dropLast() == shared)
      #expect(try names(out).isEmpty)
      #expect(try Tool.run(Self.short + ["--out", out.path]).status == 0)
      let before = try names(out)
      let summary = try Data(contentsOf: out.appendingPathComponent("summary.json"))
      #expect(try Tool.run(Self.lattice + ["--out", out.path], limits: "ulimit -f 4").status == 70)
      #expect(try names(out) == before)
      #expect(try Data(contentsOf: out.appendingPathComponent("summary.json")) == summary)
    }
  }

  /// A pipe that nobody reads, or standard output on a full device, costs no file.
  @Test func aFullStandardOutputLeavesTheFiles() throws {
    try withTemporaryFolder { folder in
      let result = try Tool.run(
        Self.short + ["--out", folder.path], limits: "exec >/dev/full")
      #expect(result.status == 70 && result.error.contains("standard output cannot be written"))
      #expect(try names(folder).contains("summary.json"))
    }
  }

  @Test func twoRunsDoNotShareAFolder() throws {
    try withTemporaryFolder { folder in
      let lock = try FolderLock(folder)
      #expect(lock.isHeld)
      let result = try Tool.run(Self.short + ["--out", folder.path])
      #expect(result.status == 65 && result.output.isEmpty)
      #expect(result.error.contains("found another run that writes its results there"))
      #expect(throws: FileError.self) { try FolderLock(folder) }
      #expect(try names(folder).isEmpty)
    }
  }

  /// Killed at any moment, a run leaves whole files or none, and the next one needs no help.
  @Test(arguments: verbs) func aKilledRunLeavesWholeFiles(_ verb: [String]) throws {
    try withTemporaryFolder { folder in
      let out = folder.appendingPathComponent("out")
      let fresh = folder.appendingPathComponent("fresh")
      let start = ContinuousClock.now
      #expect(try Tool.run(verb + ["--out", fresh.path]).status == 0)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let complete = try names(fresh)
      for moment in 1...12 {
        _ = try Tool.run(
          verb + ["--out", out.path], kill_s: seconds * (0.3 + 0.06 * Double(moment)))
        guard FileManager.default.fileExists(atPath: out.path) else { continue }
        for name in try names(out) where !name.hasPrefix(".") {
          let bytes = try Data(contentsOf: out.appendingPathComponent(name))
          #expect(!bytes.isEmpty, "\(name)")
          if name == "summary.json" {
            #expect(throws: Never.self) { _ = try JSONSerialization.jsonObject(with: bytes) }
            #expect(try names(out).isSuperset(of: complete))
          }
        }
      }
      #expect(try Tool.run(verb + ["--out", out.path]).status == 0)
      #expect(try names(out) == complete)
    }
  }
}
