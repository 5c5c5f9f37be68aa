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
    let rule = try engine.updateRule
    switch engine.name {
    case .randomSite:
      return try perform(request, systems: systems) { system, beta, spins, key in
        RandomSiteSampler(system.model, beta: beta, rule: rule, spins: spins, key: key)
      }
    case .chromatic:
      return try perform(request, systems: systems) { system, beta, spins, key in
        try ChromaticSampler(
          system.model, beta: beta, rule: rule, blocks: system.lattice.colourClasses,
          spins: spins, key: key)
      }
    default:
      return try perform(request, systems: systems) { system, beta, spins, key in
        SequentialSampler(system.model, beta: beta, rule: rule, spins: spins, key: key)
      }
    }
  }

  /// Makes the sampler of a system at an inverse temperature.
  private typealias Make<Engine> =
    @Sendable (LatticeSystem, _ beta: Double, [Int8], StreamKey) throws -> Engine

  private static func perform<Engine: Sampler>(
    _ request: LatticeRequest, systems: [LatticeSystem], make: Make<Engine>
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
        SystemRuns(betas: try placed(request, system: system, make: make)))
    }
    let ladders = runs.map(\.betas)
    let progress = ProgressBar("sampling", total: places.count, unit: "ladders")
    defer { progress.finish() }
    let done = try ParallelTexts.map(places, threads: request.threads) {
      place throws(RunFailure) in
      let result = try run(
        request, system: systems[place.system], betas: ladders[place.system], make: make,
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
  private static func placed<Engine: Sampler>(
    _ request: LatticeRequest, system: LatticeSystem, make: Make<Engine>
  ) throws(RunFailure) -> [Double] {
    guard request.placesTemperatures else { return request.betas }
    let rounds = 8
    let steps = max(20, request.warmUp / rounds)
    var ladder = try ladder(
      request, system: system, betas: request.betas, make: make, replica: 0,
      stage: pilotStage)
    return try RunFailure.computing {
      try ladder.tune(rounds: rounds, steps: steps, threads: request.threads)
      return ladder.betas
    }
  }

  private static func ladder<Engine: Sampler>(
    _ request: LatticeRequest, system: LatticeSystem, betas: [Double], make: Make<Engine>,
    replica: Int, stage: UInt16
  ) throws(RunFailure) -> ParallelTempering<Engine> {
    let key = StreamKey(
      seed: request.seed, purpose: .spinUpdate, stage: stage, replica: UInt32(replica))
    return try RunFailure.readingInput {
      try ParallelTempering(betas: betas, key: key) { beta, key in
        // Cold chains of a glass need as many starts as there are replicas.
        let spins = (request.start ?? system.defaultStart).spins(
          count: system.siteCount, seed: request.seed, replica: key.replica)
        return try make(system, beta, spins, key)
      }
    }
  }

  private static func run<Engine: Sampler>(
    _ request: LatticeRequest, system: LatticeSystem, betas: [Double], make: Make<Engine>,
    replica: Int, stage: UInt16
  ) throws(RunFailure) -> (records: [ChainRecord], statistics: TemperingStatistics) {
    var ladder = try ladder(
      request, system: system, betas: betas, make: make, replica: replica, stage: stage)
    let observer = try SpaceObserver(
      request: request, system: system, engine: EngineChoice(request.engine, isTempered: true))
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
