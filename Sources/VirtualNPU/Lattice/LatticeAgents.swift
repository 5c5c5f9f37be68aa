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
  let couplings: LatticeCouplings
  let die: LatticeDie
  let rate_Hz: Double
  let delay_s: Double
  let delayLaw: ChipDevices.DelayLaw

  /// Seconds since the start of the run in which agents drew.
  var now = 0.0
  var tally = LatticeTally()
  /// By agent, the state at which it is held, or 0.
  private(set) var held: [Int8]
  private(set) var choice: ClockChoice

  let spins: AgentMemory<Int8>
  /// States as neighbours see them under a fixed delay.
  let seen: AgentMemory<Int8>
  /// States as links hold them under an exponential delay.
  let copies: AgentMemory<Int8>
  let isPending: AgentMemory<UInt8>
  let pending: AgentMemory<Int32>
  var pendingCount = 0
  var line: FlipLine
  let lastDraws: AgentMemory<Double>

  let offsets: AgentMemory<Int32>
  let links: AgentMemory<LatticeLink>
  let reverse: AgentMemory<Int32>
  let fields: AgentMemory<Double>
  /// By agent: whether a neighbour is free, how many are, and the hops to them.
  let isRelaxing: AgentMemory<UInt8>
  let freeDegree: AgentMemory<Int32>
  let freeHops: AgentMemory<Int32>

  var draws: LatticeDraws
  var noise: WordSequence

  /// Whether copies of links are kept.
  var hasCopies: Bool { delay_s > 0 && delayLaw == .exponential }
  /// Whether flips wait in line.
  var hasLine: Bool { delay_s > 0 && delayLaw == .fixed }

  /// Agents of a replica at the start of a run: independent random states, stuck agents in theirs.
  convenience init(
    couplings: LatticeCouplings, die: LatticeDie, chip: ChipSpec, seed: UInt64, replica: UInt32
  ) {
    var states = RandomStream(
      StreamKey(seed: seed, purpose: .initialState, stage: Self.stage, replica: replica), site: 0)
    let spins = couplings.fields.indices.map { agent -> Int8 in
      let state: Int8 = states.next() >> 31 == 0 ? -1 : 1
      return die.stuck.isEmpty || die.stuck[agent] == 0 ? state : die.stuck[agent]
    }
    self.init(
      couplings: couplings, die: die, chip: chip, seed: seed, replica: replica,
      state: LatticeAgentState(spins: spins))
  }

  /// Stages of streams of lattice programs.
  static let stage: UInt16 = 0x4c00

  /// Agents that go on from a state.
  init(
    couplings: LatticeCouplings, die: LatticeDie, chip: ChipSpec, seed: UInt64, replica: UInt32,
    state: LatticeAgentState
  ) {
    self.couplings = couplings
    self.die = die
    rate_Hz = chip.timing.latticeRate_Hz
    delay_s = die.delay_s
    delayLaw = die.delayLaw
    let count = couplings.fields.count
    let isCopied = die.delay_s > 0 && die.delayLaw == .exponential
    let isInLine = die.delay_s > 0 && die.delayLaw == .fixed
    spins = AgentMemory(state.spins)
    seen = AgentMemory(isInLine ? (state.seen.isEmpty ? state.spins : state.seen) : [])
    let linkCount = isCopied ? couplings.links.count : 0
    copies = AgentMemory(
      state.copies.isEmpty && isCopied
        ? couplings.links.map { state.spins[Int($0.neighbour)] } : state.copies)
    var isPending = [UInt8](repeating: 0, count: linkCount)
    // One place more: a link that is pending already is written there before it is dropped.
    var pending = [Int32](repeating: 0, count: linkCount + 1)
    for (place, link) in state.pending.enumerated() {
      isPending[Int(link)] = 1
      pending[place] = link
    }
    self.isPending = AgentMemory(isPending)
    self.pending = AgentMemory(pending)
    pendingCount = state.pending.count
    line = FlipLine(times: state.lineTimes, agents: state.lineAgents)
    lastDraws = AgentMemory(
      die.law.hasMemory && state.lastDraws.isEmpty
        ? Array(repeating: -.infinity, count: count) : state.lastDraws)
    offsets = AgentMemory(couplings.offsets)
    links = AgentMemory(couplings.links)
    reverse = AgentMemory(couplings.reverse)
    fields = AgentMemory(couplings.fields)
    isRelaxing = AgentMemory(Array(repeating: 0, count: count))
    freeDegree = AgentMemory(Array(repeating: 0, count: count))
    freeHops = AgentMemory(Array(repeating: 0, count: count))
    let key = StreamKey(seed: seed, purpose: .spinUpdate, stage: Self.stage, replica: replica)
    draws = LatticeDraws(key, position: state.drawPosition)
    var noiseKey = key
    noiseKey.stage = Self.stage + 1
    noise = WordSequence(noiseKey, position: state.noisePosition)
    now = state.now
    held = state.held.isEmpty ? Array(repeating: 0, count: count) : state.held
    choice = ClockChoice(agents: [], rate_Hz: rate_Hz, factors: [])
    prepare()
  }

  /// Finds who is free, and who has free neighbours.
  private func prepare() {
    let free = held.indices.filter { held[$0] == 0 }.map { Int32($0) }
    choice = ClockChoice(agents: free, rate_Hz: rate_Hz, factors: die.rates)
    for agent in held.indices {
      var (degree, hops): (Int32, Int32) = (0, 0)
      for link in Int(couplings.offsets[agent])..<Int(couplings.offsets[agent + 1])
      where held[Int(couplings.links[link].neighbour)] == 0 {
        degree += 1
        hops += couplings.hops[link]
      }
      freeDegree.buffer[agent] = degree
      freeHops.buffer[agent] = hops
      isRelaxing.buffer[agent] = degree > 0 ? 1 : 0
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
    if hasLine {
      line.send(Int32(agent), arriving: now + delay_s)
    } else if hasCopies {
      makePending(agent)
    } else {
      tally.arrivals += Int(freeDegree.buffer[agent])
    }
  }

  /// Starts the clocks of the links that leave an agent, where they do not run already.
  func makePending(_ agent: Int) {
    Self.makePending(
      Int(offsets.buffer[agent])..<Int(offsets.buffer[agent + 1]), reverse.buffer,
      isPending.buffer, pending.buffer, count: &pendingCount)
  }

  /// The same for a hot loop.
  @inline(__always)
  static func makePending(
    _ row: Range<Int>, _ reverse: UnsafeMutableBufferPointer<Int32>,
    _ isPending: UnsafeMutableBufferPointer<UInt8>, _ pending: UnsafeMutableBufferPointer<Int32>,
    count: inout Int
  ) {
    for link in row {
      let other = Int(reverse[link])
      pending[count] = Int32(truncatingIfNeeded: other)
      count &+= 1 &- Int(isPending[other])
      isPending[other] = 1
    }
  }

  /// All that is needed to go on.
  var state: LatticeAgentState {
    let waiting = line.waiting
    return LatticeAgentState(
      spins: spins.values, held: held, seen: seen.values, copies: copies.values,
      pending: Array(pending.buffer[..<pendingCount]), lineTimes: waiting.times,
      lineAgents: waiting.agents, lastDraws: lastDraws.values, now: now,
      drawPosition: draws.position, noisePosition: noise.position)
  }
}

