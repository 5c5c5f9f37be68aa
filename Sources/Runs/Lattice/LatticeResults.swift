import Foundation
import IsingModels
import Reports
import SampleStatistics
import Sampling

/// Turns the records of chains into a report.
struct LatticeResults {
  let request: LatticeRequest
  let systems: [LatticeSystem]
  let engine: EngineChoice
  /// One a system.
  let runs: [SystemRuns]
  /// Wall-clock time of all chains.
  let elapsed_s: Double

  /// The report.
  ///
  /// - Throws: `RunFailure` if Ctrl-C left no measurement; `StatisticsError` never on finite energies.
  func report() throws -> LatticeReport {
    var points: [LatticeReport.Point] = []
    var warnings: [String] = []
    for (system, run) in zip(systems, runs) {
      let exact = try ExactValues(system)
      for (beta, chains) in zip(run.betas, run.records) {
        let measured = chains.filter { !$0.energies.isEmpty }
        guard measured.reduce(0, { $0 + $1.energies.count }) >= 2 else { continue }
        points.append(
          try point(
            system, beta: beta, chains: measured,
            exact: engine.isComparable ? exact.values(beta: beta) : [:], warnings: &warnings))
      }
    }
    guard !points.isEmpty else {
      throw Interruption.isRequested
        ? RunFailure(.internalError, "interrupted before the second measurement")
        : RunFailure(.usage, "sweeps: found one measurement, expected at least 2")
    }
    if Interruption.isRequested {
      let all = request.betas.count * systems.count
      warnings.append(
        "interrupted: figures are from the sweeps that were done, at \(points.count) of \(all) points"
      )
    }
    warnings += ErgodicityWarnings.warnings(request, systems: systems, engine: engine)
    let critical = BinderAnalysis.perform(
      engine: engine, systems: systems, runs: runs, warnings: &warnings)
    let provenance = Provenance(
      arguments: request.arguments, seed: request.seed, specHash: nil)
    return LatticeReport(
      provenance: [
        .init("format_version", .number(UInt64(provenance.formatVersion))),
        .init("program_version", .word(provenance.programVersion)),
        .init("seed", .number(provenance.seed)),
      ],
      arguments: request.arguments,
      summary: [title, systems[0].couplingsText, engine.text],
      lattice: systems[0].document(sizes: systems.map(\.size)), engine: engine.document,
      settings: settings, points: points, criticalPoint: critical?.estimate,
      criticalMethod: critical?.method,
      knownCriticalPoint: engine.knownCriticalBeta(
        ising: systems[0].knownCriticalBeta,
        isSquare: systems[0].description?.family == .square),
      crossings: critical?.crossings ?? [],
      tempering: tempering, rate: rate, snapshots: snapshots,
      tables: try tables(), arrays: try arrays(),
      warnings: warnings + equilibrationWarnings(points))
  }

  private var title: String {
    systems.count == 1
      ? systems[0].title
      : systems[0].title + "; sizes " + systems.map(\.size).joined(separator: ", ")
  }

  private var settings: [(String, JSONValue)] {
    [
      ("sweeps", .integer(UInt64(request.sweeps))),
      ("warm_up", .integer(UInt64(request.warmUp))),
      ("measure_every", .integer(UInt64(request.measureEvery))),
      ("replicas", .integer(UInt64(request.replicas))),
      ("start", .string(request.start?.rawValue ?? "default")),
      ("seed", .integer(request.seed)),
    ]
  }

  private func point(
    _ system: LatticeSystem, beta: Double, chains: [ChainRecord], exact: [String: Double],
    warnings: inout [String]
  ) throws -> LatticeReport.Point {
    let thermal = try ThermalObservables(
      energies: chains.map { $0.energies.map { $0 / Double(system.siteCount) } },
      magnetisations: chains.map(\.orders),
      spinCount: system.siteCount, beta: beta)
    var observables = ObservableName.all(
      hasField: request.field != 0, areColours: engine.areColours
    ).map { name in
      LatticeReport.Observable(
        key: name.key, symbol: name.symbol,
        estimate: name.value(thermal) ?? Estimate(value: .nan, error: nil),
        exact: exact[name.key], isBoltzmann: engine.isBoltzmann)
    }
    observables += try SpaceResults.observables(
      chains.map(\.space), squares: chains.map { $0.orders.map { $0 * $0 } }, system: system,
      beta: beta, exact: exact, warnings: &warnings)
    let counts = chains.reduce(into: UpdateCounts()) { $0 += $1.counts }
    let agreement = [thermal.energyAgreement?.pValue, thermal.magnetisationAgreement?.pValue]
      .compactMap { $0 }.min()
    return LatticeReport.Point(
      size: system.size, sites: system.siteCount, beta: beta, observables: observables,
      attempts: counts.attempts, flips: counts.flips, messages: counts.messages,
      agreement: agreement)
  }

