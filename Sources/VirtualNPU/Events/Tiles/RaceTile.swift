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
    // Placeholder: the whole race with this query in every row, of which one is kept.
    var queries: [Float] = []
    for _ in 0..<tokens { queries += query.elements }
    let outcome = Racing.body(
      shape, query: Matrix(rows: tokens, width: query.width, elements: queries), key: key,
      value: value, beta: beta, law: law, streams: context.streams)
    var whole = InstructionRecord(
      instruction: record.instruction, name: record.name, layer: record.layer)
    let time = Racing.account(
      shape, outcome: outcome, tokens: tokens, settings: context.settings, chip: context.chip,
      streams: context.streams, record: &whole)
    for (component, counts) in whole.counts {
      for action in Action.allCases {
        for kind in ActionClass.allCases where counts[action, kind] > 0 {
          record.add(action, kind, on: component, Int(counts[action, kind]) / tokens)
        }
      }
    }
    if let twin = whole.twin {
      record.twin = TwinWork(
        component: twin.component, multiplierBits: twin.multiplierBits / UInt64(tokens),
        tableLookups: twin.tableLookups / UInt64(tokens),
        divisions: twin.divisions / UInt64(tokens))
    }
    events.draws += UInt64(context.settings.samples * shape.heads)
    let writes = RaceTimes.Layout(shape, tokens: tokens, chip: context.chip).keyWrites
    let start = context.token * query.width
    return (
      Matrix(
        rows: 1, width: query.width,
        elements: Array(outcome.context.elements[start..<(start + query.width)])),
      TileRun(
        latency: time.latency(ofToken: context.token) - writes,
        busy: time.initiation(ofToken: context.token))
    )
  }
}
