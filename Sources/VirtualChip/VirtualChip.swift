public import ChipPrograms
public import ExecutionRecords
public import HardwareSpecs
package import Jobs

/// A chip with a program in its tiles: runs one text after another, or agents that relax; counts every
/// action and places every instruction on a timeline. Immutable: several threads may have sessions on one
/// machine.
///
/// At fidelity `event` every event is simulated, with the chip's devices; `sampled` draws what agents do
/// from its law, and `expectation` takes the mean. Agents that are coupled have no such law: `sampled`
/// draws ideal ones by counts of ticks, and `expectation` counts what up to 20 of them do on average.
///
/// Outputs depend on the program, the settings and the text alone: never on prices, on the number of
/// threads, on the other texts of a batch or on the processor's instruction set.
public final class VirtualChip: Sendable {
  /// What a run of one text gives.
  public struct Execution: Sendable {
    /// The program's output: one row.
    public var output: [Float]
    /// Actions and times.
    public var record: ExecutionRecord
    /// Simulated events; none unless the fidelity is `event`.
    public var events: EventTally?
    /// Heads of races with their β and entropy, where a thermostat steers or `RunSettings.sensesEntropy`.
    public var heads: [HeadState] = []

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
  /// The program's agents in the lattice tiles, if it has some.
  let lattice: LatticeDies?
  let plan: FloorPlan
  let mesh: Mesh
  /// Where the program's instructions are at work.
  let valueTiles: ValueTiles
  /// How the machine goes about each instruction.
  let steps: [MachineStep]
  /// What the rows of each `move` put on the mesh, by instruction.
  let packets: [Int: PacketLoad]
  /// Cycles for which a token occupies the busiest link in the group that begins at an instruction.
  let linkCycles: [Int]
  /// Where the keys of causal races stay, by instruction.
  let racePlaces: [Int: RacePlace]
  /// Whether a token's values depend on those before it alone, so that a text can come in parts.
  let isCausal: Bool
  /// The instruction from which on only the last token of a part matters; `nil` where there is none.
  let answerStart: Int?
  /// The factor on query·key that the setup leaves.
  let beta: Float
  /// What the setup hands to thermostats, by the race's instruction.
  let thermostats: [Int: Instruction.Control]
  /// What the chip lacks for some fidelities.
  let limits: [Fault]
  /// The largest number of tokens of one text.
  let mostTokens: Int
  /// For each instruction the values that it is the last to use.
  let lastReads: [[Int]]
  /// A number of the program and the chip, worked out when a state first needs it.
  let fingerprint = ProgramFingerprint()
  /// The ways of couplings to their tiles, each worked out when it is first needed.
  let transports = KnownTransports()

  /// Builds the machine.
  /// - Throws: `MachineError` if the program was compiled for another chip description, or an array or
  ///   instruction does not fit the program, the chip or the arithmetic.
  public init(program: Program, chip: ChipSpec) throws(MachineError) {
    if let own = program.chip, own.hash != chip.identity {
      throw .wrongChip(program: own.hash, machine: chip.identity)
    }
    let hasValues = program.precision != nil && program.maximumTokens != nil
    guard hasValues || program.agents != nil else {
      throw .unusableProgram(
        name: program.name, reason: "found no precision or tokens, expected a program of values")
    }
    limits = program.faults(on: chip)
    if let fault = limits.first(where: { $0.reason.stops == .all }) {
      throw MachineError(fault, of: program)
    }
    // A program from a file or the compiler was verified whole; one made by hand may name what is not there.
    if let fault = program.instructionFaults(checksLoads: false).first {
      throw MachineError(fault, of: program)
    }
    mostTokens = program.maximumTokens ?? 0
    self.program = program
    self.chip = chip
    var arrays: [PreparedArray] = []
    if let precision = program.precision, !program.isOutline {
      for array in program.arrays {
        arrays.append(try PreparedArray(array, activationBits: precision.activationBits))
      }
    }
    self.arrays = arrays
    var lattice: LatticeDies?
    if let agents = program.agents {
      lattice = LatticeDies(try LatticeCouplings(agents, of: program.name, chip: chip))
    }
    self.lattice = lattice
    plan = FloorPlan(chip)
    mesh = Mesh(plan)
    valueTiles = ValueTiles(program, plan)
    beta = program.setup.compactMap { ($0.operation as? Instruction.Beta)?.factor }.last ?? 1
    thermostats = Self.thermostats(of: program.setup, in: program)
    steps = try Self.steps(of: program)
    packets = Self.packets(of: program, mesh: mesh, chip: chip)
    linkCycles = Self.linkCycles(of: program, steps, packets, mesh, chip.crossing)
    racePlaces = Self.racePlaces(of: program, on: chip, valueTiles, plan, mesh)
    isCausal = !racePlaces.isEmpty
    answerStart =
      racePlaces.isEmpty
      ? nil
      : program.instructions.firstIndex {
        ($0.operation as? Instruction.Pool)?.rows == .last
      }
    lastReads = Self.lastReads(of: program)
  }

