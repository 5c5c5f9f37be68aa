import ByteFormats
public import ChipPrograms
public import ExecutionRecords
public import HardwareSpecs
import DenseAlgebra
import MoebiusGeometry
import RandomStreams

/// A chip with a program in its tiles: runs one text after another, counts every action and places
/// every instruction on a timeline. Immutable: several threads may run texts on one machine.
///
/// Outputs depend on the program, the settings and the text alone: never on prices, on the number of
/// threads, on the other texts of a batch or on the processor's instruction set.
public final class VirtualNPU: Sendable {
  /// What a run of one text gives.
  public struct Execution: Sendable {
    /// The program's output: one row.
    public var output: [Float]
    /// Actions and times.
    public var record: ExecutionRecord
    /// Simulated events; none unless the fidelity is `event`.
    public var events: EventTally?

    package init(output: [Float], record: ExecutionRecord, events: EventTally?) {
      self.output = output
      self.record = record
      self.events = events
    }
  }

  /// The program.
  public let program: Program
  /// The chip.
  public let chip: ChipSpec
  let arrays: [PreparedArray]
  let race: RaceLaw
  let mesh: Mesh
  /// A number of the program and the chip, worked out when a checkpoint first needs it.
  let fingerprint = ProgramFingerprint()
  /// The factor on query·key that the setup leaves.
  let beta: Float
  /// For each instruction the values that it is the last to use.
  let lastReads: [[Int]]

  /// Builds the machine.
  /// - Throws: `MachineError` if the program was compiled for another chip description, or an array or
  ///   instruction does not fit the arithmetic.
  public init(program: Program, chip: ChipSpec) throws(MachineError) {
    guard program.chipHash == chip.hash else {
      throw .wrongChip(program: program.chipHash, machine: chip.hash)
    }
    self.program = program
    self.chip = chip
    var arrays: [PreparedArray] = []
    for array in program.arrays {
      arrays.append(
        try PreparedArray(array, activationBits: program.precision.activationBits))
    }
    self.arrays = arrays
    race = RaceLaw(timing: chip.timing)
    mesh = Mesh(tiles: chip.geometry.meshTiles)
    var beta: Float = 1
    for case let setting as Instruction.Beta in program.setup.map(\.operation) {
      beta = setting.factor
    }
    self.beta = beta
    var lastUse = [Int](repeating: -1, count: program.values.count)
    for (index, instruction) in program.instructions.enumerated() {
      try Self.check(instruction, on: chip)
      for operand in instruction.operation.operands { lastUse[operand] = index }
    }
    var lastReads = [[Int]](repeating: [], count: program.instructions.count)
    for (value, index) in lastUse.enumerated() where index >= 0 { lastReads[index].append(value) }
    self.lastReads = lastReads
  }

  /// Finds out before a run what no run could compute.
  private static func check(_ instruction: Instruction, on chip: ChipSpec) throws(MachineError) {
    guard let shape = (instruction.operation as? Instruction.Race)?.shape else { return }
    guard !shape.causal else {
      throw .unusableInstruction(
        name: instruction.name, reason: "found a causal race, expected one over all tokens")
    }
    if case .elliptic? = shape.position, shape.headSize % 2 == 1 {
      throw .unusableInstruction(
        name: instruction.name,
        reason: "head size: found \(shape.headSize), expected an even one for rotations")
    }
    let largest = ((1 << shape.bits) - 1) * ((1 << (shape.bits - 1)) - 1) * shape.headSize
    guard largest <= Int(Int32.max) else {
      throw .unusableInstruction(
        name: instruction.name,
        reason: "scores of \(shape.headSize) products of \(shape.bits) bits reach \(largest), "
          + "expected at most \(Int32.max)")
    }
  }

  /// Finds out before a run what the settings' fidelity cannot follow on this chip.
  ///
  /// - Throws: `MachineError` for converters with too few bits and for ramps that saturate, unless the
  ///   fidelity is `event`.
  package func check(_ settings: RunSettings) throws(MachineError) {
    guard settings.fidelity.word != .event else { return }
    try checkConverters()
    if let reason = settings.attention.road.faultOfCounts(on: chip.timing) {
      throw .unusableSettings(reason: reason)
    }
  }

  /// Only fidelity `event` follows converters that do not resolve every sum of a column.
  private func checkConverters() throws(MachineError) {
    guard case .converter(let bits, _) = chip.timing.readOut else { return }
    for instruction in program.instructions {
      let rows: Int
      switch instruction.operation {
      case let race as Instruction.Race:
        rows = min(race.shape.headSize, chip.geometry.tileRows)
      case is Instruction.Read: rows = chip.geometry.tileRows
      default: continue
      }
      let needed = ceilingLog2(rows + 1)
      guard bits >= needed else {
        throw .unusableInstruction(
          name: instruction.name,
          reason: "column sums of \(rows) rows need converters of \(needed) bits, "
            + "\(chip.name) has \(bits); fidelity event can follow them")
      }
      let fullScale = chip.devices.converterFullScale ?? rows
      guard fullScale >= rows else {
        throw .unusableInstruction(
          name: instruction.name,
          reason: "column sums of \(rows) rows need converters of that full scale, "
            + "\(chip.name) has \(fullScale); fidelity event can follow them")
      }
    }
  }