  /// Exchanges and journeys of each size; `nil` without tempering.
  private var tempering: JSONValue? {
    guard request.isTempered else { return nil }
    return .array(
      zip(systems, runs).map { system, run in
        let journeys = run.tempering.reduce(0) { $0 + $1.roundTrips.reduce(0, +) }
        let steps = run.tempering.reduce(0) { $0 + $1.roundTripSteps }
        let attempts = run.betas.indices.dropLast().map { pair in
          run.tempering.reduce(0) { $0 + $1.attempts[pair] }
        }
        let exchanges = run.betas.indices.dropLast().map { pair in
          run.tempering.reduce(0) { $0 + $1.exchanges[pair] }
        }
        return .object([
          ("size", .string(system.size)),
          ("betas", .array(run.betas.map { .number($0) })),
          (
            "acceptance",
            .array(zip(exchanges, attempts).map { .number(Double($0) / Double($1)) })
          ),
          ("round_trips", .integer(UInt64(journeys))),
          (
            "mean_round_trip_sweeps",
            .number(
              journeys == 0
                ? .nan : Double(steps * request.measureEvery) / Double(journeys))
          ),
        ])
      })
  }

  private var rate: LatticeReport.Rate {
    let all = runs.flatMap { $0.records.flatMap { $0 } }
    let counts = all.reduce(into: UpdateCounts()) { $0 += $1.counts }
    let engineThreads = request.engineThreads(chains: all.count, engine: engine)
    let engine_ns = all.reduce(0) { $0 + $1.engine_s } * 1e9
    return .init(
      updatesPerNanosecond: engine_ns > 0 ? Double(counts.attempts) / engine_ns : 0,
      flipsPerNanosecond: engine_ns > 0 ? Double(counts.flips) / engine_ns : 0,
      totalUpdatesPerNanosecond: Double(counts.attempts) / (elapsed_s * 1e9),
      threads: max(1, min(request.isLive ? 1 : request.threads, all.count * engineThreads)),
      engineThreads: engineThreads)
  }

  /// Pictures of the first replica of at most nine temperatures of the largest lattice.
  private var snapshots: [LatticeReport.Snapshot] {
    guard
      let largest = systems.indices.max(by: {
        systems[$0].siteCount < systems[$1].siteCount
      })
    else { return [] }
    let betas = runs[largest].betas
    let count = betas.count
    let shown =
      count <= 9 ? Array(0..<count) : (0..<9).map { $0 * (count - 1) / 8 }
    return shown.compactMap { temperature in
      guard let record = runs[largest].records[temperature].first, !record.states.isEmpty else {
        return nil
      }
      let beta = betas[temperature]
      return .init(
        lattice: systems[largest].lattice, states: record.states, areColours: engine.areColours,
        caption: systems[largest].title + String(format: ", β = %.6g", beta),
        name: count == 1 ? "snapshot" : String(format: "snapshot-%03d", temperature))
    }
  }

  private func equilibrationWarnings(_ points: [LatticeReport.Point]) -> [String] {
    var warnings: [String] = []
    // One false alarm in a thousand runs.
    let limit = 1e-3 / Double(points.count)
    let apart = points.filter { ($0.agreement ?? 1) < limit }
    if let first = apart.first {
      warnings.append(
        "replicas disagree at \(apart.count) of \(points.count) points, first at size "
          + "\(first.size), β = \(first.beta): not in equilibrium, errors are too small; use more "
          + "sweeps, a longer warm-up, or another engine")
    }
    let few = points.filter { point in
      point.attempts > 0 && point.observables.first?.estimate.error == nil
        && !(point.observables.first?.estimate.effectiveSamples ?? 0 >= 50)
    }
    if let first = few.first {
      warnings.append(
        "too few measurements for an error at \(few.count) of \(points.count) points, first at size "
          + "\(first.size), β = \(first.beta): use more sweeps or replicas")
    }
    let slow = points.filter { point in
      point.observables.contains { ($0.estimate.effectiveSamples) < 50 && $0.estimate.tau != nil }
    }
    if let first = slow.first {
      warnings.append(
        "fewer than 50 effective samples at \(slow.count) of \(points.count) points, first at size "
          + "\(first.size), β = \(first.beta): errors are themselves uncertain")
    }
    let cold = points.filter { point in
      point.observables.contains {
        Double(request.warmUp) < 5 * ($0.estimate.tau ?? 0) * Double(request.measureEvery)
      }
    }
    if let first = cold.first {
      warnings.append(
        "the warm-up of \(request.warmUp) sweeps is below 5 autocorrelation times at "
          + "\(cold.count) of \(points.count) points, first at size \(first.size), "
          + "β = \(first.beta)")
    }
    return warnings
  }
}
