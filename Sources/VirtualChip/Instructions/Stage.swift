import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// One instruction while rows pass it between two barriers: what it can reach, what was counted, and what
/// its rows asked of the chip.
final class Stage {
  /// Place of the instruction in the program.
  let index: Int
  let instruction: any RowInstruction
  let passage: Passage
  unowned let session: Session
  /// Rows of its operands: one for each token of the part, or one for all.
  let rows: Int
  /// Whether one row stands for all tokens.
  let isSingle: Bool
  /// The factor on query·key that the program has set where it stands.
  private let beta: Float
  var record: InstructionRecord
  /// Latency and initiation of the digital twin; `nil` where it takes the same.
  var twin: (latency: Int, initiation: Int)?
  /// What the rows asked for, by the first row of each piece.
  private var works: [Work?]
  /// The tiles of the lanes that work for it; none for all.
  let laneTiles: [Int]
  /// Operations that they do in a cycle.
  private let lanes: Int
  private var preparing = 0
  private var completing = 0
  private let operationsBefore: Int

  init(_ index: Int, _ instruction: any RowInstruction, of session: Session) {
    self.index = index
    self.instruction = instruction
    self.session = session
    var passage = instruction.passage
    if session.thermostats[index] != nil, let race = instruction as? Instruction.Race {
      // A thermostat reads the races of all queries before the first one passes.
      passage.prepared.append(race.query)
    }
    self.passage = passage
    let operand = instruction.operands.first
    rows = operand.map(session.rows(of:)) ?? session.part.count
    isSingle = passage.isSingle || operand.map { session.program.values[$0].pooled } ?? false
    instruction.enter(session)
    beta = session.programBeta
    record = session.records[index]
    let lanePlace = session.machine.valueTiles.lanes[index]
    laneTiles = lanePlace.tiles
    lanes = lanePlace.lanes(on: session.chip, session.machine.plan)
    works = Array(repeating: nil, count: max(rows, session.part.count))
    operationsBefore = Self.operations(record)
  }

  // MARK: What an instruction can reach

  var machine: VirtualChip { session.machine }
  var program: Program { session.program }
  var chip: ChipSpec { session.machine.chip }
  var settings: RunSettings { session.settings }

  /// Whether rows have values; otherwise their work is foreseen.
  var hasValues: Bool { session.assumptions == nil }

  /// What rows without values are assumed to do.
  var assumptions: RowAssumptions { session.assumptions ?? RowAssumptions() }

  /// Elements of a row of a value.
  func width(of value: Int) -> Int { program.values[value].width }

  /// The instruction that makes codes.
  func clamp(of codes: Int) -> Instruction.Clamp {
    for case let clamp as Instruction.Clamp in program.instructions.map(\.operation)
    where clamp.into == codes {
      return clamp
    }
    preconditionFailure("codes \(codes) are made by no clamp")
  }

  /// The token of a row.
  func token(_ row: Int) -> Int { session.part.lowerBound + row }

  /// The factor on query·key of a row.
  func beta(ofRow row: Int) -> Float { session.tokenBetas[token(row)] ?? beta }

  /// Streams of this instruction on a row; those of a step of the thermostat are others.
  func streams(_ row: Int, step: Int? = nil) -> InstructionStreams {
    InstructionStreams(
      seed: step.map { settings.seed &+ UInt64($0 + 1) &* 0xd1b5_4a32_d192_ed03 } ?? settings.seed,
      text: session.textKey(ofToken: token(row)),
      instruction: machine.valueTiles.streamNumbers[index])
  }

  /// Streams of this instruction on the text up to its newest token, for one row that stands for all.
  var streamsOfText: InstructionStreams {
    let last = session.tokens.count - 1
    return InstructionStreams(
      seed: settings.seed,
      // Texts that are continued several times are told apart by their replicas.
      text: session.textKey(ofToken: last)
        &+ session.replica &* 0x9e37_79b9,
      instruction: machine.valueTiles.streamNumbers[index])
  }

  /// What a tile must know of the run when a row enters.
  func context(_ row: Int, step: Int? = nil) -> TileContext {
    TileContext(
      chip: chip, settings: settings, die: session.die, streams: streams(row, step: step),
      start_s: Double(session.moment) / chip.timing.clock_Hz, token: token(row))
  }

  /// Rows of fields.
  func fields(_ value: Int, _ rows: Range<Int>) -> Matrix { session.values.fields(value, rows) }

  /// Rows of codes.
  func codes(_ value: Int, _ rows: Range<Int>) -> CodedMatrix { session.values.codes(value, rows) }

