import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// A text on its way through the machine: values, records and the clock.
struct MachineState {
  let machine: VirtualNPU
  let tokens: [Int]
  let settings: RunSettings
  private let keepsValues: Bool
  /// Names the text in every stream's key: the same text draws the same numbers in any batch.
  let textKey: UInt32
  private(set) var fields: [Int: Matrix] = [:]
  private(set) var codes: [Int: CodedMatrix] = [:]
  private(set) var records: [InstructionRecord] = []
  private var timeline: Timeline
  private var twinTimeline: Timeline
  private var group = PipelineGroup()
  private var output: [Float] = []
  /// The factor on query·key.
  private var beta: Float
  /// When the last couplings were in their tiles.
  private var lastLoad: UInt64 = 0
  private var lastTwinLoad: UInt64 = 0

  var chip: ChipSpec { machine.chip }
  var program: Program { machine.program }

  /// - Parameter keepsValues: Whether all values stay until the end, for comparison.
  init(machine: VirtualNPU, tokens: [Int], settings: RunSettings, keepsValues: Bool) {
    self.keepsValues = keepsValues
    self.machine = machine
    self.tokens = tokens
    self.settings = settings
    textKey = TextKey.hash(tokens)
    beta = machine.beta
    timeline = Timeline(clock_Hz: machine.chip.timing.clock_Hz)
    twinTimeline = timeline
    records.reserveCapacity(machine.program.instructions.count)
  }

  /// The rows of a value: one for each token, or one if pooled.
  func rows(of value: Int) -> Int { program.values[value].pooled ? 1 : tokens.count }

  mutating func perform(_ index: Int, _ instruction: Instruction) {
    var record = InstructionRecord(
      instruction: index, name: instruction.name, layer: instruction.layer)
    var time: StageTime?
    switch instruction.operation {
    case is Instruction.Load:
      time = load(Loading.perform(instruction.operation, on: machine, record: &record))
    case is Instruction.Bias:
      time = .once(Loading.perform(instruction.operation, on: machine, record: &record))
    case let operation as Instruction.Beta:
      let factor = operation.factor
      beta = factor
      time = .once(Loading.perform(instruction.operation, on: machine, record: &record))
    case let operation as Instruction.Fetch:
      let (tables, into) = (operation.tables, operation.into)
      fields[into] = Fetching.body(tables.map { program.tables[$0] }, tokens: tokens)
      time = Fetching.account(
        tables.map { program.tables[$0] }, tokens: tokens.count, chip: chip, record: &record)
    case let operation as Instruction.Clamp:
      let (value, bits, outliers, into) = (
        operation.value, operation.bits, operation.outlierChannels, operation.into
      )
      codes[into] = Clamping.body(fields[value]!, bits: bits, outliers: outliers)
      time = Clamping.account(codes[into]!, chip: chip, record: &record)
    case let operation as Instruction.Move:
      let (value, blockWidth, bits, routes) = (
        operation.value, operation.blockWidth, operation.bitsPerElement, operation.routes
      )
      time = Moving.account(
        machine.load(
          of: value, outliers: codes[value]?.outliers, blockWidth: blockWidth, bits: bits,
          routes: routes), rows: rows(of: value), chip: chip, record: &record)
    case let operation as Instruction.Read:
      let (array, operand, into) = (operation.array, operation.codes, operation.into)
      fields[into] = Reading.body(machine.arrays[array], codes: codes[operand]!)
      time = Reading.account(
        machine.arrays[array].array, codes: codes[operand]!, chip: chip, record: &record)
    case let operation as Instruction.Race:
      let (shape, query, key, value, into) = (
        operation.shape, operation.query, operation.key, operation.value, operation.into
      )
      let outcome = Racing.body(
        shape, query: fields[query]!, key: fields[key]!, value: fields[value]!,
        beta: beta, settings: settings,
        conditions: RowConditions(timing: chip.timing, samples: settings.samples),
        streams: streams(index))
      fields[into] = outcome.context
      time = Racing.account(
        shape, outcome: outcome, tokens: tokens.count, settings: settings, chip: chip,
        record: &record)
    case let operation as Instruction.Gate:
      let (threshold, value, into) = (operation.threshold, operation.value, operation.into)
      let outcome = Gating.body(
        threshold, fields[value]!, devices: chip.devices, settings: settings,
        streams: streams(index))
      fields[into] = outcome.field
      time = Gating.account(
        threshold, outcome: outcome, settings: settings, chip: chip, streams: streams(index),
        record: &record)
    case let operation as Instruction.Normalise:
      let (value, epsilon, into) = (operation.value, operation.epsilon, operation.into)
      let outcome = Normalising.body(fields[value]!, epsilon: epsilon, timing: chip.timing)
      fields[into] = outcome.field
      time = Normalising.account(outcome, chip: chip, record: &record)
    case let operation as Instruction.Accumulate:
      let (left, right, gain, shift, into) = (
        operation.left, operation.right, operation.gain, operation.shift, operation.into
      )
      fields[into] = Periphery.accumulate(
        fields[left]!, fields[right]!, gain: vector(gain), shift: vector(shift))
      time = Periphery.account(
        fields[into]!, operations: 1 + (gain == nil ? 0 : 1) + (shift == nil ? 0 : 1), chip: chip,
        record: &record)
    case let operation as Instruction.Rescale:
      let (value, gain, shift, into) = (
        operation.value, operation.gain, operation.shift, operation.into
      )
      fields[into] = Periphery.rescale(fields[value]!, gain: vector(gain), shift: vector(shift))
      time = Periphery.account(
        fields[into]!, operations: (gain == nil ? 0 : 1) + (shift == nil ? 0 : 1), chip: chip,
        record: &record)
    case let operation as Instruction.Pool:
      let (value, into) = (operation.value, operation.into)
      fields[into] = Periphery.pool(fields[value]!)
      time = Periphery.accountPool(fields[value]!, chip: chip, record: &record)
    case let operation as Instruction.Unit:
      let (value, into) = (operation.value, operation.into)
      fields[into] = Periphery.unit(fields[value]!)
      // Square, add and scale each element.
      time = Periphery.account(fields[into]!, operations: 3, chip: chip, record: &record)
    case let operation as Instruction.Send:
      let value = operation.value
      output = fields[value]!.elements
      time = Sending.account(fields[value]!, chip: chip, record: &record)
    case is Instruction.Barrier:
      closeGroup()
    default:
      preconditionFailure("\(instruction.operation.mnemonic) is no instruction of this machine")
    }
    if var time {
      let operands = instruction.operation.operands
      if let operand = operands.first, rows(of: operand) == 1 { time.single = true }
      group.append(
        index, time, lanes: lanes(record, rows: operands.first.map(rows) ?? tokens.count))
    }
    records.append(record)
    guard !keepsValues else { return }
    // The next text finds the memory of this one's values warm.
    for value in machine.lastReads[index] {
      fields[value] = nil
      codes[value] = nil
    }
  }

