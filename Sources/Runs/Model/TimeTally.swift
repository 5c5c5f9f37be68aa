import ChipPrograms
import ExecutionRecords
import MappingChecks

/// Cycles of executions of single texts by what they wait for and by unit, folded as the texts end.
///
/// All are sums of integers, so that the order in which texts end does not matter.
struct TimeTally: Sendable {
  private let program: Program
  /// Cycles by the instruction that the others wait for.
  private(set) var path = CriticalPath()
  /// Cycles in which a unit is busy.
  private(set) var busy: [ChipUnit: UInt64] = [:]
  /// Executions.
  private(set) var count = 0
  /// Cycles a second.
  private(set) var clock_Hz = 0.0
  /// The layer of each instruction.
  private(set) var layers: [Int: Int?] = [:]

  /// Nothing yet of a program.
  init(of program: Program) { self.program = program }

  /// Adds the execution of one text.
  mutating func add(_ record: ExecutionRecord) {
    path.add(record.timeline, of: program)
    let own = BusyCycles<ChipUnit>(record: record, key: unit)
    for unit in own.keys { busy[unit, default: 0] += own.of(unit) }
    if count == 0 {
      clock_Hz = record.timeline.clock_Hz
      layers = Dictionary(
        record.instructions.map { ($0.instruction, $0.layer) },
        uniquingKeysWith: { first, _ in first })
    }
    count += 1
  }

  private func unit(of record: InstructionRecord) -> ChipUnit? {
    ChipUnit(program.instructions[record.instruction].operation)
  }

  /// The unit of an instruction that takes time; the periphery without one.
  func unit(of instruction: Int) -> ChipUnit {
    ChipUnit(program.instructions[instruction].operation) ?? .periphery
  }
}
