import Foundation
import Jobs
import Synchronization
import Testing

/// Squares that take different times, so that threads finish out of order.
private struct Squares: Job {
  /// Keys that fail.
  var failing: Set<Int> = []
  /// Called at the beginning of each part.
  var begin: @Sendable (Int, JobPart) -> Void = { _, _ in }

  struct Failure: Error, Equatable { var key: Int }

  func perform(_ key: Int, _ part: JobPart) throws(Failure) -> Int? {
    begin(key, part)
    Thread.sleep(forTimeInterval: Double((key * 7) % 5) * 0.0005)
    if failing.contains(key) { throw Failure(key: key) }
    return key * key
  }
}

@Suite struct JobRunnerTests {
  @Test(arguments: [1, 2, 7]) func outputsAreInTheOrderOfKeys(_ threads: Int) throws {
    let outputs = try JobRunner(threads: threads).outputs(of: Squares(), keys: 3..<40)
    #expect(outputs.first == (3..<40).map { $0 * $0 })
    #expect(outputs.ending == .finished && outputs.count == 37)
    #expect(JobRunner(threads: threads).map(["a", "b"]) { $0 + $0 } == ["aa", "bb"])
    #expect(JobRunner(threads: threads).map([Int]()) { $0 }.isEmpty)
  }

  @Test(arguments: [1, 2, 7]) func everyKeyIsTakenOnce(_ threads: Int) throws {
    let taken = Mutex<[Int]>([])
    let job = Squares(begin: { key, _ in taken.withLock { $0.append(key) } })
    let sum = Mutex(0)
    let ending = try JobRunner(threads: threads).run(job, keys: 0..<100) { key, output in
      #expect(output == key * key)
      sum.withLock { $0 += output }
    }
    #expect(ending == .finished && sum.withLock { $0 } == (0..<100).reduce(0) { $0 + $1 * $1 })
    #expect(taken.withLock { $0.sorted() } == Array(0..<100))
  }

  /// Key 8 fails late, keys 9 and 11 early: whoever is first, 8 is what the run throws.
  @Test(arguments: [1, 2, 3, 7]) func theFirstFailingKeyIsTheRunsFailure(_ threads: Int) {
    let last = Mutex(0)
    let job = Squares(
      failing: [8, 9, 11],
      begin: { key, _ in
        if key == 8 { Thread.sleep(forTimeInterval: 0.01) }
        last.withLock { $0 = max($0, key) }
      })
    #expect(throws: Squares.Failure(key: 8)) {
      try JobRunner(threads: threads).outputs(of: job, keys: 0..<100_000)
    }
    // Nobody goes on to the end; how far others come meanwhile is up to the machine.
    #expect(last.withLock { $0 } < 50_000)
  }

  @Test(arguments: [1, 3]) func anInterruptionLeavesTheFirstOutputs(_ threads: Int) throws {
    let begun = Atomic(0)
    var runner = JobRunner(threads: threads)
    runner.isInterrupted = { begun.load(ordering: .relaxed) >= 5 }
    let job = Squares(begin: { _, _ in begun.wrappingAdd(1, ordering: .relaxed) })
    let outputs = try runner.outputs(of: job, keys: 0..<1000)
    // What was begun is finished.
    let count = begun.load(ordering: .relaxed)
    #expect((5..<(5 + threads)).contains(count))
    #expect(outputs.first == (0..<count).map { $0 * $0 } && outputs.ending == .interrupted)
  }

  @Test func limitsLeaveTheLeastNumberOfParts() throws {
    var runner = JobRunner(threads: 2)
    runner.isInterrupted = { true }
    #expect(try runner.outputs(of: Squares(), keys: 0..<9).first.isEmpty)
    runner.leastParts = 1
    let seen = Mutex<[Bool]>([])
    let job = Squares(begin: { _, part in seen.withLock { $0.append(part.mayGoOn) } })
    #expect(try runner.outputs(of: job, keys: 0..<9).first == [0])
    #expect(seen.withLock { $0 } == [false])

    runner.isInterrupted = { false }
    runner.deadline = .now
    let late = try runner.outputs(of: Squares(), keys: 0..<9)
    #expect(late.first == [0] && late.ending == .deadline)
  }

  /// A range of keys that nobody could finish.
  @Test(arguments: [1, 4]) func aPartCanStopAllOthers(_ threads: Int) throws {
    let others = Atomic(0)
    let job = Squares(begin: { key, part in
      if key == 20 { part.stop() }
      if key < 20 { _ = part.mayGoOn }
      others.wrappingAdd(1, ordering: .relaxed)
    })
    let ending = try JobRunner(threads: threads).run(job, keys: 0..<Int(UInt32.max)) { _, _ in }
    #expect(ending == .stopped && others.load(ordering: .relaxed) < 100_000)
  }

  @Test func theBarAdvancesWithTheOutputs() throws {
    let bar = ProgressBar("test", total: 30, unit: "steps", isVisible: false)
    var runner = JobRunner(threads: 3, progress: bar)
    runner.progressOfPart = 3
    _ = try runner.outputs(of: Squares(), keys: 0..<10)
    #expect(bar.done == 30)
  }
}