  /// Cycles for which a token occupies the periphery's lanes, which all instructions share.
  private func lanes(_ record: InstructionRecord, rows: Int) -> Int {
    let operations = record.counts[.periphery]?[.digitalOperation] ?? 0
    return ceilingDivide(Int(operations), rows * chip.geometry.digitalLanes)
  }

  /// A shadow load starts when the one before it has ended and is seen only where the computation
  /// since then was shorter.
  private mutating func load(_ cycles: Int) -> StageTime {
    guard chip.timing.shadowLoad else { return .once(cycles) }
    func visible(_ timeline: Timeline, since loaded: inout UInt64) -> Int {
      let left = max(0, cycles - Int(timeline.totalCycles - loaded))
      loaded = timeline.totalCycles + UInt64(left)
      return left
    }
    var time = StageTime.once(visible(timeline, since: &lastLoad))
    time.twin = (visible(twinTimeline, since: &lastTwinLoad), 0)
    return time
  }

  mutating func finished() -> VirtualNPU.Execution {
    closeGroup()
    return VirtualNPU.Execution(
      output: output,
      record: ExecutionRecord(
        instructions: records, timeline: timeline, twinTimeline: twinTimeline,
        couplingBits: UInt64(program.couplingBits),
        residentCouplingBits: UInt64(program.residentCouplingBits)),
      events: nil)
  }

  private func vector(_ index: Int?) -> [Float]? { index.map { program.vectors[$0] } }

  private func streams(_ instruction: Int) -> InstructionStreams {
    InstructionStreams(seed: settings.seed, text: textKey, instruction: instruction)
  }

  private mutating func closeGroup() {
    timeline.place(group, tokens: tokens.count)
    twinTimeline.place(group.twin, tokens: tokens.count)
    group = PipelineGroup()
  }
}

extension Timeline {
  /// Places a group's instructions: each starts when its first token arrives.
  mutating func place(_ group: PipelineGroup, tokens: Int) {
    var start = totalCycles
    for member in group.members {
      place(
        instruction: member.instruction, startCycle: start,
        cycles: UInt64(member.time.alone(tokens: tokens)))
      start += UInt64(member.time.latency)
    }
    advance(UInt64(group.duration(tokens: tokens)))
  }
}
