import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import Jobs
import RandomStreams

/// A chip at work on a program: one object with all of its state.
///
/// Tokens are fed, all at once or, to a causal program, part by part; the program is gone through once for
/// each part, and once where it has agents alone. Between two steps the session can be looked at, its β
/// set from outside, and its state kept as bytes, from which another session goes on with the same bits.
///
/// ```swift
/// let session = try machine.session(RunSettings(fidelity: .event(die: 0)))
/// try session.feed([101, 2023, 102])
/// while !session.isFinished { session.step() }
/// print(try session.result().output)
/// ```
public final class Session {
  /// The machine.
  public let machine: VirtualChip
  /// Fidelity, agents, samples and seed.
  public let settings: RunSettings
  /// Names the random numbers of its agents; those of tokens are named by the text.
  public let replica: UInt32
  /// All tokens so far: ids, with types above them (`TokenWord`).
  public private(set) var tokens: [Int] = []
  /// Places of the first token of each type.
  private(set) var typeStarts: Set<Int> = []
  /// The tokens of the part under way.
  private(set) var part = 0..<0
  /// The instruction that is reached; behind the last one where the part is through.
  public internal(set) var next: Int
  /// Where the part under way ends: behind the last instruction, or before the answer.
  private(set) var partEnd: Int
  /// The output of all parts: rows of the value that the program sends.
  public internal(set) var output: [Float] = []
  /// The factor on query·key that the program has set last.
  public internal(set) var programBeta: Float
  /// Factors on query·key by token, in place of the program's.
  public private(set) var tokenBetas: [Int: Float] = [:]
  /// What was simulated so far; nothing where no event is.
  public internal(set) var events = EventTally()

  /// What stopped the session before the end of the program: a field that left float32; `nil` for nothing.
  public private(set) var failure: MachineError?

  var values = ValueStore()
  /// Keys and values of causal races by instruction: those of all tokens so far.
  private(set) var keyRows: [Int: KeyValueRows] = [:]
  var records: [InstructionRecord]
  var clock: ChipClock
  var twinClock: ChipClock
  /// The moment at which a row enters a simulated tile, in cycles.
  var moment: UInt64 = 0
  /// Value rows read in the mean by instruction, before they are rounded.
  private(set) var valueReads: [Int: Double] = [:]

  /// What is in the hands of thermostats, by the race's instruction.
  var thermostats: [Int: Instruction.Control]
  /// Factors on β that thermostats have set, by race and head.
  var steered: [Int: [Double]] = [:]
  /// What is known of the heads of races, by instruction.
  private var watches: [Int: RaceWatch] = [:]
  /// Factors on β that devices make, by race and head.
  private var gains: [Int: [Double]] = [:]

  let die: Die
  /// The mesh; none unless flits are simulated.
  let network: MeshNetwork?
  /// The mesh's flits before this session went on.
  var flitsBefore: UInt64 = 0
  var tiles = ChipTiles()
  /// The program's agents, if it has some.
  private(set) var agents: SessionAgents?
  /// Operands of races by instruction, where laws draw.
  var raceOperands: [Int: RaceOperands] = [:]
  /// Tiles of races by instruction, where agents do.
  private var raceTiles: [Int: any Tile<RaceTile.Command>] = [:]
  /// Names each token's streams: by all tokens of a text, or in a causal program by those up to it.
  private var textKeys: [UInt32] = []
  private var textHash = TextKey()
  /// Whether values stay when nobody reads them any more.
  let keepsValues: Bool
  /// What rows without values are assumed to do; `nil` where they have values.
  let assumptions: RowAssumptions?
  /// Whether times are kept stage by stage, and what was kept.
  let keepsPassages: Bool
  var passages: [StagePassage] = []

  var program: Program { machine.program }
  var chip: ChipSpec { machine.chip }

  init(
    machine: VirtualChip, settings: RunSettings, replica: UInt32 = 0, keepsValues: Bool = false,
    keepsPassages: Bool = false, assumptions: RowAssumptions? = nil
  ) {
    self.assumptions = assumptions
    self.keepsPassages = keepsPassages
    self.machine = machine
    self.settings = settings
    self.replica = replica
    self.keepsValues = keepsValues
    let timing = machine.chip.timing
    die = machine.die(of: settings)
    thermostats = settings.steers ? machine.thermostats : [:]
    var network: MeshNetwork?
    if case .event = settings.fidelity, !machine.program.values.isEmpty {
      network = MeshNetwork(
        mesh: machine.mesh, hopCycles: timing.hopCycles, credits: timing.creditFlits,
        crossing: machine.chip.crossing)
    }
    self.network = network
    clock = ChipClock(clock_Hz: timing.clock_Hz)
    twinClock = clock
    programBeta = machine.beta
    // Tokens start a program of values.
    next = machine.program.values.isEmpty ? 0 : machine.steps.count
    partEnd = machine.steps.count
    records = machine.program.instructions.enumerated().map {
      InstructionRecord(instruction: $0, name: $1.name, layer: $1.layer)
    }
    if let dies = machine.lattice {
      agents = SessionAgents(dies.lattice(of: machine.chip, settings), of: self)
    }
  }

