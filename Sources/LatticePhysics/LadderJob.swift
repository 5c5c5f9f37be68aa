import Jobs
import RandomStreams
import Sampling

/// The replicas of a study, each a ladder of temperatures that exchange their states.
struct LadderJob<Maker: RungMaker>: Job {
  /// The records of a ladder, by temperature, and its exchanges.
  struct Output: Sendable {
    var records: [ChainRecord]
    var statistics: TemperingStatistics
  }

  let study: LatticeStudy
  let rung: Maker
  /// By system.
  let betas: [[Double]]
  /// Hears of sweeps.
  let progress: ProgressBar

  func perform(_ key: ChainKey, _ part: JobPart) throws(LatticeStudyError) -> Output? {
    let (plan, system, betas) = (study.plan, study.systems[key.system], betas[key.system])
    var ladder = try study.ladder(
      rung, system, betas: betas, replica: key.replica, stage: UInt16(key.system))
    let observer = try SpaceObserver(study, system: system)
    var records = betas.map { _ in ChainRecord(observer: observer) }
    var told = SweepTally(progress, sites: system.siteCount * betas.count)
    defer { told.finish() }
    var done = 0
    while done < plan.warmUp, part.mayGoOn {
      ladder.advance(steps: 1)
      done += 1
      told.tell(done)
    }
    // Statistics begin anew with the temperatures.
    try LatticeStudyError.computing { try ladder.setBetas(betas) }
    let before = ladder.replicas.map(\.counts)
    let clock = ContinuousClock()
    var engine_s = 0.0
    for measurement in 0..<plan.measurements {
      guard part.mayGoOn else { break }
      told.tell(plan.warmUp + measurement * plan.measureEvery)
      let began = clock.now
      ladder.advance(steps: 1, sweepsPerStep: plan.measureEvery)
      engine_s += (clock.now - began) / .seconds(1)
      done += plan.measureEvery
      for temperature in betas.indices {
        try records[temperature].measure(SpinChain(engine: ladder.replica(at: temperature)))
      }
    }
    // Replicas wander: the work of the ladder belongs to all temperatures alike.
    for temperature in betas.indices {
      records[temperature].counts = ladder.replicas[temperature].counts - before[temperature]
      records[temperature].engine_s = engine_s / Double(betas.count)
      records[temperature].sweeps = done
      records[temperature].states = ladder.replica(at: temperature).spins
    }
    return Output(records: records, statistics: ladder.statistics)
  }
}

extension LatticeStudy {
  /// The stage of the pilot run that places the temperatures.
  private static var pilotStage: UInt16 { 0xfffe }

  /// One ladder of temperatures a replica.
  func runLadders(
    _ rung: some RungMaker, threads: Int
  ) throws(LatticeStudyError) -> [SystemRuns] {
    let keys = systems.indices.flatMap { system in
      (0..<plan.replicas).map { ChainKey(system: system, temperature: 0, replica: $0) }
    }
    var runs: [SystemRuns] = []
    for system in systems {
      runs.append(SystemRuns(betas: try placedBetas(rung, system, threads: threads)))
    }
    let progress = progress(chains: keys.count)
    defer { progress.finish() }
    let runner = JobRunner(threads: threads)
    let job = LadderJob(study: self, rung: rung, betas: runs.map(\.betas), progress: progress)
    for (key, output) in zip(keys, try runner.outputs(of: job, keys: keys).first) {
      for (temperature, record) in output.records.enumerated() {
        runs[key.system].records[temperature].append(record)
      }
      runs[key.system].tempering.append(output.statistics)
    }
    return runs
  }

  /// The temperatures of a system: as asked, or moved by a pilot run as long as the warm-up.
  private func placedBetas(
    _ rung: some RungMaker, _ system: LatticeSystem, threads: Int
  ) throws(LatticeStudyError) -> [Double] {
    guard plan.placesTemperatures else { return plan.betas }
    let rounds = 8
    let steps = max(20, plan.warmUp / rounds)
    var ladder = try ladder(
      rung, system, betas: plan.betas, replica: 0, stage: Self.pilotStage)
    return try LatticeStudyError.computing {
      try ladder.tune(rounds: rounds, steps: steps, threads: threads)
      return ladder.betas
    }
  }

  fileprivate func ladder<Maker: RungMaker>(
    _ rung: Maker, _ system: LatticeSystem, betas: [Double], replica: Int, stage: UInt16
  ) throws(LatticeStudyError) -> ParallelTempering<Maker.Engine> {
    let key = StreamKey(
      seed: plan.seed, purpose: .spinUpdate, stage: stage, replica: UInt32(replica))
    do {
      return try ParallelTempering(betas: betas, key: key) { beta, key in
        // Cold chains of a glass need as many starts as there are replicas.
        try rung.sampler(
          system, beta: beta, spins: plan.spins(system, replica: key.replica), key: key,
          settings: engine.settings)
      }
    } catch {
      throw .input("\(error)")
    }
  }
}
