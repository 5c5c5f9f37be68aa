import HardwareSpecs
import RandomStreams

/// The agents of the lattice tiles in continuous time: each has a Poisson clock, at whose ticks it draws
/// its state from what it knows of its neighbours.
///
/// Clocks are superposed: the next tick of any of them comes after an exponential time, and falls on an
/// agent with a probability in proportion to its rate. That is the process of one clock an agent, without
/// a queue. With a fixed delay flips wait in line, since all take the same time. With an exponential one
/// each link holds a copy of its source's state; a link whose copy may be old is refreshed at a rate 1/τ,
/// and by the lack of memory these clocks join the same superposition.
final class LatticeAgents {
  let die: LatticeDie
  let seed: UInt64
  let replica: UInt32

  /// Seconds since the start of the run in which agents drew.
  var now: Double
  var tally = LatticeTally()
  /// By agent, the state at which it is held, or 0.
  private(set) var held: [Int8]
  private(set) var choice: ClockChoice

  let spins: AgentMemory<Int8>
  /// States as neighbours see them under a fixed delay.
  let seen: AgentMemory<Int8>
  /// States as links hold them under an exponential delay.
  let copies: AgentMemory<Int8>
  /// Links whose copies may be old: whether each is, and the list.
  let isPending: AgentMemory<UInt8>
  let pending: AgentMemory<Int32>
  var pendingCount: Int
  let line: FlipLine
  /// When each agent drew last; empty without memory.
  let lastDraws: AgentMemory<Double>

  let offsets: AgentMemory<Int32>
  let links: AgentMemory<LatticeLink>
  let reverse: AgentMemory<Int32>
  let fields: AgentMemory<Double>
  let inputOffsets: AgentMemory<Double>
  /// Factors on inputs; empty where all are 1.
  let slopes: AgentMemory<Double>
  let stuck: AgentMemory<Int8>
  /// By agent: whether a neighbour is free, how many are, and the hops to them.
  let isRelaxing: AgentMemory<UInt8>
  let freeDegree: AgentMemory<Int32>
  let freeHops: AgentMemory<Int32>

  var ticks: TickBatch
  var noise: WordSequence

  /// Stages of streams of lattice programs.
  private static let stage: UInt16 = 0x4c00

  /// Agents of a replica at the start of a run: independent random states, stuck agents in theirs.
  convenience init(_ die: LatticeDie, seed: UInt64, replica: UInt32) {
    var states = RandomStream(
      StreamKey(seed: seed, purpose: .initialState, stage: Self.stage, replica: replica), site: 0)
    let spins = die.couplings.fields.indices.map { agent -> Int8 in
      let state: Int8 = states.next() >> 31 == 0 ? -1 : 1
      return die.stuck.isEmpty || die.stuck[agent] == 0 ? state : die.stuck[agent]
    }
    self.init(die, seed: seed, replica: replica, state: State(start: spins, on: die))
  }

  /// Agents that go on from a state of theirs.
  init(_ die: LatticeDie, seed: UInt64, replica: UInt32, state: State) {
    (self.die, self.seed, self.replica) = (die, seed, replica)
    let couplings = die.couplings
    let count = couplings.fields.count
    spins = AgentMemory(state.spins)
    held = state.held
    seen = AgentMemory(state.seen)
    copies = AgentMemory(state.copies)
    var isPending = [UInt8](repeating: 0, count: state.copies.count)
    for link in state.pending { isPending[Int(link)] = 1 }
    self.isPending = AgentMemory(isPending)
    // One place more: a link that is pending already is written there before it is dropped.
    pending = AgentMemory(
      state.pending
        + [Int32](repeating: 0, count: state.copies.count + 1 - state.pending.count))
    pendingCount = state.pending.count
    line = FlipLine(times: state.lineTimes, agents: state.lineAgents)
    lastDraws = AgentMemory(state.lastDraws)
    offsets = AgentMemory(couplings.offsets)
    links = AgentMemory(die.links)
    reverse = AgentMemory(couplings.reverse)
    fields = AgentMemory(couplings.fields)
    inputOffsets = AgentMemory(die.offsets)
    slopes = AgentMemory(die.slopes)
    stuck = AgentMemory(die.stuck)
    isRelaxing = AgentMemory(Array(repeating: 0, count: count))
    freeDegree = AgentMemory(Array(repeating: 0, count: count))
    freeHops = AgentMemory(Array(repeating: 0, count: count))
    let key = StreamKey(seed: seed, purpose: .spinUpdate, stage: Self.stage, replica: replica)
    ticks = TickBatch(key, position: state.tickPosition)
    var noiseKey = key
    noiseKey.stage = Self.stage + 1
    noise = WordSequence(noiseKey, position: state.noisePosition)
    now = state.now
    choice = ClockChoice(agents: [], rate_Hz: die.rate_Hz, factors: [])
    prepare()
  }

  /// Finds who is free, and who has free neighbours.
  private func prepare() {
    let free = held.indices.filter { held[$0] == 0 }.map { Int32($0) }
    choice = ClockChoice(agents: free, rate_Hz: die.rate_Hz, factors: die.rateFactors)
    for agent in held.indices {
      let neighbours = die.couplings.freeNeighbours(of: agent, held: held)
      freeDegree.buffer[agent] = neighbours.count
      freeHops.buffer[agent] = neighbours.hops
      isRelaxing.buffer[agent] = neighbours.count > 0 ? 1 : 0
    }
  }

  /// Holds agents at states (−1, +1) or sets them free (0). A stuck agent stays where it is.
  func hold(_ changes: [(agent: Int, state: Int8)]) {
    for (agent, state) in changes {
      held[agent] = state
      let isStuck = !die.stuck.isEmpty && die.stuck[agent] != 0
      if state != 0, state != spins.buffer[agent], !isStuck { force(agent, to: state) }
    }
    prepare()
  }

  private func force(_ agent: Int, to state: Int8) {
    spins.buffer[agent] = state
    tally.hops += Int(freeHops.buffer[agent])
    if die.hasLine {
      line.send(Int32(agent), arriving: now + die.devices.couplingDelay_s)
    } else if die.hasCopies {
      let row = Int(offsets.buffer[agent])..<Int(offsets.buffer[agent + 1])
      PendingLinks(self).add(row, count: &pendingCount)
    } else {
      tally.arrivals += Int(freeDegree.buffer[agent])
    }
  }
}

extension LatticeAgents: AgentProcess {
  var count: Int { held.count }

  func draw(for seconds: Double, beta: Double) { run(until: now + seconds, beta: beta) }

  func append(statesOf named: [Int], to states: inout [Float]) {
    let spins = spins.buffer
    if named.isEmpty {
      for spin in spins { states.append(Float(spin)) }
    } else {
      for agent in named { states.append(Float(spins[agent])) }
    }
  }
}
