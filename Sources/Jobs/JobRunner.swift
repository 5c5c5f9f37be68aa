import Dispatch
import Synchronization

/// Runs the parts of a job on several threads of this process, until all are done or a limit is met.
///
/// Keys are taken in their order, one by one, so that a long part does not hold up a share of them. After
/// Ctrl-C, at the deadline, and where a part says so, no further key is taken and parts under way are
/// asked to stop; after a failure no further key is taken, and what is under way is finished, so that the
/// failure is that of the first failing key on any number of threads.
public struct JobRunner: Sendable {
  /// Threads, at least 1; outputs do not depend on it.
  public var threads: Int
  /// A bar that advances with every output, and is removed at the end.
  public var progress: ProgressBar?
  /// How far an output advances the bar.
  public var progressOfPart = 1
  /// When to stop; `nil` for never.
  public var deadline: ContinuousClock.Instant?
  /// How many of the first keys are begun whatever the limits say.
  public var leastParts = 0
  /// Whether somebody asks to stop; by default Ctrl-C does.
  public var isInterrupted: @Sendable () -> Bool = { Interruption.isRequested }
  /// Whether Ctrl-C loses nothing until a part says otherwise (``Interruption/keep()``).
  public var beginsEmpty = false
  /// The time between two writings of a checkpoint.
  public var checkpointInterval: Duration = .seconds(5)

  /// A runner without limits.
  public init(threads: Int, progress: ProgressBar? = nil) {
    self.threads = max(1, threads)
    self.progress = progress
  }

  /// Runs parts and hands each output on as it comes, one at a time.
  ///
  /// - Parameters:
  ///   - job: what to do.
  ///   - keys: its parts; a range may be longer than anybody waits for.
  ///   - take: takes an output.
  /// - Returns: why it ended.
  /// - Throws: what the first failing part throws.
  public func run<J: Job>(
    _ job: J, keys: some RandomAccessCollection<J.Key> & Sendable,
    take: @Sendable (J.Key, J.Output) -> Void
  ) throws(J.Failure) -> JobEnding {
    let run = JobRun(self)
    defer { progress?.finish() }
    try run.perform(keys) { key, part throws(J.Failure) in
      try job.perform(key, part)
    } take: {
      take($1, $2)
    }
    return run.ending
  }

  /// The outputs of all parts.
  ///
  /// - Throws: what the first failing part throws.
  public func outputs<J: Job>(
    of job: J, keys: some RandomAccessCollection<J.Key> & Sendable
  ) throws(J.Failure) -> JobOutputs<J.Output> {
    let run = JobRun(self)
    defer { progress?.finish() }
    return try run.outputs(keys) { key, part throws(J.Failure) in try job.perform(key, part) }
  }

  /// The outputs of all parts, which a file keeps at barriers: a run that was stopped goes on from it, with the
  /// outputs of one that never was.
  ///
  /// - Parameters:
  ///   - job: what to do.
  ///   - keys: its parts.
  ///   - path: the file; it is written at the beginning, every few seconds, and at the end.
  /// - Throws: `JobFailure`.
  public func outputs<J: ResumableJob>(
    of job: J, keys: some RandomAccessCollection<J.Key> & Sendable, checkpoint path: String
  ) throws(JobFailure<J.Failure>) -> JobOutputs<J.Output> {
    let all = Mutex([J.Output?](repeating: nil, count: keys.count))
    let ending = try run(job, keys: keys, checkpoint: path) { place, output in
      all.withLock { $0[place] = output }
    }
    return JobOutputs(all: all.withLock { $0 }, ending: ending)
  }

  /// Runs parts, which a file keeps at barriers as for `outputs(of:keys:checkpoint:)`, and hands each output that is
  /// there at the end on, one at a time and in any order.
  ///
  /// - Parameters:
  ///   - job: what to do.
  ///   - keys: its parts.
  ///   - path: the file.
  ///   - take: takes an output.
  /// - Returns: why it ended.
  /// - Throws: `JobFailure`.
  @discardableResult
  public func run<J: ResumableJob>(
    _ job: J, keys: some RandomAccessCollection<J.Key> & Sendable, checkpoint path: String,
    take: @Sendable (_ place: Int, J.Output) -> Void
  ) throws(JobFailure<J.Failure>) -> JobEnding {
    let checkpoint: Checkpoint
    do throws(CheckpointError) {
      checkpoint = try Checkpoint(
        path: path, identity: job.identity, interval: checkpointInterval)
    } catch { throw .checkpoint(error) }
    let run = JobRun(self, checkpoint: checkpoint)
    defer { progress?.finish() }
    // A path that cannot be written should not cost a run.
    if let failure = run.writeCheckpoint() { throw .file(failure) }
    let isTaken = Mutex([Bool](repeating: false, count: keys.count))
    do throws(J.Failure) {
      try run.perform(keys) { key, part throws(J.Failure) in
        if let bytes = checkpoint.finished("\(key)") { return try job.output(of: key, from: bytes) }
        guard let output = try job.perform(key, part) else { return nil }
        run.keep(try job.bytes(of: output), of: "\(key)", isFinished: true)
        return output
      } take: { place, _, output in
        isTaken.withLock { $0[place] = true }
        take(place, output)
      }
      // What an earlier run finished is there, however soon this one was stopped.
      let rest = isTaken.withLock { $0 }
      for (place, key) in keys.enumerated() where !rest[place] {
        guard let bytes = checkpoint.finished("\(key)") else { continue }
        take(place, try job.output(of: key, from: bytes))
      }
    } catch { throw .part(error) }
    if let failure = run.writeCheckpoint() { throw .file(failure) }
    return run.ending
  }

  /// `body` of each element, in order: a job whose keys are the elements' places.
  ///
  /// - Returns: the results of the first elements, of all unless a limit was met.
  /// - Throws: what the first failing element throws.
  public func map<Element: Sendable, Output: Sendable, Failure: Error>(
    _ elements: [Element],
    _ body: @escaping @Sendable (Element) throws(Failure) -> Output
  ) throws(Failure) -> [Output] {
    let job = MapJob(elements: elements, body: body)
    return try outputs(of: job, keys: elements.indices).first
  }

  /// `body` of each element, handed on as it comes: the first elements, all unless a limit was met, in any order.
  ///
  /// - Parameters:
  ///   - elements: what to work on.
  ///   - body: the work.
  ///   - take: takes the result of the element at a place, one at a time.
  /// - Throws: what the first failing element throws.
  public func each<Element: Sendable, Output: Sendable, Failure: Error>(
    _ elements: [Element],
    _ body: @escaping @Sendable (Element) throws(Failure) -> Output,
    take: @Sendable (_ place: Int, Output) -> Void
  ) throws(Failure) {
    _ = try run(MapJob(elements: elements, body: body), keys: elements.indices, take: take)
  }
}
