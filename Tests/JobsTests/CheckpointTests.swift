import Foundation
import IsingTestSupport
import Jobs
import Synchronization
import Testing

/// Walks of different lengths: each step changes a number that is the walk's whole state.
private struct Walks: ResumableJob {
  static let keys = 0..<5
  var seed = 1
  var name = "walks"
  /// Called after each step.
  var step: @Sendable () -> Void = {}

  struct Failure: Error {}

  static func length(_ key: Int) -> Int { 3 + 4 * key % 7 }

  var identity: JobIdentity {
    JobIdentity([
      .init("job", name, complaint: "the job is another"), .init("seed", "\(seed)"),
    ])
  }

  func perform(_ key: Int, _ part: JobPart) throws(Failure) -> [UInt8]? {
    var state: [UInt8] = [0, UInt8(seed), UInt8(key)]
    if let kept = part.state { state = kept }
    while Int(state[0]) < Self.length(key) {
      state[0] += 1
      state[1] = state[1] &* 5 &+ state[2] &+ 1
      step()
      guard Int(state[0]) == Self.length(key) || part.barrier({ state }) else { return nil }
    }
    return state
  }

  func bytes(of output: [UInt8]) -> [UInt8] { output }
  func output(of key: Int, from bytes: [UInt8]) -> [UInt8] { bytes }
}

@Suite struct CheckpointTests {
  private static func outputs(
    _ job: Walks, _ file: URL, threads: Int = 1, interval: Duration = .seconds(5),
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws -> JobOutputs<[UInt8]> {
    var runner = JobRunner(threads: threads)
    runner.isInterrupted = isInterrupted
    runner.checkpointInterval = interval
    return try runner.outputs(of: job, keys: Walks.keys, checkpoint: file.path)
  }

  private static func whole() throws -> [[UInt8]] {
    try JobRunner(threads: 1).outputs(of: Walks(), keys: Walks.keys).first
  }

  private static var steps: Int { Walks.keys.reduce(0) { $0 + Walks.length($1) } }

  @Test(arguments: [1, 3]) func aRunThatStopsAnywhereEndsAsOneThatNeverDid(
    _ threads: Int
  ) throws {
    let whole = try Self.whole()
    for limit in 1...Self.steps {
      try withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("state")
        let made = Atomic(0)
        let job = Walks(step: { made.wrappingAdd(1, ordering: .relaxed) })
        let first = try Self.outputs(job, file, threads: threads) {
          made.load(ordering: .relaxed) >= limit
        }
        #expect(first.first == Array(whole.prefix(first.first.count)))
        let second = try Self.outputs(job, file, threads: threads)
        #expect(second.first == whole && second.ending == .finished)
        // No step is made twice.
        #expect(made.load(ordering: .relaxed) == Self.steps, "stopped at \(limit)")
        // A finished run is read back.
        #expect(try Self.outputs(job, file).first == whole)
        #expect(made.load(ordering: .relaxed) == Self.steps)
      }
    }
  }

  /// Ctrl-C before a run has taken its first key leaves what its file holds.
  @Test func whatAnEarlierRunFinishedIsThereHoweverSoonItStops() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("state")
      let made = Atomic(0)
      let job = Walks(step: { made.wrappingAdd(1, ordering: .relaxed) })
      let first = try Self.outputs(job, file) { made.load(ordering: .relaxed) >= Self.steps / 2 }
      #expect((1..<Walks.keys.count).contains(first.count))
      let second = try Self.outputs(job, file) { true }
      #expect(second.first == first.first && second.ending == .interrupted)
      #expect(try Self.outputs(job, file).first == Self.whole())
    }
  }

  /// What a process leaves that is killed: the file as it is after any step.
  @Test func theFileIsWholeAtAnyMoment() throws {
    let whole = try Self.whole()
    for limit in 1...Self.steps {
      try withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("state")
        let killed = folder.appendingPathComponent("killed")
        let made = Atomic(0)
        let job = Walks(step: {
          guard made.wrappingAdd(1, ordering: .relaxed).newValue == limit else { return }
          try? FileManager.default.copyItem(at: file, to: killed)
        })
        _ = try Self.outputs(job, file, interval: .zero)
        let again = Atomic(0)
        let resumed = Walks(step: { again.wrappingAdd(1, ordering: .relaxed) })
        #expect(try Self.outputs(resumed, killed).first == whole)
        // The file held all steps but the last.
        #expect(again.load(ordering: .relaxed) == Self.steps - limit + 1)
      }
    }
  }

  private static func reason(_ job: Walks, _ file: URL) throws -> String? {
    do {
      _ = try outputs(job, file)
      return nil
    } catch let error as JobFailure<Walks.Failure> {
      guard case .checkpoint(let error) = error else { return "\(error)" }
      #expect(error.path == file.path)
      return error.reason
    }
  }

  @Test func otherRunsAreRefused() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("state")
      _ = try Self.outputs(Walks(), file)
      #expect(
        try Self.reason(Walks(seed: 2), file)
          == "checkpoint of another run: found seed 1, expected 2")
      #expect(
        try Self.reason(Walks(seed: 2, name: "runs"), file)
          == "checkpoint of another run: the job is another; found seed 1, expected 2")
      #expect(try Self.reason(Walks(), file) == nil)
    }
  }

  @Test func damageIsTold() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("state")
      _ = try Self.outputs(Walks(), file)
      let good = try Data(contentsOf: file)
      let head = try #require(good.firstIndex(of: 10))
      for place in [head - 1, head + 1, good.count / 2, good.count - 1] {
        var bytes = good
        bytes[place] ^= 1
        try bytes.write(to: file)
        #expect(try Self.reason(Walks(), file)?.hasPrefix("damaged") == true, "byte \(place)")
      }
      try good.dropLast().write(to: file)
      #expect(try Self.reason(Walks(), file)?.hasPrefix("damaged") == true)
      for (text, expected) in [
        ("", "no checkpoint: expected a first line"), ("hello\n", "no checkpoint: found `hello`"),
        ("\n", "no checkpoint: found ``"),
        (
          "ising-npu-checkpoint/1 abc\n{}",
          "found a checkpoint of the format ising-npu-checkpoint/1, which another version"
        ),
        (
          "ising-npu-simulate-checkpoint/1 abc\n",
          "found a checkpoint of the format ising-npu-simulate-checkpoint/1, which another version"
        ),
      ] {
        try Data(text.utf8).write(to: file)
        #expect(try Self.reason(Walks(), file)?.hasPrefix(expected) == true, "\(text)")
      }
    }
  }

  @Test func aPathThatCannotBeWrittenCostsNoWork() throws {
    try withTemporaryFolder { folder in
      let made = Atomic(0)
      let job = Walks(step: { made.wrappingAdd(1, ordering: .relaxed) })
      let file = folder.appendingPathComponent("none/state")
      let error = #expect(throws: JobFailure<Walks.Failure>.self) { try Self.outputs(job, file) }
      guard case .file(let failure)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(failure.path.hasSuffix("none") && made.load(ordering: .relaxed) == 0)
    }
  }
}
