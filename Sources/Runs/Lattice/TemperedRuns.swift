import IsingModels
import RandomStreams
import Sampling

/// Runs chains whose temperatures exchange their states.
enum TemperedRuns {
  /// The stage of the pilot run that places the temperatures.
  private static let pilotStage: UInt16 = 0xfffe

  /// One ladder of temperatures a replica. After Ctrl-C records have fewer measurements.
  ///
  /// - Throws: `RunFailure` for fewer than two temperatures.
  static func perform(
    _ request: LatticeRequest, systems: [LatticeSystem], engine: EngineChoice
  ) throws(RunFailure) -> [SystemRuns] {
    guard let rung = engine.entry.rung else {
      throw RunFailure(.internalError, "\(engine.name): has no parallel tempering")
    }
    return try perform(request, systems: systems, engine: engine, rung: rung)
  }

  /// Opens the existential, so that the loop is compiled for the chains' type.
  private static func perform(
    _ request: LatticeRequest, systems: [LatticeSystem], engine: EngineChoice,
    rung: some RungMaker
  ) throws(RunFailure) -> [SystemRuns] {
    guard request.betas.count >= 2 else {
      throw RunFailure(.usage, "tempering: found 1 temperature, expected at least 2")
    }
    let places = systems.indices.flatMap { system in
      (0..<request.replicas).map { (system: system, replica: $0) }
    }
    var runs: [SystemRuns] = []
    for system in systems {
      runs.append(
        SystemRuns(betas: try placed(request, system: system, engine: engine, rung: rung)))
    }
    let ladders = runs.map(\.betas)
    let progress = ProgressBar("sampling", total: places.count, unit: "ladders")
    defer { progress.finish() }
    let done = try ParallelTexts.map(places, threads: request.threads) {
      place throws(RunFailure) in
      let result = try run(
        request, system: systems[place.system], betas: ladders[place.system], engine: engine,
        rung: rung,
        replica: place.replica, stage: UInt16(place.system))
      progress.advance()
      return result
    }
    for (place, result) in zip(places, done) {
      for (temperature, record) in result.records.enumerated() {
        runs[place.system].records[temperature].append(record)
      }
      runs[place.system].tempering.append(result.statistics)
    }
    return runs
  }

  /// The temperatures of a system: as asked, or moved by a pilot run as long as the warm-up.
  private static func placed(
    _ request: LatticeRequest, system: LatticeSystem, engine: EngineChoice, rung: some RungMaker
  ) throws(RunFailure) -> [Double] {
    guard request.placesTemperatures else { return request.betas }
    let rounds = 8
    let steps = max(20, request.warmUp / rounds)
    var ladder = try ladder(
      request, system: system, betas: request.betas, engine: engine, rung: rung, replica: 0,
      stage: pilotStage)
    return try RunFailure.computing {
      try ladder.tune(rounds: rounds, steps: steps, threads: request.threads)
      return ladder.betas
    }
  }

  private static func ladder<Maker: RungMaker>(
    _ request: LatticeRequest, system: LatticeSystem, betas: [Double], engine: EngineChoice,
    rung: Maker, replica: Int, stage: UInt16
  ) throws(RunFailure) -> ParallelTempering<Maker.Engine> {
    let key = StreamKey(
      seed: request.seed, purpose: .spinUpdate, stage: stage, replica: UInt32(replica))
    return try RunFailure.readingInput {
      try ParallelTempering(betas: betas, key: key) { beta, key in
        // Cold chains of a glass need as many starts as there are replicas.
        let spins = (request.start ?? system.defaultStart).spins(
          count: system.siteCount, seed: request.seed, replica: key.replica)
        return try rung.sampler(
          system, beta: beta, spins: spins, key: key, settings: engine.settings)
      }
    }
  }

  private static func run(
    _ request: LatticeRequest, system: LatticeSystem, betas: [Double], engine: EngineChoice,
    rung: some RungMaker,
    replica: Int, stage: UInt16
  ) throws(RunFailure) -> (records: [ChainRecord], statistics: TemperingStatistics) {
    var ladder = try ladder(
      request, system: system, betas: betas, engine: engine, rung: rung, replica: replica,
      stage: stage)
    let observer = try SpaceObserver(
      request: request, system: system, engine: engine)
    var records = betas.map { _ in ChainRecord(observer: observer) }
    for _ in 0..<request.warmUp {
      if Interruption.isRequested { break }
      ladder.advance(steps: 1)
    }
    // Statistics begin anew with the temperatures.
    do throws(SamplerError) { try ladder.setBetas(betas) } catch {
      throw RunFailure(error, as: .internalError)
    }
    let before = ladder.replicas.map(\.counts)
    let clock = ContinuousClock()
    var engine_s = 0.0
    for _ in 0..<(request.sweeps / request.measureEvery) {
      if Interruption.isRequested { break }
      let began = clock.now
      ladder.advance(steps: 1, sweepsPerStep: request.measureEvery)
      engine_s += (clock.now - began) / .seconds(1)
      for temperature in betas.indices {
        let chain = SpinChain(engine: ladder.replica(at: temperature))
        try records[temperature].measure(chain)
      }
    }
    // Replicas wander: the work of the ladder belongs to all temperatures alike.
    for temperature in betas.indices {
      records[temperature].counts = ladder.replicas[temperature].counts - before[temperature]
      records[temperature].engine_s = engine_s / Double(betas.count)
      records[temperature].states = ladder.replica(at: temperature).spins
    }
    return (records, ladder.statistics)
  }
}
