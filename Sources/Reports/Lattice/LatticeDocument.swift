import SampleStatistics

/// The JSON document of `lattice` (docs/lattice.md).
public enum LatticeDocument {
  /// Name and version of the layout.
  public static let schema = "ising-npu-lattice/1"

  /// The document. A run of one point has its observables at the top as well.
  public static func document(of report: LatticeReport) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("schema", .string(schema)),
      (
        "provenance",
        .object(
          RunDocument.members(report.provenance)
            + [("arguments", .array(report.arguments.map { .string($0) }))])
      ),
      ("lattice", .object(report.lattice)),
      ("engine", .object(report.engine)),
      ("settings", .object(report.settings)),
    ]
    if report.points.count == 1 {
      members.append(("observables", observables(report.points[0])))
    }
    members += [
      ("points", .array(report.points.map(point))),
      ("critical_point", criticalPoint(report)),
    ]
    if let tempering = report.tempering { members.append(("tempering", tempering)) }
    members += [
      (
        "rate",
        .object([
          ("updates_per_ns", .number(report.rate.updatesPerNanosecond)),
          ("flips_per_ns", .number(report.rate.flipsPerNanosecond)),
          ("total_updates_per_ns", .number(report.rate.totalUpdatesPerNanosecond)),
          ("threads", .integer(UInt64(report.rate.threads))),
          ("engine_threads", .integer(UInt64(report.rate.engineThreads))),
        ])
      ),
      ("warnings", .array(report.warnings.map { .string($0) })),
    ]
    return .object(members)
  }

  private static func point(_ point: LatticeReport.Point) -> JSONValue {
    .object([
      ("size", .string(point.size)),
      ("sites", .integer(UInt64(point.sites))),
      ("beta", .number(point.beta)),
      ("observables", observables(point)),
      (
        "work",
        .object([
          ("attempts", .integer(point.attempts)), ("flips", .integer(point.flips)),
          ("messages", .integer(point.messages)),
        ])
      ),
      ("replica_agreement", point.agreement.map { .number($0) } ?? .null),
    ])
  }

  private static func observables(_ point: LatticeReport.Point) -> JSONValue {
    .object(
      point.observables.map { observable in
        var members = self.members(observable.estimate)
        if let exact = observable.exact {
          members.append((observable.isBoltzmann ? "exact" : "boltzmann", .number(exact)))
          members.append(("deviation", observable.deviation.map { .number($0) } ?? .null))
        }
        return (observable.key, .object(members))
      })
  }

  private static func members(_ estimate: Estimate) -> [(String, JSONValue)] {
    [
      ("value", .number(estimate.value)),
      ("error", estimate.error.map { .number($0) } ?? .null),
      ("effective_samples", .number(estimate.effectiveSamples)),
      ("tau", estimate.tau.map { .number($0) } ?? .null),
    ]
  }

  private static func criticalPoint(_ report: LatticeReport) -> JSONValue {
    guard let estimate = report.criticalPoint else { return .null }
    return .object([
      ("beta", .number(estimate.value)),
      ("error", estimate.error.map { .number($0) } ?? .null),
      ("method", report.criticalMethod.map { .string($0) } ?? .null),
      ("known", report.knownCriticalPoint.map { .number($0) } ?? .null),
      (
        "crossings",
        .array(
          report.crossings.map { crossing in
            .object([
              ("sizes", .array([.string(crossing.first), .string(crossing.second)])),
              ("beta", .number(crossing.beta.value)),
              ("error", crossing.beta.error.map { .number($0) } ?? .null),
              ("binder", .number(crossing.binder)),
            ])
          })
      ),
    ])
  }
}
