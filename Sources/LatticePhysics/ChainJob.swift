import Jobs
import Sampling

/// The chains of a study, one by one.
struct ChainJob: Job {
  let study: LatticeStudy
  /// Threads of a chain that can use several.
  let engineThreads: Int
  let watcher: (any ChainWatcher)?

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
    return try record(chain, system: system, beta: start.beta, part)
  }

  /// Opens the existential, so that the loop is compiled for the chain's type.
  private func record(
    _ chain: some Chain, system: LatticeSystem, beta: Double, _ part: JobPart
  ) throws(LatticeStudyError) -> ChainRecord {
    let plan = study.plan
    return try ChainRecord(
      chain, warmUp: plan.warmUp, sweeps: plan.sweeps, every: plan.measureEvery,
      observer: SpaceObserver(study, system: system),
      keepsStates: system.isShown || plan.keepsStates, part
    ) { chain, sweeps in
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
    let progress = ProgressBar(
      "sampling", total: keys.count, unit: "chains", isVisible: watcher == nil ? nil : false)
    // One chain at a time on the screen.
    let runner = JobRunner(threads: watcher == nil ? threads : 1, progress: progress)
    let job = ChainJob(
      study: self, engineThreads: engineThreads(of: threads, chains: keys.count),
      watcher: watcher)
    var runs = systems.map { _ in SystemRuns(betas: plan.betas) }
    for (key, record) in zip(keys, try runner.outputs(of: job, keys: keys).first) {
      runs[key.system].records[key.temperature].append(record)
    }
    return runs
  }
}
