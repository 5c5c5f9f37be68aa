import SampleStatistics
public import Reports

/// The JSON document of `anneal` (docs/anneal.md).
extension AnnealReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-anneal/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance, "problem": problem, "method": method,
      "presolve": presolve, "best": bestFacts,
      "target": target.map { ["value": $0, "reached": isTargetReached] as Facts },
      "time_to_best_s": timeToBest_s, "elapsed_s": stop.elapsed_s, "rate": rate, "work": work,
      "reads": levels,
      "success": success.map {
        ["target": goal, "target_is": target == nil ? "best" : "given"] + $0.share
      },
      "time_to_target_s": success?.time,
      "by_length": successes.map { $0.share + ["time_to_target_s": $0.time] },
      "trace": trace.map { ["time_s": $0.time_s, quantity: $0.value] as Facts },
      "stopped_by": stop.word, "warnings": warnings,
    ]
  }

  private var bestFacts: Facts {
    [
      "energy": best.energy, "cut": best.cut, "objective": bestValue,
      "proved_optimal": best.proof != nil, "states": best.states,
      "state": best.values, "spins": best.spins,
    ] + best.facts
  }
}

extension AnnealReport.Rate: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "updates_per_ns": updatesPerNanosecond,
      "updates_per_ns_per_thread": updatesPerNanosecondOfAThread, "threads": threads,
    ]
  }
}

extension AnnealReport.Work: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "reads": reads, "batches": batches, "complete_batches": completeBatches,
      "attempts": attempts,
    ]
  }
}

extension AnnealReport.Level: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts { ["energy": energy, "to": highestEnergy, "count": count] }
}

extension AnnealReport.Success {
  /// How often.
  fileprivate var share: Facts {
    [
      "sweeps": sweeps, "count": probability.successes, "reads": probability.trials,
      "probability": probability.value, "low": probability.low, "high": probability.high,
    ]
  }

  /// How long; `null` stands for no bound where p, or the lower end of its interval, is 0.
  fileprivate var time: Facts {
    [
      "value": time_s.value, "low": time_s.low, "high": time_s.high, "confidence": 0.99,
      "read_s": read_s, "batch_s": batch_s,
    ]
  }
}
