import ChipPrograms
import ExecutionRecords
import Jobs
import Synchronization
import VirtualChip

/// The texts of a run, folded as they end: of each the output is kept, of all together counts, times and events.
///
/// Texts may end in any order.
struct FoldedTexts: Sendable {
  /// Outputs by the places of the texts; `nil` for those that have not ended.
  private(set) var outputs: [[Float]?]
  /// Counts and times.
  private(set) var record = FoldedRecord()
  /// Simulated events of all texts; `nil` if none had any.
  private(set) var events: EventTally?

  /// Heads of races on each text that has ended; empty where nobody asked.
  private(set) var heads: [[HeadState]]

  /// Where their times go.
  private(set) var times: TimeTally

  /// Nothing yet of so many texts that run a program.
  init(count: Int, of program: Program) {
    outputs = [[Float]?](repeating: nil, count: count)
    heads = Array(repeating: [], count: count)
    times = TimeTally(of: program)
  }

  /// Texts that have ended, one after another as `executions`.
  init(_ executions: [VirtualChip.Execution], of program: Program) {
    self.init(count: executions.count, of: program)
    for (place, execution) in executions.enumerated() { add(execution, at: place) }
  }

  /// Runs texts on a machine; after Ctrl-C those that have ended are there.
  ///
  /// - Parameters:
  ///   - job: the texts.
  ///   - count: their number.
  ///   - program: what runs them.
  ///   - runner: its limits.
  ///   - path: the file that keeps their states; `nil` for none.
  /// - Throws: `JobFailure`, and what the job throws for a text that the machine refuses.
  static func run<J: ResumableJob>(
    _ job: J, count: Int, of program: Program, runner: JobRunner, checkpoint path: String? = nil
  ) throws -> FoldedTexts where J.Key == Int, J.Output == VirtualChip.Execution {
    let texts = Mutex(FoldedTexts(count: count, of: program))
    let take = { @Sendable (place: Int, execution: VirtualChip.Execution) in
      texts.withLock { $0.add(execution, at: place) }
    }
    if let path {
      try runner.run(job, keys: 0..<count, checkpoint: path, take: take)
    } else {
      try runner.runBriefly(job, keys: 0..<count, take: take)
    }
    var folded = texts.withLock { $0 }
    folded.record.end()
    return folded
  }

  /// The places of the texts that have ended.
  var places: [Int] { outputs.indices.filter { outputs[$0] != nil } }
  /// The outputs of these texts.
  var finished: [[Float]] { outputs.compactMap(\.self) }

  /// Adds a text that has ended.
  mutating func add(_ execution: VirtualChip.Execution, at place: Int) {
    outputs[place] = execution.output
    heads[place] = execution.heads
    record.add(execution.record, at: place)
    times.add(execution.record)
    guard let own = execution.events else { return }
    var sum = events ?? EventTally()
    sum += own
    events = sum
  }
}
