import IsingModels
import RandomStreams
import Sampling

/// Runs all replicas of a temperature side by side, in the lanes of vectors.
enum ReplicaRuns {
  /// After Ctrl-C records have fewer measurements.
  static func perform(
    _ request: LatticeRequest, systems: [LatticeSystem], engine: EngineChoice
  ) throws(RunFailure) -> [SystemRuns] {
    let places = systems.indices.flatMap { system in
      request.betas.indices.map {
        ChainRuns.Place(system: system, temperature: $0, replica: 0)
      }
    }
    let progress = ProgressBar(
      "sampling", total: places.count * request.replicas, unit: "chains")
    defer { progress.finish() }
    let done = try ParallelTexts.map(places, threads: request.threads) {
      place throws(RunFailure) in
      let records = try run(
        place, request: request, system: systems[place.system], engine: engine)
      for _ in records { progress.advance() }
      return records
    }
    var runs = systems.map { _ in SystemRuns(betas: request.betas) }
    for (place, records) in zip(places, done) {
      runs[place.system].records[place.temperature] = records
    }
    return runs
  }

  private static func run(
    _ place: ChainRuns.Place, request: LatticeRequest, system: LatticeSystem,
    engine: EngineChoice
  ) throws(RunFailure) -> [ChainRecord] {
    let start = request.start ?? system.defaultStart
    let spins = (0..<request.replicas).map {
      start.spins(count: system.siteCount, seed: request.seed, replica: UInt32($0))
    }
    guard let make = engine.entry.replicas else {
      throw RunFailure(.internalError, "\(engine.name): runs no replicas together")
    }
    let chains = make(
      system.model, request.betas[place.temperature], engine.settings, spins,
      ChainRuns.key(place, request: request))
    return try records(of: chains, request: request, system: system, engine: engine)
  }

  /// Opens the existential, so that the loop is compiled for the chains' type.
  private static func records(
    of start: some ReplicaSampler, request: LatticeRequest, system: LatticeSystem,
    engine: EngineChoice
  ) throws(RunFailure) -> [ChainRecord] {
    var chains = start
    let observer = try SpaceObserver(request: request, system: system, engine: engine)
    var records = (0..<request.replicas).map { _ in ChainRecord(observer: observer) }
    let sites = Double(system.siteCount)
    var done = 0
    let piece = max(1, 2_000_000 / (system.siteCount * request.replicas))
    while done < request.warmUp, !Interruption.isRequested {
      let step = min(piece, request.warmUp - done)
      chains.advance(sweeps: step)
      done += step
    }
    let before = chains.counts
    let clock = ContinuousClock()
    var engine_s = 0.0
    for _ in 0..<(request.sweeps / request.measureEvery) {
      if Interruption.isRequested { break }
      let began = clock.now
      chains.advance(sweeps: request.measureEvery)
      engine_s += (clock.now - began) / .seconds(1)
      let energies = chains.energies
      let magnetisations = chains.magnetisations
      for replica in records.indices {
        try records[replica].add(
          energy: energies[replica], order: Double(magnetisations[replica]) / sites
        ) { chains.spins(of: replica) }
      }
    }
    // The lanes' work belongs to all replicas alike; what does not divide goes to the first.
    let counts = chains.counts - before
    let share = UInt64(records.count)
    for replica in records.indices {
      records[replica].counts.attempts = counts.attempts / share
      records[replica].counts.flips = counts.flips / share
      records[replica].engine_s = engine_s / Double(records.count)
      if system.isShown || request.keepsSeries {
        records[replica].states = chains.spins(of: replica)
      }
    }
    records[0].counts.attempts += counts.attempts % share
    records[0].counts.flips += counts.flips % share
    return records
  }
}