  /// Whether all that was fed is through the program, or a field left float32 (`failure`).
  public var isFinished: Bool { next >= partEnd || failure != nil }

  /// Stops the session, for good; the first reason stays.
  func fail(_ error: MachineError) { failure = failure ?? error }

  /// The result of a session that nothing stopped.
  ///
  /// - Throws: `failure`.
  public func result() throws(MachineError) -> VirtualChip.Execution {
    if let failure { throw failure }
    return execution
  }

  /// Steps to the end as part of a job, with a barrier between two steps.
  ///
  /// - Returns: the result; `nil` where the part was asked to stop.
  /// - Throws: `failure`.
  func result(_ part: JobPart) throws(MachineError) -> VirtualChip.Execution? {
    while true {
      step()
      if isFinished { return try result() }
      guard part.barrier({ stateBytes }) else { return nil }
    }
  }

  /// Gives the next tokens, for which the program is gone through once more.
  ///
  /// - Parameters:
  ///   - tokens: ids, with types above them where they have some (`TokenWord`). A causal program takes a text in
  ///     parts, any other all at once.
  ///   - answers: whether what the program makes of the last token alone is made for this part: without, it
  ///     ends where only that is left to do.
  /// - Throws: `MachineError` for tokens that the program cannot take, and `failure`.
  /// - Precondition: `isFinished`.
  public func feed(_ tokens: [Int], answers: Bool = true) throws(MachineError) {
    if let failure { throw failure }
    precondition(isFinished, "tokens fed before those before them are through")
    try machine.check(tokens, after: self.tokens.count)
    part = self.tokens.count..<(self.tokens.count + tokens.count)
    self.tokens += tokens
    markTypes()
    values = ValueStore()
    next = 0
    partEnd = answers ? machine.steps.count : machine.answerStart ?? machine.steps.count
    name(tokens)
  }

  /// Takes the next tokens without their ids, where values are not computed.
  func take(_ tokens: Range<Int>) {
    part = tokens
    // They are all of one type.
    if tokens.lowerBound == 0 { typeStarts.insert(0) }
    next = 0
  }

  /// Finds types that begin in the part.
  private func markTypes() {
    var known = Set(typeStarts.map { TokenWord.type(tokens[$0]) })
    for place in part where known.insert(TokenWord.type(tokens[place])).inserted {
      typeStarts.insert(place)
    }
  }

  /// Names the streams of further tokens.
  private func name(_ tokens: [Int]) {
    for token in tokens {
      textHash.add(token)
      if machine.isCausal { textKeys.append(textHash.value) }
    }
    guard !machine.isCausal else { return }
    textKeys = Array(repeating: textHash.value, count: tokens.count)
  }

  /// Names a token's streams.
  func textKey(ofToken token: Int) -> UInt32 { textKeys[token] }

  /// Whether parts of the text went through the program before the one under way.
  var hasEarlierParts: Bool { part.lowerBound > 0 }

  /// The rows of a value: one for each token of the part, or one if pooled.
  func rows(of value: Int) -> Int { program.values[value].pooled ? 1 : part.count }

  /// Sets the factor on query·key of tokens, in place of the program's.
  ///
  /// - Parameters:
  ///   - beta: the factor; `nil` for the program's again.
  ///   - tokens: places in the text, of tokens that are fed or will be.
  public func setBeta(_ beta: Float?, ofTokens tokens: Range<Int>) {
    for token in tokens { tokenBetas[token] = beta }
  }

  /// The inverse temperature of agents; `nil` without agents.
  public var agentBeta: Double? { agents?.phase.beta }

  /// Sets the inverse temperature of agents, until the program sets it.
  /// - Parameter beta: finite, 0 at least.
  public func setBeta(ofAgents beta: Double) {
    precondition(beta.isFinite && beta >= 0, "β of agents is \(beta), not a number from 0 on")
    agents?.set(beta: beta)
  }

  /// Takes the output so far away: of a long text it would grow.
  public func takeOutput() -> [Float] {
    defer { output = [] }
    return output
  }

  // MARK: Races

