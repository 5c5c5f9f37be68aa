public import ChipPrograms
public import ExecutionRecords
public import HardwareSpecs

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
  let mesh: Mesh
  /// How the machine goes about each instruction.
  let steps: [MachineStep]
  /// What the rows of each `move` put on the mesh, by instruction.
  let packets: [Int: PacketLoad]
  /// Where the keys of causal races stay, by instruction.
  let racePlaces: [Int: RacePlace]
  /// Whether a token's values depend on those before it alone, so that a text can come in parts.
  let isCausal: Bool
  /// The factor on query·key that the setup leaves.
  let beta: Float
  /// What the chip lacks for some fidelities.
  let limits: [Fault]
  /// The largest number of tokens of one text.
  let mostTokens: Int
  /// For each instruction the values that it is the last to use.
  let lastReads: [[Int]]
  /// A number of the program and the chip, worked out when a state first needs it.
  let fingerprint = ProgramFingerprint()

  /// Builds the machine.
  /// - Throws: `MachineError` if the program was compiled for another chip description, or an array or
  ///   instruction does not fit the arithmetic.
  public init(program: Program, chip: ChipSpec) throws(MachineError) {
    if let own = program.chip, own.hash != chip.identity {
      throw .wrongChip(program: own.hash, machine: chip.identity)
    }
    guard let precision = program.precision, let most = program.maximumTokens else {
      throw .unusableProgram(
        name: program.name, reason: "found no precision or tokens, expected a program of values")
    }
    for instruction in program.setup + program.instructions
    where instruction.operation.needsAgents {
      throw .unusableInstruction(
        name: instruction.name,
        reason: "found `\(instruction.operation.mnemonic)` of agents, expected what values need")
    }
    limits = program.faults(on: chip)
    if let fault = limits.first(where: { $0.reason.stops == .all }) { throw MachineError(fault) }
    mostTokens = most
    self.program = program
    self.chip = chip
    var arrays: [PreparedArray] = []
    for array in program.arrays {
      arrays.append(
        try PreparedArray(array, activationBits: precision.activationBits))
    }
    self.arrays = arrays
    mesh = Mesh(tiles: chip.geometry.meshTiles)
    beta = program.setup.compactMap { ($0.operation as? Instruction.Beta)?.factor }.last ?? 1
    steps = try Self.steps(of: program.instructions)
    packets = Self.packets(of: program, mesh: mesh, timing: chip.timing)
    racePlaces = Self.racePlaces(of: program, on: chip)
    isCausal = !racePlaces.isEmpty
    lastReads = Self.lastReads(of: program)
  }

  /// A session at its start.
  ///
  /// - Parameter settings: fidelity, agents, samples and seed. The streams are keyed by the seed and the
  ///   tokens: a text draws the same numbers alone and in any batch.
  /// - Throws: `MachineError` for settings whose fidelity does not follow the chip.
  public func session(_ settings: RunSettings) throws(MachineError) -> Session {
    try check(settings)
    return Session(machine: self, settings: settings)
  }

  /// Runs the program on one text.
  ///
  /// - Parameters:
  ///   - tokens: token ids, 1…`program.maximumTokens`.
  ///   - settings: fidelity, agents, samples and seed.
  /// - Throws: `MachineError` for a text that the program cannot take, or settings whose fidelity does not
  ///   follow the chip.
  public func run(
    tokens: [Int], settings: RunSettings
  ) throws(MachineError) -> Execution {
    let session = try session(settings)
    try session.feed(tokens)
    while !session.isFinished { session.step() }
    return session.execution
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
    try check(settings)
    let session = Session(machine: self, settings: settings, keepsValues: true)
    try session.feed(tokens)
    while !session.isFinished { session.step() }
    return Trace(
      fields: session.values.fields, codes: session.values.codes, execution: session.execution)
  }

  /// Starts the chip: loads of resident couplings and static fields, done once for all texts.
  public func start() -> ExecutionRecord {
    var timeline = Timeline(clock_Hz: chip.timing.clock_Hz)
    var records: [InstructionRecord] = []
    for (index, instruction) in program.setup.enumerated() {
      var record = InstructionRecord(
        instruction: index, name: instruction.name, layer: instruction.layer)
      // Checked when the machine was built.
      if let operation = instruction.operation as? any SetupInstruction {
        let work = operation.setUp(on: self, &record)
        timeline.place(instruction: index, cycles: UInt64(work.setUpCycles))
      }
      records.append(record)
    }
    return ExecutionRecord(
      instructions: records, timeline: timeline, couplingBits: UInt64(program.couplingBits),
      residentCouplingBits: UInt64(program.residentCouplingBits))
  }
}
