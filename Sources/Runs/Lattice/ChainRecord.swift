import Sampling

/// The chains of one system.
struct SystemRuns: Sendable {
  /// Inverse temperatures.
  var betas: [Double]
  /// By temperature and replica.
  var records: [[ChainRecord]]
  /// Exchanges of each replica's ladder, with parallel tempering.
  var tempering: [TemperingStatistics] = []

  /// Temperatures without records.
  init(betas: [Double]) {
    self.betas = betas
    records = betas.map { _ in [] }
  }
}

/// What one chain measured.
struct ChainRecord: Sendable {
  /// Energies E of all sites, one a measurement.
  var energies: [Double] = []
  /// Order parameters per site.
  var orders: [Double] = []
  /// What a spatial observer saw.
  var space: SpaceObserver
  /// The last states; empty where they are not kept.
  var states: [Int8] = []
  /// The measured work, without the warm-up.
  var counts = UpdateCounts()
  /// Time inside the engine while measuring, in seconds.
  var engine_s = 0.0

  /// A record without measurements.
  init(observer: SpaceObserver) { space = observer }

  /// Runs a chain: warm-up, then measurements at equal distances.
  ///
  /// After Ctrl-C the record ends early.
  ///
  /// - Parameters:
  ///   - keepsStates: whether the last states are kept.
  ///   - observe: called after each piece of work with the number of sweeps done.
  init(
    _ start: some Chain, warmUp: Int, sweeps: Int, every: Int, observer: SpaceObserver,
    keepsStates: Bool = true, observe: (_ chain: any Chain, _ sweeps: Int) -> Void
  ) throws(RunFailure) {
    space = observer
    var chain = start
    var done = 0
    // Pieces small enough for Ctrl-C and the screen, large enough to cost nothing.
    let piece = max(1, min(1000, 2_000_000 / max(1, chain.siteCount)))
    while done < warmUp, !Interruption.isRequested {
      let step = min(piece, warmUp - done)
      chain.advance(sweeps: step)
      done += step
      observe(chain, done)
    }
    chain.finishWarmUp()
    let before = chain.counts
    let measurements = sweeps / every
    energies.reserveCapacity(measurements)
    orders.reserveCapacity(measurements)
    let clock = ContinuousClock()
    for _ in 0..<measurements {
      if Interruption.isRequested { break }
      let began = clock.now
      chain.advance(sweeps: every)
      engine_s += (clock.now - began) / .seconds(1)
      try measure(chain)
      done += every
      observe(chain, done)
    }
    counts = chain.counts - before
    if keepsStates { states = chain.states }
  }

  /// Adds the present state of a chain.
  mutating func measure(_ chain: some Chain) throws(RunFailure) {
    let (energy, order) = chain.measure()
    try add(energy: energy, order: order) { chain.states }
  }

  /// Adds a measurement.
  /// - Parameter states: gives the states, where somebody looks at them.
  mutating func add(
    energy: Double, order: Double, states: () -> [Int8]
  ) throws(RunFailure) {
    energies.append(energy)
    orders.append(order)
    try space.observe(states)
  }
}
