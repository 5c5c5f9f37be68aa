import Jobs
import Sampling

/// The temperatures of a study, with all replicas of one side by side in the lanes of vectors.
struct ReplicaJob: Job {
  let study: LatticeStudy
  let make: EngineEntry.MakeReplicas
  /// Hears of sweeps.
  let progress: ProgressBar

  func perform(_ key: ChainKey, _ part: JobPart) throws(LatticeStudyError) -> [ChainRecord]? {
    let (plan, system) = (study.plan, study.systems[key.system])
    let chains = make(
      system.model, plan.betas[key.temperature], study.engine.settings,
      (0..<plan.replicas).map { plan.spins(system, replica: UInt32($0)) },
      key.stream(seed: plan.seed))
    return try records(of: chains, system: system, part)
  }

  /// Opens the existential, so that the loop is compiled for the chains' type.
  private func records(
    of start: some ReplicaSampler, system: LatticeSystem, _ part: JobPart
  ) throws(LatticeStudyError) -> [ChainRecord] {
    var chains = start
    let plan = study.plan
    let observer = try SpaceObserver(study, system: system)
    var records = (0..<plan.replicas).map { _ in ChainRecord(observer: observer) }
    let sites = Double(system.siteCount)
    var done = 0
    var told = SweepTally(progress, sites: system.siteCount * plan.replicas)
    defer { told.finish() }
    let piece = max(1, 2_000_000 / (system.siteCount * plan.replicas))
    while done < plan.warmUp, part.mayGoOn {
      let step = min(piece, plan.warmUp - done)
      chains.advance(sweeps: step)
      done += step
      told.tell(done)
    }
    let before = chains.counts
    let clock = ContinuousClock()
    var engine_s = 0.0
    for _ in 0..<plan.measurements {
      guard part.mayGoOn else { break }
      let began = clock.now
      chains.advance(sweeps: plan.measureEvery)
      engine_s += (clock.now - began) / .seconds(1)
      done += plan.measureEvery
      told.tell(done)
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
      records[replica].sweeps = done
      if system.isShown || plan.keepsStates {
        records[replica].states = chains.spins(of: replica)
      }
    }
    records[0].counts.attempts += counts.attempts % share
    records[0].counts.flips += counts.flips % share
    return records
  }
}

extension LatticeStudy {
  /// All replicas of a temperature together.
  func runReplicas(
    _ make: @escaping EngineEntry.MakeReplicas, threads: Int
  ) throws(LatticeStudyError) -> [SystemRuns] {
    let keys = systems.indices.flatMap { system in
      plan.betas.indices.map { ChainKey(system: system, temperature: $0, replica: 0) }
    }
    let progress = progress(chains: keys.count)
    defer { progress.finish() }
    let runner = JobRunner(threads: threads)
    var runs = systems.map { _ in SystemRuns(betas: plan.betas) }
    let outputs = try runner.outputs(
      of: ReplicaJob(study: self, make: make, progress: progress), keys: keys)
    for (key, records) in zip(keys, outputs.first) {
      runs[key.system].records[key.temperature] = records
    }
    return runs
  }
}
