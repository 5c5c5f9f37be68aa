public import IsingModels
public import RandomStreams

/// Agents with clocks and delayed couplings, written to be read: the oracle of the faster engines.
///
/// A queue holds the next event of each clock, message and link. Each directed link has a copy of its
/// source's spin, and an agent decides from the copies of its links alone.
public struct EventQueueSampler: ContinuousTimeSampler {
  /// What an agent's clock does.
  public enum Dynamics: Sendable, Equatable {
    /// The clock ticks at the agent's rate, and at each tick the agent decides.
    case ticks(UpdateRule)
    /// The clock ticks at the escape rate of the agent's state, and each tick is a flip.
    case escapes(EscapeLaw)
  }

  private enum Event: Sendable {
    /// An agent's clock; outdated where the agent has a newer one.
    case clock(agent: Int, version: Int)
    /// A message that a link delivers.
    case delivery(link: Int, spin: Int8)
    /// A link that looks at its source.
    case refresh(link: Int)
  }

  /// What is sampled.
  public let model: IsingModel
  /// −1 or +1, one a spin: the agents' own spins at `now`.
  public private(set) var spins: [Int8]
  /// The inverse temperature; finite.
  public var beta: Double {
    didSet { for agent in spins.indices { startClock(of: agent) } }
  }
  /// What clocks do.
  public let dynamics: Dynamics
  /// The clocks.
  public let rates: ClockRates
  /// How late neighbours are seen.
  public let delay: CouplingDelay
  /// Clock events, flips and messages.
  public private(set) var counts = UpdateCounts()
  /// The time since the sampler was made, in units of 1/λ.
  public private(set) var now = 0.0

  /// What each link holds, by entry of the adjacency (row: reader; column: source).
  private var copies: [Int8]
  /// The reader of each link, and the links that leave each agent.
  private let readers: [Int]
  private let outgoing: [[Int]]
  private var versions: [Int]
  private var queue = TimeQueue<Event>()
  private var words: WordSequence

  /// Starts at time 0 from given spins; see `AsynchronousSampler`.
  /// - Throws: `AsynchronyError` for a number of rates other than that of spins, or a delay that is
  ///   negative or not finite.
  public init(
    _ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey,
    dynamics: Dynamics = .ticks(.heatBath), rates: ClockRates = .equal, delay: CouplingDelay = .none
  ) throws(AsynchronyError) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    try rates.check(agents: model.spinCount)
    try delay.check()
    self.model = model
    self.spins = spins
    self.beta = beta
    self.dynamics = dynamics
    self.rates = rates
    // A delay of 0 is none.
    self.delay = delay.mean == 0 ? .none : delay
    let adjacency = model.adjacency
    copies = adjacency.neighbours.map { spins[Int($0)] }
    var readers = [Int](repeating: 0, count: copies.count)
    var outgoing = [[Int]](repeating: [], count: spins.count)
    for reader in spins.indices {
      for link in adjacency.range(of: reader) {
        readers[link] = reader
        outgoing[Int(adjacency.neighbours[link])].append(link)
      }
    }
    (self.readers, self.outgoing) = (readers, outgoing)
    versions = Array(repeating: 0, count: spins.count)
    words = WordSequence(key)
    for agent in spins.indices { startClock(of: agent) }
    if case .exponential(let mean) = self.delay {
      for link in copies.indices {
        queue.insert(.refresh(link: link), at: mean * words.exponential())
      }
    }
  }

  /// Goes on event by event.
  public mutating func advance(time: Double) {
    Self.check(time: time)
    let end = now + time
    while let (moment, event) = queue.removeFirst(until: end) {
      now = moment
      switch event {
      case .clock(let agent, let version):
        if version == versions[agent] { tick(agent) }
      case .delivery(let link, let spin): receive(spin, on: link)
      case .refresh(let link):
        receive(spins[Int(model.adjacency.neighbours[link])], on: link)
        queue.insert(.refresh(link: link), at: now + delay.mean * words.exponential())
      }
    }
    now = end
  }

  /// βΔE of a flip as the agent sees it.
  private func cost(of agent: Int) -> Double {
    var field = model.fields[agent]
    for link in model.adjacency.range(of: agent) {
      field += model.adjacency.couplings[link] * Double(copies[link])
    }
    return 2 * beta * Double(spins[agent]) * field
  }

  private mutating func tick(_ agent: Int) {
    counts.attempts += 1
    switch dynamics {
    case .ticks(let rule):
      if words.uniform() < rule.flipProbability(cost: cost(of: agent)) { flip(agent) }
    case .escapes: flip(agent)
    }
    startClock(of: agent)
  }

  private mutating func flip(_ agent: Int) {
    spins[agent] = -spins[agent]
    counts.flips += 1
    for link in outgoing[agent] {
      counts.messages += 1
      switch delay {
      case .none: receive(spins[agent], on: link)
      case .fixed(let delay):
        queue.insert(.delivery(link: link, spin: spins[agent]), at: now + delay)
      case .exponential: break
      }
    }
  }

  private mutating func receive(_ spin: Int8, on link: Int) {
    guard copies[link] != spin else { return }
    copies[link] = spin
    if case .escapes = dynamics { startClock(of: readers[link]) }
  }

  /// Draws an agent's next clock event anew, which changes no law: a Poisson clock has no memory.
  private mutating func startClock(of agent: Int) {
    versions[agent] += 1
    let rate =
      switch dynamics {
      case .ticks: rates[agent]
      case .escapes(let law): rates[agent] * law.rate(cost: cost(of: agent))
      }
    queue.insert(
      .clock(agent: agent, version: versions[agent]), at: now + words.exponential() / rate)
  }
}

/// Events by time: a binary heap.
private struct TimeQueue<Event: Sendable>: Sendable {
  private var events: [(time: Double, event: Event)] = []

  mutating func insert(_ event: Event, at time: Double) {
    events.append((time, event))
    var child = events.count - 1
    while child > 0, events[child].time < events[(child - 1) / 2].time {
      events.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the first event if it is not later than a time.
  mutating func removeFirst(until end: Double) -> (Double, Event)? {
    guard let first = events.first, first.time <= end else { return nil }
    events.swapAt(0, events.count - 1)
    events.removeLast()
    var parent = 0
    while 2 * parent + 1 < events.count {
      var child = 2 * parent + 1
      if child + 1 < events.count, events[child + 1].time < events[child].time { child += 1 }
      if events[parent].time <= events[child].time { break }
      events.swapAt(parent, child)
      parent = child
    }
    return first
  }
}
