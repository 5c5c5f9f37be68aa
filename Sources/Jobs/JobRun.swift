import Dispatch
import Synchronization

/// One run of a ``JobRunner``: what its threads share.
final class JobRun: Sendable {
  private let runner: JobRunner
  private let checkpoint: Checkpoint?
  private let next = Atomic(0)
  /// Set once no further key is to be taken.
  private let isClosed = Atomic(false)
  /// Set once parts under way are to stop.
  private let isStopped = Atomic(false)
  private let why = Mutex<JobEnding?>(nil)
  private let fileFailure = Mutex<FileError?>(nil)

  init(_ runner: JobRunner, checkpoint: Checkpoint? = nil) {
    self.runner = runner
    self.checkpoint = checkpoint
    if !runner.beginsEmpty || checkpoint != nil { Interruption.keep() }
  }

  /// Why it ended.
  var ending: JobEnding { why.withLock { $0 } ?? .finished }

  /// Runs parts on all threads.
  func perform<Key: Sendable & CustomStringConvertible, Output: Sendable, Failure: Error>(
    _ keys: some RandomAccessCollection<Key> & Sendable,
    body: @Sendable (Key, JobPart) throws(Failure) -> Output?,
    take: @Sendable (_ place: Int, Key, Output) -> Void
  ) throws(Failure) {
    let first = Mutex<(place: Int, failure: Failure)?>(nil)
    let turn = Mutex(())
    let threads = max(1, min(runner.threads, keys.count))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while let place = nextPlace(of: keys.count) {
        let key = keys[keys.index(keys.startIndex, offsetBy: place)]
        do throws(Failure) {
          guard let output = try body(key, part(of: key)) else { continue }
          turn.withLock { _ in take(place, key, output) }
          runner.progress?.advance(by: runner.progressOfPart)
        } catch {
          isClosed.store(true, ordering: .relaxed)
          first.withLock { first in
            if place < first?.place ?? .max { first = (place, error) }
          }
        }
      }
    }
    if let failure = first.withLock({ $0?.failure }) { throw failure }
  }

  /// The outputs of all parts.
  func outputs<Key: Sendable & CustomStringConvertible, Output: Sendable, Failure: Error>(
    _ keys: some RandomAccessCollection<Key> & Sendable,
    body: @Sendable (Key, JobPart) throws(Failure) -> Output?
  ) throws(Failure) -> JobOutputs<Output> {
    let all = Mutex([Output?](repeating: nil, count: keys.count))
    try perform(keys, body: body) { place, _, output in all.withLock { $0[place] = output } }
    return JobOutputs(all: all.withLock { $0 }, ending: ending)
  }

  /// The place of the next key; `nil` where none is to be taken.
  private func nextPlace(of count: Int) -> Int? {
    guard !isClosed.load(ordering: .relaxed) else { return nil }
    // Limits come first: a key that is taken is begun, so that outputs have no gaps.
    let isLeast = next.load(ordering: .relaxed) < runner.leastParts
    guard isLeast || goesOn() else { return nil }
    let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
    guard place < count, !isLeast || place < runner.leastParts || goesOn() else { return nil }
    return place
  }

  private func part(of key: some CustomStringConvertible) -> JobPart {
    guard let checkpoint else {
      return JobPart(goesOn: { self.goesOn() }, stopAll: { self.stop(.stopped) })
    }
    let name = "\(key)"
    return JobPart(
      state: checkpoint.underWay(name), goesOn: { self.goesOn() },
      wantsState: { checkpoint.isDue(name) },
      keep: { self.keep($0, of: name, isFinished: false) }, stopAll: { self.stop(.stopped) })
  }

  /// Whether no limit is met.
  private func goesOn() -> Bool {
    if isStopped.load(ordering: .relaxed) { return false }
    if runner.isInterrupted() {
      stop(.interrupted)
    } else if let deadline = runner.deadline, ContinuousClock.now >= deadline {
      stop(.deadline)
    } else {
      return true
    }
    return false
  }

  private func stop(_ ending: JobEnding) {
    why.withLock { why in if why == nil { why = ending } }
    isStopped.store(true, ordering: .relaxed)
  }

  /// Keeps a part's bytes; a file that cannot be written stops the run.
  /// - Returns: whether that went well.
  @discardableResult
  func keep(_ bytes: [UInt8], of key: String, isFinished: Bool) -> Bool {
    do throws(FileError) {
      try checkpoint?.keep(bytes, of: key, isFinished: isFinished)
      return true
    } catch {
      fileFailure.withLock { if $0 == nil { $0 = error } }
      stop(.stopped)
      return false
    }
  }

  /// Writes the checkpoint; what went wrong now or before.
  func writeCheckpoint() -> FileError? {
    if let failure = fileFailure.withLock({ $0 }) { return failure }
    do throws(FileError) { try checkpoint?.write() } catch { return error }
    return nil
  }
}

/// A list of elements as a job.
struct MapJob<Element: Sendable, Output: Sendable, Failure: Error>: Job {
  let elements: [Element]
  let body: @Sendable (Element) throws(Failure) -> Output

  func perform(_ key: Int, _ part: JobPart) throws(Failure) -> Output? {
    try body(elements[key])
  }
}
