import IsingModels
import Jobs
public import Sampling

/// Chains of an engine at all temperatures of all systems.
///
/// Chains are independent parts, and each draws from streams of its own: records do not depend on the
/// number of threads, except for their times.
public struct LatticeStudy: Sendable {
  /// One a size.
  public let systems: [LatticeSystem]
  /// What runs them.
  public let engine: EngineChoice
  /// How long, and what is measured.
  public let plan: SamplingPlan

  /// Prepares a study, and refuses what cannot be run.
  ///
  /// - Parameters:
  ///   - recipe: the lattices.
  ///   - request: the engine; `auto` and none leave the choice to the catalogue.
  ///   - plan: how long, and what is measured.
  /// - Throws: `LatticeStudyError` for names, sizes and files that cannot be used, engines that cannot run
  ///   the systems, measurements that they do not allow, and studies that memory does not hold.
  public init(
    _ recipe: LatticeRecipe, engine request: CatalogueRequest, plan: SamplingPlan
  ) throws(LatticeStudyError) {
    var request = request
    if request.name ?? EngineCatalogue.automaticName == EngineCatalogue.automaticName {
      // Temperatures that exchange their states need chains of their own.
      let isTempered = request.settings["tempering"] == .flag(true)
      request.name = EngineCatalogue.automatic(for: isTempered ? [nil] : recipe.tori)
    }
    let engine: EngineChoice
    do throws(CatalogueError) {
      engine = try EngineCatalogue.all.choose(request, default: EngineCatalogue.automaticName)
    } catch { throw .engine(error) }
    self.engine = engine
    self.plan = plan
    systems = try Self.systems(recipe, engine: engine, seed: plan.seed)
    for system in systems {
      do throws(CatalogueError) { try engine.check(system) } catch { throw .engine(error) }
      guard !plan.measuresCorrelations || system.isTranslationInvariant else {
        throw .option(
          "correlations: \(system.title): expected a periodic lattice of one site a cell with "
            + "uniform couplings, where they depend on distance alone")
      }
    }
    try checkPlan()
    try MemoryNeed.check(self)
    guard !plan.measuresOverlaps || plan.replicas >= 2 else {
      throw .option("overlap: found 1 replica, expected at least 2")
    }
    guard !engine.isTempered || plan.betas.count >= 2 else {
      throw .option("tempering: found 1 temperature, expected at least 2")
    }
  }

  /// The systems; where sites are too many to be listed, an engine that lists none is named.
  private static func systems(
    _ recipe: LatticeRecipe, engine: EngineChoice, seed: UInt64
  ) throws(LatticeStudyError) -> [LatticeSystem] {
    let needsSites = !engine.entry.traits.contains(.needsNoSites)
    do { return try recipe.systems(seed: seed, needsSites: needsSites) } catch {
      guard case .lattice(LatticeError.tooLarge) = error, needsSites, !engine.isTempered,
        (try? recipe.systems(seed: seed, needsSites: false)) != nil,
        let other = EngineCatalogue.all.entries.first(where: {
          $0.traits.contains(.needsNoSites)
        })
      else { throw error }
      throw .option("\(error) with a list of its sites; --engine \(other.name) needs none")
    }
  }

  /// Refuses plans that the engine or the systems do not allow.
  private func checkPlan() throws(LatticeStudyError) {
    if engine.areColours, plan.measuresOverlaps || plan.measuresCorrelations {
      throw .option(
        "overlap, correlations: the engine \(engine.name) has no spins to compare, expected another"
      )
    }
    if plan.placesTemperatures, !engine.isTempered {
      throw .option("place-temperatures: found no --tempering, expected it")
    }
    if plan.isWatched || plan.measuresCorrelations || plan.measuresOverlaps,
      let large = systems.first(where: { !$0.isShown })
    {
      throw .option(
        "live, correlations, overlap: found \(large.siteCount) sites, expected at most "
          + "\(LatticeSystem.mostShown)")
    }
    if plan.isWatched, engine.isTempered || engine.entry.replicas != nil {
      throw .option(
        "live: shows single chains, expected no --tempering and another engine than lanes")
    }
    if plan.start != nil, engine.entry.traits.contains(.conservesMagnetisation) {
      throw .option(
        "start: the engine \(engine.name) begins with --up-fraction of its spins up, expected none")
    }
  }

  /// Runs all chains. After Ctrl-C some records have fewer measurements or none.
  ///
  /// - Parameters:
  ///   - threads: threads over chains, and of chains where these can use several.
  ///   - watcher: sees the chains, which then run one at a time.
  /// - Returns: the records, one a system.
  /// - Throws: `LatticeStudyError`, never for a study that was prepared.
  public func run(
    threads: Int, watcher: (any ChainWatcher)? = nil
  ) throws(LatticeStudyError) -> [SystemRuns] {
    if let rung = engine.entry.rung, engine.isTempered {
      return try runLadders(rung, threads: threads)
    }
    if let replicas = engine.entry.replicas {
      return try runReplicas(replicas, threads: threads)
    }
    return try runChains(threads: threads, watcher: watcher)
  }

  /// Threads of one chain: those that the chains leave, where the engine can use them.
  ///
  /// - Parameters:
  ///   - threads: all threads.
  ///   - chains: the number of chains.
  public func engineThreads(of threads: Int, chains: Int) -> Int {
    engine.entry.traits.contains(.usesThreads) ? max(1, threads / max(1, chains)) : 1
  }
}

/// Sees chains while they run, on any thread.
public protocol ChainWatcher: Sendable {
  /// A chain of a system begins.
  func begin(_ system: LatticeSystem)
  /// A chain has done a number of sweeps.
  func watch(_ chain: any Chain, of system: LatticeSystem, beta: Double, sweeps: Int)
}