/// The devices of one chip's lattice agents.
struct LatticeDie {
  /// Ideal where the fidelity is not `event`, but for the converter.
  let devices: ChipDevices
  let law: AgentLaw
  let delay_s: Double
  let delayLaw: ChipDevices.DelayLaw
  let temperatureFactor: Double
  let offsets: [Double]
  let rates: [Double]
  let stuck: [Int8]

  init(_ die: Die, agents: Int) {
    devices = die.devices
    law = devices.law
    delay_s = devices.couplingDelay_s
    delayLaw = devices.delayLaw
    temperatureFactor = die.temperatureFactor
    offsets = die.offsets(of: .lattice, count: agents)
    rates = die.rates(of: .lattice, count: agents)
    stuck = die.stuckStates(of: .lattice, count: agents)
  }

  /// Whether agents draw by the ideal law; delays and rates may still differ.
  var drawsIdeally: Bool { law.drawsIdeally && devices.fieldBits == nil }
}

/// What agents need to go on where they stopped.
struct LatticeAgentState: Equatable {
  var spins: [Int8]
  var held: [Int8] = []
  var seen: [Int8] = []
  var copies: [Int8] = []
  var pending: [Int32] = []
  var lineTimes: [Double] = []
  var lineAgents: [Int32] = []
  var lastDraws: [Double] = []
  var now = 0.0
  var drawPosition: UInt64 = 0
  var noisePosition: UInt64 = 0
}