  /// Runs the program on one text.
  ///
  /// - Parameters:
  ///   - tokens: Token ids, 1…`program.maximumTokens`.
  ///   - settings: Fidelity, agents, samples and seed. The streams are keyed by the seed and the
  ///     tokens: a text draws the same numbers alone and in any batch.
  /// - Throws: `MachineError` for a text that the program cannot take, or converters that the fidelity
  ///   does not follow.
  public func run(
    tokens: [Int], settings: RunSettings
  ) throws(MachineError) -> Execution {
    if settings.fidelity.word == .event {
      try check(settings)
      try check(tokens)
      let machine = EventMachine(machine: self, tokens: tokens, settings: settings)
      _ = machine.run()
      return machine.finished()
    }
    var state = try finalState(tokens: tokens, settings: settings, keepsValues: false)
    return state.finished()
  }

  /// Runs the program at fidelity `event` on one text from a checkpoint on, and may stop at a barrier.
  ///
  /// A resumed run gives the bits of one that was never stopped.
  ///
  /// - Parameters:
  ///   - tokens: Token ids, 1…`program.maximumTokens`.
  ///   - settings: Of fidelity `event`.
  ///   - checkpoint: Where to begin; `nil` begins at the start.
  ///   - onBarrier: Whether to go on; called at each barrier but the last, with a function that makes
  ///     a checkpoint of that moment.
  /// - Returns: What `run` gives; `nil` if `onBarrier` stopped it.
  /// - Throws: `MachineError` for a text that the program cannot take, and for a checkpoint of another
  ///   program, chip, text or settings.
  public func run(
    tokens: [Int], settings: RunSettings, resuming checkpoint: EventCheckpoint?,
    onBarrier: (_ checkpoint: () -> EventCheckpoint) -> Bool
  ) throws(MachineError) -> Execution? {
    guard settings.fidelity.word == .event else {
      throw .unusableCheckpoint(
        reason: "found fidelity \(settings.fidelity.word.rawValue), expected event")
    }
    try check(tokens)
    let machine = EventMachine(machine: self, tokens: tokens, settings: settings)
    if let checkpoint { try machine.resume(from: checkpoint) }
    let ended = machine.run { machine in onBarrier { EventCheckpoint(of: machine) } }
    return ended ? machine.finished() : nil
  }

  /// Every value of a run, by its number in the program, for comparison with the plain machine.
  package struct Trace: Sendable {
    /// Fields.
    package var fields: [Int: Matrix]
    /// Codes.
    package var codes: [Int: CodedMatrix]
    /// What `run` gives.
    package var execution: Execution
  }

  /// Runs the program on one text and keeps every value.
  package func trace(tokens: [Int], settings: RunSettings) throws(MachineError) -> Trace {
    if settings.fidelity.word == .event {
      try check(settings)
      try check(tokens)
      let machine = EventMachine(
        machine: self, tokens: tokens, settings: settings, keepsValues: true)
      _ = machine.run()
      return Trace(
        fields: machine.fields, codes: machine.codes.mapValues(CodedMatrix.init(rows:)),
        execution: machine.finished())
    }
    var state = try finalState(tokens: tokens, settings: settings, keepsValues: true)
    return Trace(fields: state.fields, codes: state.codes, execution: state.finished())
  }

  private func finalState(
    tokens: [Int], settings: RunSettings, keepsValues: Bool
  ) throws(MachineError) -> MachineState {
    try check(tokens)
    try check(settings)
    var state = MachineState(
      machine: self, tokens: tokens, settings: settings, keepsValues: keepsValues)
    for (index, instruction) in program.instructions.enumerated() {
      state.perform(index, instruction)
    }
    return state
  }

  /// What one row of a `move` puts on the mesh.
  /// - Parameter outliers: Channels coded apart; `nil` for fields.
  func load(
    of value: Int, outliers: Int?, blockWidth: Int, bits: Int, routes: [Route]
  ) -> Moving.Load {
    Moving.Load(
      width: program.values[value].width, ranges: outliers.map { $0 > 0 ? 2 : 1 } ?? 0,
      outliers: outliers ?? 0, blockWidth: blockWidth, bits: bits, routes: routes, mesh: mesh,
      chip: chip)
  }

  /// Starts the chip: loads of resident couplings and static fields, done once for all texts.
  public func start() -> ExecutionRecord {
    var timeline = Timeline(clock_Hz: chip.timing.clock_Hz)
    var records: [InstructionRecord] = []
    for (index, instruction) in program.setup.enumerated() {
      var record = InstructionRecord(
        instruction: index, name: instruction.name, layer: instruction.layer)
      let cycles = Loading.perform(instruction.operation, on: self, record: &record)
      records.append(record)
      timeline.place(instruction: index, cycles: UInt64(cycles))
    }
    return ExecutionRecord(
      instructions: records, timeline: timeline, couplingBits: UInt64(program.couplingBits),
      residentCouplingBits: UInt64(program.residentCouplingBits))
  }

  private func check(_ tokens: [Int]) throws(MachineError) {
    guard (1...program.maximumTokens).contains(tokens.count) else {
      throw .tokenCount(found: tokens.count, maximum: program.maximumTokens)
    }
    for table in program.tables {
      switch table.index {
      case .token:
        if let bad = tokens.first(where: { !(0..<table.rows).contains($0) }) {
          throw .tokenOutOfRange(token: bad, table: table.name, rows: table.rows)
        }
      case .position:
        if tokens.count > table.rows {
          throw .tokenCount(found: tokens.count, maximum: table.rows)
        }
      case .constant: continue
      }
    }
  }
}