  /// A session at its start.
  ///
  /// - Parameters:
  ///   - settings: fidelity, agents, samples and seed. The streams are keyed by the seed and the tokens: a
  ///     text draws the same numbers alone and in any batch.
  ///   - replica: names the random numbers of the program's agents.
  /// - Throws: `MachineError` for settings whose fidelity does not follow the chip.
  public func session(
    _ settings: RunSettings, replica: UInt32 = 0
  ) throws(MachineError) -> Session {
    try check(settings)
    try checkNumbers()
    return Session(machine: self, settings: settings, replica: replica)
  }

  /// Runs the program on one text.
  ///
  /// - Parameters:
  ///   - tokens: token ids, 1…`program.maximumTokens`, with types above them where they have some (`TokenWord`).
  ///   - settings: fidelity, agents, samples and seed.
  /// - Throws: `MachineError` for a text that the program cannot take, settings whose fidelity does not
  ///   follow the chip, and a field that leaves float32.
  public func run(
    tokens: [Int], settings: RunSettings
  ) throws(MachineError) -> Execution {
    let session = try session(settings)
    try session.feed(tokens)
    while !session.isFinished { session.step() }
    return try session.result()
  }

  /// Runs the program on one text as part of a job.
  ///
  /// - Parameter part: asked between two steps whether to go on.
  /// - Returns: `nil` where it was asked to stop.
  /// - Throws: `MachineError` as `run`.
  package func run(
    tokens: [Int], settings: RunSettings, _ part: JobPart
  ) throws(MachineError) -> Execution? {
    let session = try session(settings)
    try session.feed(tokens)
    return try session.result(part)
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
    try checkNumbers()
    let session = Session(machine: self, settings: settings, keepsValues: true)
    try session.feed(tokens)
    while !session.isFinished { session.step() }
    return Trace(
      fields: session.values.fields, codes: session.values.codes, execution: try session.result())
  }

  /// Starts the chip: loads of resident couplings, static fields and agents' couplings, done once for all
  /// texts and replicas.
  public func start() -> ExecutionRecord { start(repeats: [:]) }

  /// The same with layers that stand for others.
  /// - Parameter repeats: for how many layers a layer stands.
  package func start(repeats: [Int: Int]) -> ExecutionRecord {
    var timeline = Timeline(clock_Hz: chip.timing.clock_Hz)
    var records: [InstructionRecord] = []
    for (index, instruction) in program.setup.enumerated() {
      var record = InstructionRecord(
        instruction: index, name: instruction.name, layer: instruction.layer)
      // Checked when the machine was built.
      if let operation = instruction.operation as? any SetupInstruction {
        let work = operation.setUp(on: self, &record)
        let times = UInt64(instruction.layer.flatMap { repeats[$0] } ?? 1)
        record.multiply(by: times)
        timeline.place(instruction: index, cycles: UInt64(work.setUpCycles) * times)
      }
      records.append(record)
    }
    if let agents = program.agents {
      var record = InstructionRecord(instruction: records.count, name: "load", layer: nil)
      let cycles = load(agents, &record)
      timeline.place(instruction: records.count, cycles: UInt64(cycles))
      records.append(record)
    }
    return ExecutionRecord(
      instructions: records, timeline: timeline, couplingBits: UInt64(couplingBits),
      residentCouplingBits: UInt64(residentCouplingBits))
  }
}
