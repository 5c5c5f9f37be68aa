import IsingModels
import RandomStreams
import Sampling

/// Runs all chains of a request.
enum ChainRuns {
  /// One chain's place in the request.
  struct Place: Sendable {
    var system: Int
    var temperature: Int
    var replica: Int
  }

  /// After Ctrl-C some records have fewer measurements or none.
  static func perform(
    _ request: LatticeRequest, systems: [LatticeSystem], engine: EngineChoice, live: LiveView?
  ) throws(RunFailure) -> [SystemRuns] {
    let places = systems.indices.flatMap { system in
      request.betas.indices.flatMap { temperature in
        (0..<request.replicas).map {
          Place(system: system, temperature: temperature, replica: $0)
        }
      }
    }
    let progress = ProgressBar(
      "sampling", total: places.count, unit: "chains", isVisible: live == nil ? nil : false)
    defer { progress.finish() }
    // One chain at a time on the screen.
    let threads = live == nil ? request.threads : 1
    let done = try ParallelTexts.map(places, threads: threads) { place throws(RunFailure) in
      let record = try run(
        place, request: request, system: systems[place.system], engine: engine,
        chainCount: places.count, live: live)
      progress.advance()
      return record
    }
    var runs = systems.map { _ in SystemRuns(betas: request.betas) }
    for (place, record) in zip(places, done) {
      runs[place.system].records[place.temperature].append(record)
    }
    return runs
  }

  /// The key of a chain's updates. Temperatures and sizes have streams of their own.
  static func key(_ place: Place, request: LatticeRequest) -> StreamKey {
    StreamKey(
      seed: request.seed, purpose: .spinUpdate,
      stage: UInt16(place.system * BetaList.mostTemperatures + place.temperature),
      replica: UInt32(place.replica))
  }

  private static func run(
    _ place: Place, request: LatticeRequest, system: LatticeSystem, engine: EngineChoice,
    chainCount: Int, live: LiveView?
  ) throws(RunFailure) -> ChainRecord {
    let beta = request.betas[place.temperature]
    let start = ChainStart(
      beta: beta, spins: request.start, seed: request.seed, replica: UInt32(place.replica),
      key: key(place, request: request),
      threads: request.engineThreads(chains: chainCount, engine: engine))
    let chain = try RunFailure.readingCommand { try engine.chain(system, start) }
    live?.show(system.lattice)
    return try record(
      chain, request: request, system: system, engine: engine, beta: beta, live: live)
  }

  /// Opens the existential, so that the loop is compiled for the chain's type.
  private static func record(
    _ chain: some Chain, request: LatticeRequest, system: LatticeSystem, engine: EngineChoice,
    beta: Double, live: LiveView?
  ) throws(RunFailure) -> ChainRecord {
    try ChainRecord(
      chain, warmUp: request.warmUp, sweeps: request.sweeps, every: request.measureEvery,
      observer: SpaceObserver(request: request, system: system, engine: engine),
      keepsStates: system.isShown || request.keepsSeries
    ) { chain, sweeps in
      live?.update(states: { chain.states }, areColours: type(of: chain).areColours) {
        let (energy, order) = chain.measure()
        return LiveLine.text(
          title: system.title, beta: beta, sweeps: sweeps,
          energy: energy / Double(system.siteCount),
          order: order)
      }
    }
  }
}

extension LatticeRequest {
  /// Threads of one chain: those that the chains leave, where an engine can use them.
  func engineThreads(chains: Int, engine: EngineChoice) -> Int {
    engine.entry.traits.contains(.usesThreads) ? max(1, threads / max(1, chains)) : 1
  }
}
