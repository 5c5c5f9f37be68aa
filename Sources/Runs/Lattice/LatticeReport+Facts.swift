import SampleStatistics
public import Reports

/// The JSON document of `lattice` (docs/lattice.md).
extension LatticeReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-lattice/1"

  /// Keys and values of the JSON document. A run of one point has its observables at the top as well.
  public var facts: Facts {
    var facts: Facts = [
      "schema": Self.schema, "provenance": provenance, "lattice": lattice, "engine": engine,
      "settings": settings,
    ]
    if points.count == 1 { facts.add("observables", points[0].observableFacts) }
    facts += ["points": points, "critical_point": criticalFacts]
    if let tempering { facts.add("tempering", tempering) }
    return facts + ["rate": rate, "warnings": warnings]
  }

  private var criticalFacts: Facts? {
    guard let criticalPoint else { return nil }
    return [
      "beta": criticalPoint.value, "error": criticalPoint.error, "method": criticalMethod,
      "known": knownCriticalPoint, "crossings": crossings,
    ]
  }
}

extension LatticeReport.Point: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "size": size, "sites": sites, "beta": beta, "temperature": beta > 0 ? 1 / beta : nil,
      "observables": observableFacts,
      "work": ["attempts": attempts, "flips": flips, "messages": messages] as Facts,
      "replica_agreement": agreement,
    ]
  }

  fileprivate var observableFacts: Facts {
    Facts(
      observables.map { observable in
        let estimate = observable.estimate
        var facts: Facts = [
          "value": estimate.value, "error": estimate.error,
          "effective_samples": estimate.effectiveSamples, "tau": estimate.tau,
          "error_trusted": observable.isErrorTrusted,
        ]
        if let exact = observable.exact {
          facts += [
            (observable.isBoltzmann ? "exact" : "boltzmann"): exact,
            "deviation": observable.deviation,
          ]
        }
        return (observable.key, facts)
      })
  }
}

extension LatticeReport.Crossing: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    ["sizes": [first, second], "beta": beta.value, "error": beta.error, "binder": binder]
  }
}

extension LatticeReport.Tempering: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "size": size, "betas": betas, "acceptance": acceptance, "round_trips": roundTrips,
      "mean_round_trip_sweeps": meanRoundTrip_sweeps,
    ]
  }
}

extension LatticeReport.Rate: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "updates_per_ns": updatesPerNanosecond, "flips_per_ns": flipsPerNanosecond,
      "total_updates_per_ns": totalUpdatesPerNanosecond, "threads": threads,
      "engine_threads": engineThreads,
    ]
  }
}
