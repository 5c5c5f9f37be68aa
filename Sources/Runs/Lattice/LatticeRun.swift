import IsingModels
import LatticePhysics
import Reports
import SampleStatistics
public import Sampling

/// Lattice physics: chains at all temperatures of all sizes, and what follows from them.
public enum LatticeRun {
  /// Does the job.
  ///
  /// Chains are independent work for threads, and each draws from streams of its own: figures do not
  /// depend on the number of threads, except for the rate.
  ///
  /// - Throws: `RunFailure` for names, sizes and files that cannot be used, and after Ctrl-C before
  ///   the first measurement.
  public static func perform(_ request: LatticeRequest) throws(RunFailure) -> LatticeReport {
    try RunFailure.ending {
      let study = try LatticeStudy(request.recipe, engine: request.engine, plan: request.plan)
      let live = request.plan.isWatched ? try LiveView() : nil
      defer { live?.close() }
      let began = ContinuousClock.now
      let runs = try study.run(threads: request.threads, watcher: live)
      let elapsed_s = (ContinuousClock.now - began) / .seconds(1)
      live?.close()
      return try LatticeResults(
        request: request, study: study, runs: runs, elapsed_s: elapsed_s
      ).report()
    }
  }

  /// The inverse temperatures of the words of the command line.
  ///
  /// - Throws: `RunFailure` of kind `.usage`.
  public static func betas(
    betas: [String], temperatures: [String]
  ) throws(RunFailure) -> [Double] {
    try RunFailure.ending { try BetaList.betas(betas: betas, temperatures: temperatures) }
  }

  /// The start of a name.
  ///
  /// - Throws: `RunFailure` of kind `.usage` with the names there are.
  public static func start(_ name: String) throws(RunFailure) -> InitialSpins {
    try RunFailure.ending {
      guard let start = InitialSpins(rawValue: name) else {
        throw UnknownName(name, what: "start", known: InitialSpins.allCases.map(\.rawValue))
      }
      return start
    }
  }
}
