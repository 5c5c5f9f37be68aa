import EnergyBudgets
import ExecutionRecords
import SampleStatistics
public import Reports

/// The JSON document of `simulate` (docs/lattice-programs.md).
extension SimulateReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-simulate/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance, "program": program,
      "hardware": ["name": chip] as Facts, "settings": settings, "setup": Self.machine(setup),
      "npu": Self.machine(budget), "reads": reads,
      "simulation": [
        "events": events, "wall_s": wall_s,
        "events_per_s": wall_s > 0 ? Double(events) / wall_s : 0,
      ] as Facts,
      "warnings": warnings,
    ]
  }

  private static func machine(_ budget: ChipBudget) -> Facts {
    let operations = budget.operationCount
    let shares = budget.byClass.map { share in
      let count = Double(share.counts.total(of: share.key))
      return (
        name: share.key.rawValue,
        value: [
          "operations": operations > 0 ? count / operations : 0,
          "energy": budget.dynamicShare(of: share.energy_J),
        ] as Facts
      )
    }
    return ["time_s": budget.duration_s] + budget.sums
      + ["class_shares": Facts(shares.map { (name: $0.name, value: $0.value) })]
  }
}

extension SimulateReport.Program: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    ["name": name, "agents": agents, "couplings": couplings, "stored_exactly": storesExactly]
  }
}

extension SimulateReport.Read: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "instruction": instruction, "line": line, "beta": beta, "held": held, "reads": count,
      "interval_s": interval_s, "time_s": budget.duration_s, "energy_J": budget.total_J,
      "slowest": slowest?.name, "effective_samples": effectiveSamples,
      "effective_samples_per_s": samplesPerSecond, "effective_samples_per_J": samplesPerJoule,
      "quantities": quantities,
    ]
  }
}

extension SimulateReport.Quantity: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "kind": kind, "name": name, "value": measured?.value, "error": measured?.error,
      "tau": measured?.tau, "effective_samples": measured?.effectiveSamples, "exact": exact,
      "stored": stored,
    ]
  }
}
