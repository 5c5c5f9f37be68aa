import ChipPrograms
import ExecutionRecords

/// One instruction of a group while tokens pass it: its units, the rows that wait for them, and what
/// was counted.
struct Station {
  let instruction: Int
  let operation: any Instruction.Operation
  /// β where it stands in the program.
  let beta: Float
  /// One row for all tokens: it waits for all of them and lets all of them go on.
  let isSingle: Bool
  /// A race whose keys or values come from its own group: it, too, waits for all tokens.
  let needsAll: Bool

  var record: InstructionRecord
  /// The time of a row as the schedule of `sampled` has it, where it does not depend on the row.
  var stage: StageTime?
  /// The time of each row in a tile.
  var runs: [TileRun]
  var race: RaceTile?
  /// First entry and last exit.
  var start: UInt64?
  var end: UInt64 = 0

  /// Tokens that arrived; after that, rows of `pool` that were added.
  var arrived = 0
  var folded = 0
  /// Rows that wait for the units, in the order of arrival, and the first of them.
  var waiting: [Int] = []
  var firstWaiting = 0
  var isOccupied = false
  /// For each token: when its row is through at the earliest, lane cycles still to come, packets on
  /// the mesh.
  var due: [UInt64]
  var laneCycles: [Int]
  var packets: [Int]

  init(
    _ instruction: Int, _ source: Instruction, tokens: Int, beta: Float, isSingle: Bool,
    needsAll: Bool
  ) {
    self.instruction = instruction
    operation = source.operation
    self.beta = beta
    self.isSingle = isSingle
    self.needsAll = needsAll
    record = InstructionRecord(
      instruction: instruction, name: source.name, layer: source.layer)
    runs = [TileRun](repeating: TileRun(latency: 0, busy: 0), count: tokens)
    due = [UInt64](repeating: 0, count: tokens)
    laneCycles = [Int](repeating: 0, count: tokens)
    packets = [Int](repeating: 0, count: tokens)
  }

  /// Counts what one row did.
  /// - Returns: Digital operations of the periphery among it.
  mutating func count(_ row: InstructionRecord) -> Int {
    record.merge(row)
    return Int(row.counts[.periphery]?[.digitalOperation] ?? 0)
  }

  /// An empty record of this instruction, for one row.
  var rowRecord: InstructionRecord {
    InstructionRecord(
      instruction: record.instruction, name: record.name, layer: record.layer)
  }

  mutating func takeWaiting() -> Int? {
    guard firstWaiting < waiting.count else { return nil }
    firstWaiting += 1
    return waiting[firstWaiting - 1]
  }
}