  /// Writes rows of the result. Fields that left float32 stop the session; zeros stand for them, so that rows
  /// that are under way behind them come through.
  func write(_ matrix: Matrix, into value: Int, _ rows: Range<Int>) {
    var matrix = matrix
    if let place = Saturation.firstNotFinite(matrix) {
      session.fail(
        .outOfRange(
          instruction: program.instructions[index].name, value: matrix.elements[place],
          token: token(rows.lowerBound + place / max(1, matrix.width))))
      matrix = Matrix(
        rows: matrix.rows, width: matrix.width,
        elements: matrix.elements.map { $0.isFinite ? $0 : 0 })
    }
    session.values.write(matrix, into: value, rows, of: session.rows(of: value))
  }

  /// Writes rows of the result.
  func write(_ matrix: CodedMatrix, into value: Int, _ rows: Range<Int>) {
    session.values.write(matrix, into: value, rows, of: session.rows(of: value))
  }

  /// Hands rows to a tile that is simulated, one after the other, and writes their results.
  func simulate(
    _ rows: Range<Int>, into value: Int,
    _ accept: (
      _ row: Range<Int>, TileContext, inout InstructionRecord, inout EventTally
    ) -> TileResult
  ) -> Work {
    .tiles(
      rows.map { row in
        let result = accept(row..<(row + 1), context(row), &record, &session.events)
        write(result.fields, into: value, row..<(row + 1))
        return result.run
      })
  }

  /// A vector of the periphery.
  func vector(_ index: Int?) -> [Float]? { index.map { program.vectors[$0] } }

  /// Cycles of so many digital operations on the lanes where the instruction is.
  func laneCycles(_ operations: Int) -> Int { ceilingDivide(operations, lanes) }

  // MARK: Rows

  /// Does what comes before the first row.
  /// - Returns: cycles, and the lanes' cycles for what was counted meanwhile.
  @discardableResult
  func prepare() -> (cycles: Int, laneCycles: Int) {
    let before = Self.operations(record)
    preparing = instruction.prepare(self)
    return (preparing, laneCycles(Self.operations(record) - before))
  }

  /// Passes rows.
  /// - Returns: what they ask for, and the lanes' cycles for what was counted.
  @discardableResult
  func perform(_ rows: Range<Int>) -> (work: Work, laneCycles: Int) {
    let before = Self.operations(record)
    let work = instruction.perform(rows, self)
    works[rows.lowerBound] = work
    return (work, laneCycles(Self.operations(record) - before))
  }

  /// Passes all rows without their values.
  func foresee() {
    if passage.isPrepared { prepare() }
    works[0] = instruction.foresee(0..<rows, self)
    if passage.isCompleted { complete() }
  }

  /// Does what is left behind the last row.
  /// - Returns: the lanes' cycles.
  @discardableResult
  func complete() -> Int {
    completing = instruction.complete(self)
    return completing
  }

  private static func operations(_ record: InstructionRecord) -> Int {
    Int(record.counts[.periphery]?[.digitalOperation] ?? 0)
  }

  // MARK: Times by the schedule

  /// Cycles for which a token occupies the periphery's lanes, which all instructions share.
  var laneCycles: Int {
    ceilingDivide(Self.operations(record) - operationsBefore, rows * lanes)
  }

  /// Whether the instruction loads couplings behind the computation.
  var isShadowed: Bool {
    if case .load? = works[0], chip.timing.shadowLoad { true } else { false }
  }

  /// What its rows ask of the chip.
  func passed(isFirst: Bool) -> StagePassage {
    StagePassage(
      instruction: index, time: time, preparing: preparing, laneCycles: laneCycles,
      laneTiles: laneTiles, isFirst: isFirst)
  }

  /// The time of the instruction by the schedule.
  var time: StageTime {
    var time = scheduled(works.compactMap(\.self))
    time.latency += preparing
    if let latencies = time.latencies { time.latencies = latencies.map { $0 + preparing } }
    time.latency += completing
    time.single = isSingle || rows == 1
    time.twin = twin
    return time
  }

  private func scheduled(_ works: [Work]) -> StageTime {
    switch works[0] {
    case .lanes(let cycles, let depth):
      return StageTime(latency: cycles + depth, initiation: cycles)
    case .tiles:
      let runs = works.flatMap { work -> [TileRun] in
        if case .tiles(let runs) = work { runs } else { [] }
      }
      var time = StageTime(latency: runs[0].latency, initiations: runs.map(\.busy))
      time.latencies = runs.map(\.latency)
      return time
    case .packets(let load): return load.time(on: chip)
    case .fetch(var rows):
      for case .fetch(let others) in works.dropFirst() { rows += others }
      return rows.time(on: chip)
    case .host(let cycles), .wait(let cycles): return .once(cycles)
    case .load(let writing, let transfer, _): return .once(max(writing, transfer))
    }
  }
}
