import HardwareSpecs
import RandomStreams

/// The agents of the lattice tiles by counts, for fidelity `sampled`.
///
/// All clocks are exponential and alike, so in a time t at one β there are K ticks, K ~ Poisson(Nλt), and
/// each falls on any of the N free agents; when they come changes nothing. An agent that draws compares a
/// uniform number with P(+1) in its field, which its neighbours keep as they flip. The law is that of
/// `LatticeAgents` without devices; clocks, waiting times, sums of fields, logits and random streams of
/// those are not used.
final class CountedAgents: AgentProcess {
  let die: LatticeDie
  let seed: UInt64
  let replica: UInt32

  let agents: AgentMemory<CountedAgent>
  private let links: AgentMemory<CountedLink>
  private let bounds = LogisticBounds()
  /// By agent, the state at which it is held, or 0.
  private(set) var held: [Int8]
  /// Agents that may draw.
  private var free = AgentMemory<Int32>([])
  private(set) var words: WordSequence
  /// How many counts of ticks were drawn.
  private(set) var countsDrawn: UInt64

  var tally = LatticeTally()

  /// Stage of all streams here: none is shared with `LatticeAgents`.
  private static let stage: UInt16 = 0x4c02
  /// Ticks of one count at most.
  private static let ticksOfACount = 1e6

  /// Agents of a replica at the start of a run: independent random states.
  convenience init(_ die: LatticeDie, seed: UInt64, replica: UInt32) {
    var states = RandomStream(
      Self.key(.initialState, seed: seed, replica: replica), site: 0)
    let spins = die.couplings.fields.map { _ in states.next() >> 31 == 0 ? -1 : 1 as Int8 }
    self.init(
      die, seed: seed, replica: replica,
      state: State(
        spins: spins, held: spins.map { _ in 0 }, wordPosition: 0, countsDrawn: 0))
  }

  /// Agents that go on from a state of theirs.
  init(_ die: LatticeDie, seed: UInt64, replica: UInt32, state: State) {
    (self.die, self.seed, self.replica) = (die, seed, replica)
    let offsets = die.couplings.offsets
    links = AgentMemory(
      die.links.map { CountedLink(neighbour: $0.neighbour, code: Int32($0.code.rounded())) })
    let links = links.buffer
    agents = AgentMemory(
      die.couplings.fields.enumerated().map { agent, field in
        let row = Int(offsets[agent])..<Int(offsets[agent + 1])
        return CountedAgent(
          sum: row.reduce(0) {
            $0 + Int64(links[$1].code) * Int64(state.spins[Int(links[$1].neighbour)])
          },
          field: field, firstLink: offsets[agent], degree: Int32(row.count), freeHops: 0,
          spin: state.spins[agent], relaxes: 0)
      })
    held = state.held
    countsDrawn = state.countsDrawn
    words = WordSequence(
      Self.key(.spinUpdate, seed: seed, replica: replica), position: state.wordPosition)
    prepare()
  }

  private static func key(
    _ purpose: StreamPurpose, seed: UInt64, replica: UInt32
  ) -> StreamKey {
    StreamKey(seed: seed, purpose: purpose, stage: stage, replica: replica)
  }

  var count: Int { held.count }

  /// Finds who is free, and who has free neighbours.
  private func prepare() {
    free = AgentMemory(held.indices.filter { held[$0] == 0 }.map { Int32($0) })
    for agent in held.indices {
      let neighbours = die.couplings.freeNeighbours(of: agent, held: held)
      agents.buffer[agent].freeHops = neighbours.hops
      agents.buffer[agent].relaxes = neighbours.count > 0 ? 1 : 0
    }
  }

  func hold(_ changes: [(agent: Int, state: Int8)]) {
    for (agent, state) in changes {
      held[agent] = state
      guard state != 0, state != agents.buffer[agent].spin else { continue }
      tally.hops += flip(agent)
    }
    prepare()
  }

  /// Turns an agent over; returns the hops of its messages.
  @inline(__always)
  private func flip(_ site: Int) -> Int {
    let agent = agents.buffer[site]
    let change = -2 &* Int64(agent.spin)
    agents.buffer[site].spin = 0 &- agent.spin
    for link in Int(agent.firstLink)..<Int(agent.firstLink &+ agent.degree) {
      let link = links.buffer[link]
      agents.buffer[Int(link.neighbour)].sum &+= change &* Int64(link.code)
    }
    return Int(agent.freeHops)
  }

  func draw(for seconds: Double, beta: Double) {
    var mean = Double(free.buffer.count) * die.rate_Hz * seconds
    while mean > 0 {
      let part = min(mean, Self.ticksOfACount)
      mean -= part
      var counts = RandomStream(
        Self.key(.duration, seed: seed, replica: replica),
        site: UInt32(truncatingIfNeeded: countsDrawn),
        block: UInt32(truncatingIfNeeded: countsDrawn >> 32) << 16)
      countsDrawn &+= 1
      let ticks = counts.poisson(mean: part)
      if die.drawsIdeally {
        tick(ticks, LogisticAgents(twiceBeta: 2 * beta, bounds: bounds), &words)
      } else {
        tick(ticks, MeasuredAgents(die, beta: beta), &words)
      }
    }
  }

  /// Lets agents draw one after the other.
  private func tick(_ times: Int, _ law: some CountedLaw, _ words: inout WordSequence) {
    let (agents, free) = (agents.buffer, free.buffer)
    let (scale, slots) = (die.couplings.scale, UInt64(free.count))
    var found = LatticeTally()
    for _ in 0..<times {
      let high = words.next()
      let word = UInt64(high) << 32 | UInt64(words.next())
      // The whole part of a word times N is who draws, the rest a uniform number.
      let product = word.multipliedFullWidth(by: slots)
      let site = Int(free[Int(truncatingIfNeeded: product.high)])
      let agent = agents[site]
      let (relaxes, degree) = (Int(agent.relaxes), Int(agent.degree))
      found.relaxingUpdates &+= relaxes
      found.evaluations &+= degree
      found.relaxingEvaluations &+= relaxes &* degree
      let isUp = law.isUp(
        field: scale * Double(agent.sum) + agent.field, u: ScalarStream.open(product.low))
      guard isUp != (agent.spin > 0) else { continue }
      found.flips &+= 1
      found.hops &+= flip(site)
    }
    found.updates = times
    tally += found
  }

  func append(statesOf named: [Int], to states: inout [Float]) {
    let agents = agents.buffer
    if named.isEmpty {
      for agent in agents { states.append(Float(agent.spin)) }
    } else {
      for agent in named { states.append(Float(agents[agent].spin)) }
    }
  }
}
