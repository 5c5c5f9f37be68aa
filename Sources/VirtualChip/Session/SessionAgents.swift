import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// The agents of a session: the tiles that they are in, what the program has made of them, and how far the
/// instruction under way has come.
final class SessionAgents {
  private unowned let session: Session
  private let lattice: LatticeDie
  private let context: TileContext
  private var tiles: any Tile<LatticeTile.Command>
  /// β, and who is held, where the session is.
  private(set) var phase: AgentPhase
  /// The sum of the clock rates of free agents.
  private var tickRate_Hz = 0.0
  /// Steps of a ramp, or reads, of the instruction under way that are done.
  var part = 0
  /// Chunks of the part that are done.
  private var chunk = 0
  /// The states of each instruction's reads, row after row.
  private(set) var reads: [Int: [Int8]] = [:]

  /// Ticks of a step, about.
  private static let ticksOfAStep = 1e6

  /// Agents at their start, before the program or behind its setup.
  init(_ lattice: LatticeDie, of session: Session) {
    self.session = session
    self.lattice = lattice
    let (settings, replica) = (session.settings, session.replica)
    tiles =
      settings.fidelity.word == .sampled
      ? LatticeTile(CountedAgents(lattice, seed: settings.seed, replica: replica))
      : session.tiles.lattice(lattice, settings.seed, replica)
    context = TileContext(
      chip: session.chip, settings: settings, die: session.die,
      streams: InstructionStreams(seed: settings.seed, text: replica, instruction: 0),
      start_s: 0, token: 0)
    phase = AgentPhase(agents: lattice.couplings.fields.count)
    for instruction in session.program.setup { phase.pass(instruction.operation) }
    tickRate_Hz = lattice.tickRate_Hz(held: phase.held)
  }

  // MARK: What an instruction can reach

  var chip: ChipSpec { session.machine.chip }
  /// Mean rate of an agent's clock.
  var rate_Hz: Double { lattice.rate_Hz }
  /// What is counted for the instruction under way.
  var record: InstructionRecord {
    get { session.records[session.next] }
    set { session.records[session.next] = newValue }
  }
  private var isExpected: Bool { session.settings.fidelity == .expectation }

  /// Sets something as the setup does; returns cycles.
  func setUp(_ instruction: some SetupInstruction) -> Int {
    instruction.setUp(on: session.machine, &session.records[session.next]).setUpCycles
  }

  /// Holds agents, or sets them free with 0; returns cycles.
  func hold(_ states: [Instruction.ClampAgents.State]) -> Int {
    command(.hold(states)).run.latency
  }

  /// Lets free agents draw for a time, long ones in chunks of a step each.
  /// - Returns: whether the time is over.
  func draw(_ seconds: Double, beta: Double) -> Bool {
    guard !isExpected else {
      expect(seconds, beta: beta)
      return true
    }
    let chunks = chunks(of: seconds)
    _ = command(.draw(seconds: seconds / Double(chunks), beta: beta))
    return next(of: chunks)
  }

  /// Lets free agents draw and reads states again and again; short intervals share a step.
  /// - Returns: whether all was read.
  func read(_ named: [Int], every seconds: Double, times: Int) -> Bool {
    let width = named.isEmpty ? phase.held.count : named.count
    guard !isExpected else {
      expect(seconds * Double(times), beta: phase.beta)
      session.records[session.next].addReads(ofStates: times * width)
      return true
    }
    let chunks = chunks(of: seconds)
    var count = 1
    if chunks == 1 {
      let ticks = seconds * tickRate_Hz + Double(width)
      count = min(times - part, max(1, Int(counting: (Self.ticksOfAStep / ticks).rounded(.up))))
    }
    let isRead = chunk + 1 == chunks
    let result = command(
      .draw(
        seconds: seconds / Double(chunks), beta: phase.beta, times: count,
        reading: isRead ? named : nil))
    if isRead { reads[session.next, default: []] += result.fields.elements.map { Int8($0) } }
    if next(of: chunks) { part += count }
    return part == times
  }

  private func chunks(of seconds: Double) -> Int {
    let ticks = seconds * max(tickRate_Hz, 1)
    // More steps than anyone waits for, and not more than an integer holds.
    return max(1, Int(counting: min(1e15, (ticks / Self.ticksOfAStep).rounded(.up))))
  }

  /// Whether this was the last chunk.
  private func next(of chunks: Int) -> Bool {
    chunk = chunk + 1 == chunks ? 0 : chunk + 1
    return chunk == 0
  }

  private func command(_ command: LatticeTile.Command) -> TileResult {
    tiles.accept(
      command, in: context, record: &session.records[session.next], events: &session.events)
  }

  /// Counts what happens on average.
  private func expect(_ seconds: Double, beta: Double) {
    let tally = LatticeTally(
      expectedIn: seconds, beta: beta, held: phase.held, lattice.couplings, rate_Hz: rate_Hz)
    session.records[session.next].add(tally, couplingBits: chip.geometry.couplingBits)
  }

  // MARK: Where they are

  /// Goes on behind an instruction.
  func pass(_ operation: any Instruction.Operation) {
    (part, chunk) = (0, 0)
    let held = phase.held
    phase.pass(operation)
    if phase.held != held { tickRate_Hz = lattice.tickRate_Hz(held: phase.held) }
  }

  /// Sets β, until the program sets it.
  func set(beta: Double) { phase.beta = beta }

  /// All that is needed to go on.
  func put(into out: inout ByteWriter) {
    out.put(phase.beta)
    out.put(part)
    out.put(chunk)
    out.put(reads) { $0.put($1) }
    out.put(tiles.stateBytes)
  }

  /// Takes over the state of the agents of another session that is at the same place.
  func restore(_ reader: inout ByteReader) throws {
    if session.hasEarlierParts { pass(session.program.instructions[...]) }
    pass(session.program.instructions.prefix(session.next))
    phase.beta = try reader.get()
    (part, chunk) = (try reader.get(), try reader.get())
    guard phase.beta >= 0, phase.beta.isFinite, part >= 0, chunk >= 0 else {
      throw ByteReader.Damaged()
    }
    for _ in 0..<(try reader.count()) {
      let instruction: Int = try reader.get()
      let states: [Int8] = try reader.list()
      guard let read = session.program.readInstruction(instruction),
        states.count % (read.agents.isEmpty ? phase.held.count : read.agents.count) == 0
      else { throw ByteReader.Damaged() }
      reads[instruction] = states
    }
    try tiles.restore(reader.list())
  }

  private func pass(_ instructions: ArraySlice<Instruction>) {
    for instruction in instructions { pass(instruction.operation) }
  }
}

extension Program {
  /// The read of agents at a place, if there is one.
  fileprivate func readInstruction(_ index: Int) -> Instruction.ReadAgents? {
    guard instructions.indices.contains(index) else { return nil }
    return instructions[index].operation as? Instruction.ReadAgents
  }
}
