import Jobs
public import Sampling

/// What one chain measured.
public struct ChainRecord: Sendable {
  /// Energies E of all sites, one a measurement.
  public internal(set) var energies: [Double] = []
  /// Order parameters per site.
  public internal(set) var orders: [Double] = []
  /// What a spatial observer saw.
  public internal(set) var space: SpaceObserver
  /// The last states; empty where they are not kept.
  public internal(set) var states: [Int8] = []
  /// Sweeps that were done, the warm-up's too: fewer than planned where the chain was stopped.
  public internal(set) var sweeps = 0
  /// The measured work, without the warm-up.
  public internal(set) var counts = UpdateCounts()
  /// Time inside the engine while measuring, in seconds.
  public internal(set) var engine_s = 0.0

  /// A record without measurements.
  init(observer: SpaceObserver) { space = observer }

  /// Runs a chain: warm-up, then measurements at equal distances.
  ///
  /// Where the part has to stop the record ends early.
  ///
  /// - Parameters:
  ///   - keepsStates: whether the last states are kept.
  ///   - part: whether to go on.
  ///   - observe: called after each piece of work with the number of sweeps done.
  ///   - publish: called after each measurement with what there is so far; `nil` where nobody asks.
  init(
    _ start: some Chain, warmUp: Int, sweeps: Int, every: Int, observer: SpaceObserver,
    keepsStates: Bool = true, _ part: JobPart, publish: ((ChainRecord) -> Void)? = nil,
    observe: (_ chain: any Chain, _ sweeps: Int) -> Void
  ) throws(LatticeStudyError) {
    space = observer
    var chain = start
    var done = 0
    // Pieces small enough for Ctrl-C and the screen, large enough to cost nothing.
    let piece = max(1, min(1000, 2_000_000 / max(1, chain.siteCount)))
    while done < warmUp, part.mayGoOn {
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
      guard part.mayGoOn else { break }
      let began = clock.now
      chain.advance(sweeps: every)
      engine_s += (clock.now - began) / .seconds(1)
      try measure(chain)
      done += every
      observe(chain, done)
      if let publish {
        counts = chain.counts - before
        self.sweeps = done
        publish(self)
      }
    }
    counts = chain.counts - before
    self.sweeps = done
    if keepsStates { states = chain.states }
  }

  /// Adds the present state of a chain.
  mutating func measure(_ chain: some Chain) throws(LatticeStudyError) {
    let (energy, order) = chain.measure()
    try add(energy: energy, order: order) { chain.states }
  }

  /// Adds a measurement.
  /// - Parameter states: gives the states, where somebody looks at them.
  mutating func add(
    energy: Double, order: Double, states: () -> [Int8]
  ) throws(LatticeStudyError) {
    energies.append(energy)
    orders.append(order)
    try space.observe(states)
  }
}
