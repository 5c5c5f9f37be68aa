import Foundation
import IsingModels
import Jobs
import LatticePhysics
import Reports
import SampleStatistics
import Sampling

/// Turns the records of chains into a report.
struct LatticeResults {
  let request: LatticeRequest
  let study: LatticeStudy
  /// One a system.
  let runs: [SystemRuns]
  /// Wall-clock time of all chains.
  let elapsed_s: Double

  private var engine: EngineChoice { study.engine }
  private var plan: SamplingPlan { study.plan }
  var systems: [LatticeSystem] { study.systems }
  private var scale: TemperatureScale { TemperatureScale(isDirect: plan.statesTemperatures) }

  /// The report.
  ///
  /// - Throws: `InterruptedError` if Ctrl-C left no sweep; `StatisticsError` never on finite energies.
  func report() throws -> LatticeReport {
    var points: [LatticeReport.Point] = []
    var warnings = systems.flatMap(\.warnings)
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
      guard Interruption.isRequested else {
        throw OptionError("sweeps: found one measurement, expected at least 2")
      }
      return try stateReport(warnings: warnings)
    }
    if Interruption.isRequested {
      let all = plan.betas.count * systems.count
      warnings.append(
        "interrupted: figures are from the sweeps that were done, at \(points.count) of \(all) points"
      )
    }
    warnings += ErgodicityWarnings.warnings(of: study)
    let critical = BinderAnalysis.perform(study, runs: runs, warnings: &warnings)
    var report = bareReport(points)
    report.criticalPoint = critical?.estimate
    report.criticalMethod = critical?.method
    report.knownCriticalPoint = engine.knownCriticalBeta(
      ising: systems[0].knownCriticalBeta,
      isSquare: systems[0].description?.family == .square)
    report.scale = scale
    report.crossings = (critical?.crossings ?? []).map {
      .init(first: $0.first, second: $0.second, beta: $0.beta, binder: $0.binder)
    }
    report.tempering = tempering
    report.snapshots = snapshots
    report.tables = try tables()
    report.arrays = try arrays()
    report.warnings = warnings + equilibrationWarnings(points)
    return report
  }

  /// What there is of chains that Ctrl-C stopped before the second measurement: how far they came, and their states.
  ///
  /// - Throws: `InterruptedError` where no sweep was through, and what making the arrays throws.
  private func stateReport(warnings: [String]) throws -> LatticeReport {
    let records = runs.flatMap { $0.records.flatMap(\.self) }
    guard let farthest = records.max(by: { $0.sweeps < $1.sweeps }), farthest.sweeps > 0 else {
      throw InterruptedError("interrupted before the first sweep was through")
    }
    var report = bareReport([])
    report.snapshots = snapshots
    report.arrays = try arrays()
    let kept = report.snapshots.isEmpty ? "" : "; the last states are kept"
    report.warnings =
      warnings + [
        "interrupted after \(farthest.sweeps) of \(plan.warmUp + plan.sweeps) sweeps (\(plan.warmUp) of warm-up), "
          + "before the second measurement: there are no averages\(kept)"
      ]
    return report
  }

  /// A report without what follows from its points.
  private func bareReport(_ points: [LatticeReport.Point]) -> LatticeReport {
    LatticeReport(
      provenance: Provenance(arguments: request.arguments, seed: plan.seed),
      summary: [title, systems[0].couplingsText, engine.text],
      lattice: .object(systems[0].document(sizes: systems.map(\.size))),
      engine: .object(engine.document), settings: settings, points: points, rate: rate)
  }

  private var title: String {
    systems.count == 1
      ? systems[0].title
      : systems[0].title + "; sizes " + systems.map(\.size).joined(separator: ", ")
  }

  private var settings: Facts {
    [
      "sweeps": plan.sweeps, "warm_up": plan.warmUp, "measure_every": plan.measureEvery,
      "replicas": plan.replicas, "start": plan.start?.rawValue ?? "default", "seed": plan.seed,
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
      hasField: request.recipe.field != 0, areColours: engine.areColours
    ).map { name in
      LatticeReport.Observable(
        key: name.key, symbol: name.symbol,
        estimate: name.value(thermal) ?? Estimate(value: .nan, error: nil),
        exact: exact[name.key], isBoltzmann: engine.isBoltzmann,
        isErrorTrusted: !thermal.untrusted.contains { $0.rawValue == name.key })
    }
    observables += try SpaceResults.observables(
      chains.map(\.space), squares: chains.map { $0.orders.map { $0 * $0 } }, system: system,
      beta: beta, exact: exact, scale: scale, warnings: &warnings)
    let counts = chains.reduce(into: UpdateCounts()) { $0 += $1.counts }
    let agreement = [thermal.energyAgreement?.pValue, thermal.magnetisationAgreement?.pValue]
      .compactMap { $0 }.min()
    return LatticeReport.Point(
      size: system.size, sites: system.siteCount, beta: beta, observables: observables,
      attempts: counts.attempts, flips: counts.flips, messages: counts.messages,
      agreement: agreement)
  }

  /// Exchanges and journeys of each size; `nil` without tempering.
  private var tempering: [LatticeReport.Tempering]? {
    guard engine.isTempered else { return nil }
    return zip(systems, runs).map { system, run in
      let journeys = run.tempering.reduce(0) { $0 + $1.roundTrips.reduce(0, +) }
      let steps = run.tempering.reduce(0) { $0 + $1.roundTripSteps }
      let acceptance = run.betas.indices.dropLast().map { pair in
        let attempts = run.tempering.reduce(0) { $0 + $1.attempts[pair] }
        let exchanges = run.tempering.reduce(0) { $0 + $1.exchanges[pair] }
        return Double(exchanges) / Double(attempts)
      }
      return .init(
        size: system.size, betas: run.betas, acceptance: acceptance, roundTrips: journeys,
        meanRoundTrip_sweeps: journeys == 0
          ? .nan : Double(steps * plan.measureEvery) / Double(journeys))
    }
  }

  private var rate: LatticeReport.Rate {
    let all = runs.flatMap { $0.records.flatMap { $0 } }
    let counts = all.reduce(into: UpdateCounts()) { $0 += $1.counts }
    let engineThreads = study.engineThreads(of: request.threads, chains: all.count)
    let engine_ns = all.reduce(0) { $0 + $1.engine_s } * 1e9
    return .init(
      updatesPerNanosecond: engine_ns > 0 ? Double(counts.attempts) / engine_ns : 0,
      flipsPerNanosecond: engine_ns > 0 ? Double(counts.flips) / engine_ns : 0,
      totalUpdatesPerNanosecond: Double(counts.attempts) / (elapsed_s * 1e9),
      threads: max(1, min(plan.isWatched ? 1 : request.threads, all.count * engineThreads)),
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
        caption: systems[largest].title + ", " + scale.short(beta),
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
          + "\(first.size), \(scale.words(first.beta)): not in equilibrium, errors are too small; use more "
          + "sweeps, a longer warm-up, or another engine")
    }
    let few = points.filter { point in
      point.attempts > 0 && point.observables.first?.estimate.error == nil
        && !(point.observables.first?.estimate.effectiveSamples ?? 0 >= 50)
    }
    if let first = few.first {
      warnings.append(
        "too few measurements for an error at \(few.count) of \(points.count) points, first at size "
          + "\(first.size), \(scale.words(first.beta)): use more sweeps or replicas")
    }
    let slow = points.filter { point in
      point.observables.contains { ($0.estimate.effectiveSamples) < 50 && $0.estimate.tau != nil }
    }
    if let first = slow.first {
      warnings.append(
        "fewer than 50 effective samples at \(slow.count) of \(points.count) points, first at size "
          + "\(first.size), \(scale.words(first.beta)): errors are themselves uncertain")
    }
    let long = points.filter { point in
      let side = systems.first { $0.size == point.size }?.shape.last ?? .max
      return (point.observable("correlation_length")?.estimate.value ?? 0) > Double(side)
    }
    if let first = long.first {
      warnings.append(
        "the correlation length is longer than the lattice at \(long.count) of \(points.count) points, first at size "
          + "\(first.size), \(scale.words(first.beta)): it is of ⟨s s′⟩ with the order in it, not of "
          + "⟨s s′⟩ − ⟨s⟩², and says nothing in an ordered phase")
    }
    let doubtful = points.filter { $0.observables.contains { !$0.isErrorTrusted } }
    if let first = doubtful.first {
      let names = first.observables.filter { !$0.isErrorTrusted }.map {
        $0.key.replacing("_", with: " ")
      }
      warnings.append(
        "errors marked ? are not to be trusted (\(names.joined(separator: ", "))) at "
          + "\(doubtful.count) of \(points.count) points, first at size \(first.size), "
          + "\(scale.words(first.beta)): fewer than \(Int(ThermalObservables.trustedSamples)) effective samples, "
          + "or states that decide were hardly seen; use more sweeps")
    }
    let cold = points.filter { point in
      point.observables.contains {
        Double(plan.warmUp) < 5 * ($0.estimate.tau ?? 0) * Double(plan.measureEvery)
      }
    }
    if let first = cold.first {
      warnings.append(
        "the warm-up of \(plan.warmUp) sweeps is below 5 autocorrelation times at "
          + "\(cold.count) of \(points.count) points, first at size \(first.size), "
          + "\(scale.words(first.beta))")
    }
    return warnings
  }
}
