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

  /// Runs texts on a machine; after Ctrl-C the first ones are there.
  ///
  /// - Throws: `MachineError` for a text that the machine refuses.
  static func run(
    _ tokens: [[Int]], on machine: VirtualChip, settings: RunSettings, runner: JobRunner
  ) throws(MachineError) -> FoldedTexts {
    let texts = Mutex(FoldedTexts(count: tokens.count, of: machine.program))
    try runner.each(tokens) { text throws(MachineError) in
      try machine.run(tokens: text, settings: settings)
    } take: { place, execution in
      texts.withLock { $0.add(execution, at: place) }
    }
    return texts.withLock { $0 }
  }

  /// The outputs of the first texts, up to the first that has none.
  var first: [[Float]] { outputs.prefix { $0 != nil }.compactMap(\.self) }

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
