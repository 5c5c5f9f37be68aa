import Jobs
import Sampling

/// The chains of a study, one by one.
struct ChainJob: Job {
  let study: LatticeStudy
  /// Threads of a chain that can use several.
  let engineThreads: Int
  let watcher: (any ChainWatcher)?
  /// Hears of sweeps.
  let progress: ProgressBar
  /// Records of chains so large that nobody can wait for the end of a sweep; else `nil`.
  let published: PublishedRecords?

  func perform(_ key: ChainKey, _ part: JobPart) throws(LatticeStudyError) -> ChainRecord? {
    let (plan, system) = (study.plan, study.systems[key.system])
    let start = ChainStart(
      beta: plan.betas[key.temperature], spins: plan.start, seed: plan.seed,
      replica: UInt32(key.replica), key: key.stream(seed: plan.seed), threads: engineThreads)
    let chain: any Chain
    do throws(CatalogueError) { chain = try study.engine.chain(system, start) } catch {
      throw .engine(error)
    }
    watcher?.begin(system)
    return try record(chain, key, system: system, beta: start.beta, part)
  }

  /// Opens the existential, so that the loop is compiled for the chain's type.
  private func record(
    _ chain: some Chain, _ key: ChainKey, system: LatticeSystem, beta: Double, _ part: JobPart
  ) throws(LatticeStudyError) -> ChainRecord {
    let plan = study.plan
    var told = SweepTally(progress, sites: system.siteCount)
    defer { told.finish() }
    let publish = published.map { all in { all.keep($0, of: key) } }
    return try ChainRecord(
      chain, warmUp: plan.warmUp, sweeps: plan.sweeps, every: plan.measureEvery,
      observer: SpaceObserver(study, system: system),
      keepsStates: system.isShown || plan.keepsStates, part, publish: publish
    ) { chain, sweeps in
      told.tell(sweeps)
      watcher?.watch(chain, of: system, beta: beta, sweeps: sweeps)
    }
  }
}

extension LatticeStudy {
  /// All chains, one by one.
  func runChains(
    threads: Int, watcher: (any ChainWatcher)?
  ) throws(LatticeStudyError) -> [SystemRuns] {
    let keys = systems.indices.flatMap { system in
      plan.betas.indices.flatMap { temperature in
        (0..<plan.replicas).map {
          ChainKey(system: system, temperature: temperature, replica: $0)
        }
      }
    }
    let progress = progress(chains: keys.count, isVisible: watcher == nil ? nil : false)
    // One chain at a time on the screen.
    var runner = JobRunner(threads: watcher == nil ? threads : 1)
    let isLarge = systems.contains { $0.siteCount > PublishedRecords.leastSites }
    runner.beginsEmpty = isLarge && watcher == nil
    let published = isLarge ? PublishedRecords() : nil
    let job = ChainJob(
      study: self, engineThreads: engineThreads(of: threads, chains: keys.count),
      watcher: watcher, progress: progress, published: published)
    defer { progress.finish() }
    let records: [ChainRecord]
    if let published {
      records = try published.records(of: job, keys: keys, by: runner)
    } else {
      records = try runner.outputs(of: job, keys: keys).first
    }
    var runs = systems.map { _ in SystemRuns(betas: plan.betas) }
    for (key, record) in zip(keys, records) {
      runs[key.system].records[key.temperature].append(record)
    }
    return runs
  }
}