  /// Keeps the keys and values of further tokens.
  func keep(_ keys: Matrix, _ values: Matrix, of instruction: Int) {
    keyRows[instruction, default: KeyValueRows()].append(keys, values)
  }

  /// Does something with the tiles of a race.
  func raceTile<Result>(
    _ instruction: Int, _ race: Instruction.Race,
    _ body: (inout any Tile<RaceTile.Command>) -> Result
  ) -> Result {
    var tile =
      raceTiles.removeValue(forKey: instruction)
      ?? tiles.race(race.shape, machine.angles(of: race.shape))
    defer { raceTiles[instruction] = tile }
    return body(&tile)
  }

  /// Factors on the β of a race's heads: what devices make of it, times what a thermostat has set; empty where all
  /// are 1.
  func factors(of instruction: Int, _ race: Instruction.Race) -> [Float] {
    var factors = gains(of: instruction, heads: race.shape.heads)
    if let steered = steered[instruction] {
      factors = factors.isEmpty ? steered : zip(factors, steered).map { $0 * $1 }
    }
    return factors.map { Float($0) }
  }

  private func gains(of instruction: Int, heads: Int) -> [Double] {
    guard settings.followsDevices else { return [] }
    if let known = gains[instruction] { return known }
    var own = die.gains(ofRace: machine.valueTiles.streamNumbers[instruction], count: heads)
    if settings.lawDie != nil {
      // Simulated agents have these of their own, from moment to moment.
      let common = die.temperatureFactor * die.devices.law.betaFactor(at: settings.age_s)
      if common != 1 {
        own = (own.isEmpty ? [Double](repeating: 1, count: heads) : own).map { $0 * common }
      }
    }
    gains[instruction] = own
    return own
  }

  /// What keeps the counts of a race's heads; `nil` where nobody asks.
  func watch(of instruction: Int, _ race: Instruction.Race) -> RaceWatch? {
    guard thermostats[instruction] != nil || settings.sensesEntropy else { return nil }
    if let known = watches[instruction] { return known }
    let watch = RaceWatch(heads: race.shape.heads, sensor: settings.entropySensor)
    watches[instruction] = watch
    return watch
  }

  /// Heads of races with their β and entropies.
  private var heads: [HeadState] {
    watches.sorted { $0.key < $1.key }.flatMap { instruction, watch in
      watch.entropies.enumerated().map { head, entropy in
        HeadState(
          instruction: instruction, layer: program.instructions[instruction].layer, head: head,
          beta: steered[instruction]?[head] ?? 1, entropy: entropy)
      }
    }
  }

  /// Adds value rows that were read in the mean.
  /// - Returns: by how many whole rows their number has grown.
  func countValueReads(_ reads: Double, of instruction: Int) -> Int {
    let before = valueReads[instruction] ?? 0
    valueReads[instruction] = before + reads
    return Int(counting: (before + reads).rounded()) - Int(counting: before.rounded())
  }

  /// Forgets what no later part needs.
  func forgetRaces(_ instruction: Int) {
    guard machine.racePlaces[instruction] == nil else { return }
    raceOperands[instruction] = nil
    raceTiles[instruction] = nil
  }

  // MARK: Results

  /// What was done so far, also of a session that a field beyond float32 stopped.
  public var execution: VirtualChip.Execution {
    var events: EventTally?
    if case .event = settings.fidelity { events = self.events }
    var execution = VirtualChip.Execution(
      output: output,
      record: ExecutionRecord(
        instructions: records, timeline: clock.timeline, twinTimeline: twinClock.timeline,
        couplingBits: UInt64(machine.couplingBits),
        residentCouplingBits: UInt64(machine.residentCouplingBits)),
      events: events)
    execution.heads = heads
    return execution
  }

  /// What each `read` of agents gave, by its place in the program: read after read, −1 or +1 for each agent
  /// that it names, or for all; none at `expectation`.
  public var reads: [Int: [Int8]] { agents?.reads ?? [:] }

  /// Rows of a value of the part under way, those of its tokens or one for all; `nil` where it is not
  /// written, holds codes, or nobody reads it any more.
  /// - Parameter value: its number in the program.
  public func fields(of value: Int) -> [[Float]]? {
    values.fields[value].map { matrix in
      (0..<matrix.rows).map { matrix.rows($0..<($0 + 1)).elements }
    }
  }
}

/// Keys and values of tokens as they came to a race.
struct KeyValueRows: Equatable {
  private(set) var keys: [Float] = []
  private(set) var values: [Float] = []
  private(set) var tokens = 0

  init() {}

  mutating func append(_ keys: Matrix, _ values: Matrix) {
    self.keys += keys.elements
    self.values += values.elements
    tokens += keys.rows
  }
}
