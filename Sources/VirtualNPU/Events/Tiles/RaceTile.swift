import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// `race`, event by event: keys are written, queries scored, and in each head agents fire until enough
/// firings are counted.
struct RaceTile {
  private let shape: Instruction.RaceShape
  private let operands: RaceOperands
  private let law: RaceLaw
  private let tokens: Int
  private let key: Matrix
  private let value: Matrix
  private let beta: Float

  /// Writes the keys of all tokens as couplings and their values into memory.
  /// - Parameter writing: Receives the cycles that this takes.
  init(
    _ shape: Instruction.RaceShape, key: Matrix, value: Matrix, beta: Float, law: RaceLaw,
    in context: TileContext, record: inout InstructionRecord, writing: inout Int
  ) {
    self.shape = shape
    self.law = law
    self.key = key
    self.value = value
    self.beta = beta
    tokens = key.rows
    operands = RaceOperands(
      Saturation.saturated(key), Saturation.saturated(value), shape: shape, beta: beta)
    writing = RaceTimes.Layout(shape, tokens: tokens, chip: context.chip).keyWrites
  }

  /// The attention of one query: its context, a row.
  func attend(
    _ query: Matrix, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> (fields: Matrix, run: TileRun) {
    fatalError("not yet")
  }
}
