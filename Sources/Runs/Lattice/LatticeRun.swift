import Foundation
import IsingModels
import RandomStreams
public import Reports
import SampleStatistics
public import Sampling

/// Lattice physics: chains at all temperatures of all sizes, and what follows from them.
public enum LatticeRun {
  /// The most sizes of one run.
  static let mostSizes = 32

  /// Does the job.
  ///
  /// Chains are independent work for threads, and each draws from streams of its own: figures do not
  /// depend on the number of threads, except for the rate.
  ///
  /// - Throws: `RunFailure` for names, sizes and files that cannot be used, and after Ctrl-C before
  ///   the first measurement.
  public static func perform(_ given: LatticeRequest) throws(RunFailure) -> LatticeReport {
    var request = given
    if request.engine.name == EngineCatalogue.automaticName {
      request.engine.name = EngineCatalogue.automatic(for: request.tori)
    }
    let engine = try RunFailure.readingCommand { [request] in
      try EngineCatalogue.all.choose(request.engine, default: EngineCatalogue.automaticName)
    }
    let systems = try LatticeSystem.systems(of: request, engine: engine)
    for system in systems {
      try RunFailure.readingCommand { try engine.check(system) }
      guard !request.measuresCorrelations || system.isTranslationInvariant else {
        throw RunFailure(
          .usage,
          "correlations: \(system.title): expected a periodic lattice of one site a cell with "
            + "uniform couplings, where they depend on distance alone")
      }
    }
    if engine.areColours, request.measuresOverlaps || request.measuresCorrelations {
      throw RunFailure(
        .usage, "overlap, correlations: the engine potts has no spins to compare, expected another")
    }
    if request.placesTemperatures, !request.isTempered {
      throw RunFailure(.usage, "place-temperatures: found no --tempering, expected it")
    }
    if request.isLive || request.measuresCorrelations || request.measuresOverlaps,
      let large = systems.first(where: { !$0.isShown })
    {
      throw RunFailure(
        .usage,
        "live, correlations, overlap: found \(large.siteCount) sites, expected at most "
          + "\(LatticeSystem.mostShown)")
    }
    if request.isLive, request.isTempered || engine.entry.replicas != nil {
      throw RunFailure(
        .usage, "live: shows single chains, expected no --tempering and another engine than lanes")
    }
    if request.start != nil, engine.entry.traits.contains(.conservesMagnetisation) {
      throw RunFailure(
        .usage,
        "start: the engine kawasaki begins with --up-fraction of its spins up, expected none")
    }
    try MemoryNeed.check(request, systems: systems, engine: engine)
    guard !request.measuresOverlaps || request.replicas >= 2 else {
      throw RunFailure(.usage, "overlap: found 1 replica, expected at least 2")
    }
    let live = request.isLive ? try LiveView() : nil
    defer { live?.close() }
    let began = ContinuousClock.now
    let runs =
      request.isTempered
      ? try TemperedRuns.perform(request, systems: systems, engine: engine)
      : engine.entry.replicas != nil
        ? try ReplicaRuns.perform(request, systems: systems, engine: engine)
        : try ChainRuns.perform(request, systems: systems, engine: engine, live: live)
    let elapsed_s = (ContinuousClock.now - began) / .seconds(1)
    live?.close()
    return try RunFailure.computing {
      try LatticeResults(
        request: request, systems: systems, engine: engine, runs: runs,
        elapsed_s: elapsed_s
      ).report()
    }
  }

  /// The start of a name.
  ///
  /// - Throws: `RunFailure` of kind `.usage` with the names there are.
  public static func start(_ name: String) throws(RunFailure) -> InitialSpins {
    guard let start = InitialSpins(rawValue: name) else {
      throw RunFailure(
        UnknownName(name, what: "start", known: InitialSpins.allCases.map(\.rawValue)), as: .usage)
    }
    return start
  }

  /// One JSON document, with a final newline.
  public static func json(of report: LatticeReport) -> String {
    LatticeDocument.document(of: report).text() + "\n"
  }

  /// The report as text.
  public static func terminal(of report: LatticeReport) -> String {
    LatticeTables.text(of: report)
  }
}
