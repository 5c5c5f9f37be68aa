public import IsingModels
public import RandomStreams

/// Agents with their own Poisson clocks, coupled at once or with a delay.
///
/// At each event of its clock an agent draws its spin by heat bath or Metropolis from the neighbours'
/// states as it sees them. Without delay, detailed balance holds for each event, and the stationary
/// law is P(s) ∝ e^{−βE(s)} whatever the rates are. With a delay it is another law: agents act on what
/// was.
///
/// No queue is kept. The superposed clocks are one Poisson process, whose events fall on agents
/// independently; what a neighbour was is looked up in the recent flips (`FlipHistory`).
/// `EventQueueSampler` is the same process with a queue of clock events and messages.
public struct AsynchronousSampler: ContinuousTimeSampler {
  /// What is sampled.
  public let model: IsingModel
  /// −1 or +1, one a spin: the agents' own spins at `now`.
  public internal(set) var spins: [Int8]
  /// The inverse temperature; finite.
  public var beta: Double {
    didSet { law = law.at(beta: beta, units: units, rule: rule) }
  }
  /// How an agent decides.
  public let rule: UpdateRule
  /// The clocks.
  public let rates: ClockRates
  /// How late neighbours are seen.
  public let delay: CouplingDelay
  /// Clock events, flips and messages: a flip sends one message to each neighbour.
  public internal(set) var counts = UpdateCounts()
  /// The time since the sampler was made, in units of 1/λ.
  public internal(set) var now = 0.0

  private let units: IntegerUnits?
  var law: AgentLaw
  var draws: EventDraws
  /// Ages of copies, and ties of words with probabilities.
  var further: WordSequence
  /// Numbers of events.
  private var countStream: RandomStream
  var past: DelayedStates?

  /// Starts at time 0 from given spins.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - beta: inverse temperature.
  ///   - rule: how a spin decides.
  ///   - spins: one a spin of the model, −1 or +1.
  ///   - rates: time is in units of 1/λ, with λ their mean.
  ///   - delay: in units of 1/λ.
  ///   - key: names the random numbers; purpose `duration` of the same seed and replica is used too.
  /// - Throws: `AsynchronyError` for a number of rates other than that of spins, or a delay that is
  ///   negative or not finite.
  public init(
    _ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey,
    rule: UpdateRule = .heatBath, rates: ClockRates = .equal, delay: CouplingDelay = .none
  ) throws(AsynchronyError) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    try rates.check(agents: model.spinCount)
    try delay.check()
    self.model = model
    self.spins = spins
    self.beta = beta
    self.rule = rule
    self.rates = rates
    self.delay = delay
    units = IntegerUnits(model)
    law = AgentLaw(model, units: units, rule: rule, beta: beta)
    past = delay.mean > 0 ? DelayedStates(model, spins: spins, delay: delay) : nil
    draws = EventDraws(
      siteCount: model.spinCount, rates: rates, limitRule: law.needsLimits ? rule : nil,
      gaps: past != nil, key: key)
    var durations = key
    durations.purpose = .duration
    durations.stage = ~key.stage
    countStream = RandomStream(durations, site: 0)
    durations.stage = ~key.stage ^ 1
    further = WordSequence(durations)
  }

  /// Goes on for a time in units of 1/λ. The moment of its end is fixed before, so that without delay
  /// spins there have the same law as spins at any other moment.
  public mutating func advance(time: Double) {
    Self.check(time: time)
    let end = now + time
    switch (law, delay) {
    case (.four(let law), _) where past == nil: run(law, time: time)
    case (.integer(let law), _) where past == nil: run(law, time: time)
    case (.real(let law), _) where past == nil: run(law, time: time)
    case (.four(let law), .exponential(let mean)): runCopies(law, until: end, mean: mean)
    case (.integer(let law), .exponential(let mean)): runCopies(law, until: end, mean: mean)
    case (.real(let law), .exponential(let mean)): runCopies(law, until: end, mean: mean)
    case (.four(let law), _): runLate(law, until: end, delay: delay.mean)
    case (.integer(let law), _): runLate(law, until: end, delay: delay.mean)
    case (.real(let law), _): runLate(law, until: end, delay: delay.mean)
    }
    now = end
  }

  /// Without delay the moments of events do not matter, only their number and order.
  private mutating func run(_ law: some FlipLaw, time: Double) {
    var mean = Double(model.spinCount) * time
    while mean > 0 {
      // A sum of Poisson counts is a Poisson count of the summed mean.
      let part = min(mean, 0x1p29)
      var left = countStream.poisson(mean: part)
      mean -= part
      while left > 0 {
        if draws.used == EventDraws.batch { draws.refill() }
        let count = min(left, EventDraws.batch - draws.used)
        step(law, count)
        draws.used += count
        left -= count
      }
    }
  }

  /// Events of the present batch.
  private mutating func step(_ law: some FlipLaw, _ count: Int) {
    var flips = 0
    var messages = 0
    let (first, end) = (draws.used, draws.used + count)
    var ties = further
    spins.lend(count: model.spinCount) { spins in
      draws.lend { sites, words, _, limits in
        for k in first..<end {
          let site = Int(sites[k])
          let spin = Int(spins[site])
          let field = law.field(of: site) { _, neighbour in Int(spins[neighbour]) }
          let flip = law.flips(
            field, spin: spin, word: words[k], limit: limits[k], tie: &ties)
          // Without a branch, which would often be predicted wrongly.
          let one = flip ? 1 : 0
          spins[site] = Int8(truncatingIfNeeded: spin &- 2 &* one &* spin)
          flips &+= one
          messages &+= one &* law.degree(of: site)
        }
      }
    }
    further = ties
    counts.attempts += UInt64(count)
    counts.flips += UInt64(flips)
    counts.messages += UInt64(messages)
  }
}
