import HardwareSpecs
import EnergyBudgets
import ExecutionRecords
public import Reports

/// The JSON document of `run` (docs/conventions.md).
extension RunReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-run/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance, "model": model, "hardware": hardware,
      "settings": settings,
      "accuracy": accuracy.facts + ["floor_cosine": floorCosine, "is_comparable": isComparable],
      "tokens": tokenCount, "unknown_tokens": unknownTokens, "retrieval": retrieval, "dies": dies,
      "control": control,
      "npu": chip.facts + (ceilings.map { ["ceiling": Self.facts(of: $0)] } ?? [:]),
      "start": start,
      "twin": twin.facts + ["cosine_mean": twinCosine],
      "analog_twin": analogTwin.map { $0.facts + ["cosine_mean": twinCosine] },
      "others": others, "uncertainty": uncertainty,
      "reference": devices.map(facts),
      "measured_devices": measuredFacts,
      "equal_throughput": equalThroughput, "outputs": outputs,
      "warnings": warnings,
    ]
  }

  /// A device in both modes: a text alone at batch 1, texts in batches so large that more would not help.
  private func facts(of device: Device) -> Facts {
    let texts = Double(max(1, outputs.count))
    func costs(_ mode: TextCosts.Mode) -> Facts {
      let cost = device.cost(mode)
      let time = cost.time_s / texts
      let ratios = ratios(of: device, mode)
      let own: Facts =
        mode == .latency
        ? ["time_s": time.nominal, "time_band_s": time]
        : ["texts_per_s": 1 / time.nominal, "batch": cost.batch]
      return own + [
        "energy_J": cost.energy_J / texts, "power_W": cost.power_W,
        "energy_over_chip": ratios?.chip.band, "energy_over_twin": ratios?.twin.band,
      ]
    }
    return [
      "device": device.single.device, "precision": device.single.precision,
      "latency": costs(.latency), "throughput": costs(.throughput),
    ]
  }

  private static func facts(of ceilings: CeilingPrices) -> Facts {
    [
      "claimed_power_W": ceilings.power_W, "allowance_J": ceilings.allowance_J,
      "per_action_J": ceilings.perAction_J,
      "by_action": ceilings.byAction.map {
        [
          "action": $0.action.rawValue, "count": $0.count, "ceiling_J": $0.ceiling_J,
          "stated_J": $0.stated_J,
        ] as Facts
      },
    ]
  }
}

extension RunReport.Accuracy: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "cosine_mean": cosineMean, "cosine_min": cosineMinimum, "spearman": spearman,
      "largest_similarity_error": largestSimilarityError, "scores": scores,
    ]
  }
}

extension RunReport.Other: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    ["attention": name, "texts": texts, "cosine_mean": cosineMean] + costs.facts
      + ["twin": twin.facts]
  }
}

extension RunReport.Output: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    let inputs: Facts =
      pair == nil
      ? ["text": text, "token_ids": tokenIDs]
      : ["text": text, "pair": pair, "token_ids": tokenIDs, "type_ids": typeIDs]
    let own: Facts =
      ["index": index] + inputs + [
        "unknown_tokens": unknownTokens, "cosine": cosine,
        "embedding": embedding,
        "reference_embedding": referenceEmbedding,
      ]
    guard let scores, let referenceScores else { return own }
    return own + ["scores": scores.list, "reference_scores": referenceScores.list]
  }
}

extension RunReport.Machine: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    var facts: Facts = [
      "time_s": budget.duration_s, "cycles": record.timeline.totalCycles, "timing": timing,
    ]
    facts += budget.sums
    facts += costs?.facts ?? [:]
    if let times { facts.add("time", times) }
    if let correction { facts.add("event_correction", correction.facts) }
    facts += [
      "class_shares": Facts(
        budget.byClass.map { share in
          let count = share.counts.total(of: share.key)
          return (share.key.rawValue, ["count": count, "energy_J": share.energy_J] as Facts)
        }),
      "components": budget.byComponent.map { share in
        [
          "name": share.key.rawValue, "actions": Self.counts(share.counts),
          "energy_J": share.energy_J,
        ] as Facts
      },
      "statics": budget.statics.map { ["name": $0.name, "energy_J": $0.energy_J] as Facts },
      "layers": budget.byLayer.map { share in
        [
          "layer": share.key, "actions": Self.counts(share.counts), "energy_J": share.energy_J,
        ] as Facts
      },
      "resident_fraction": residentShare,
    ]
    if !events.isEmpty {
      facts.add("events", Facts(events.map { (name: $0.kind, value: $0.count) }))
    }
    return facts
  }

  private static func counts(_ counts: ActionCounts) -> Facts {
    Facts(counts.present.map { (name: $0.rawValue, value: counts[$0]) })
  }
}

extension ChipBudget {
  /// What the JSON documents of machines say of all energies: sums, and each action with its count.
  var sums: Facts {
    [
      "energy_J": total_J, "dynamic_J": dynamic_J, "static_J": static_J,
      "power_W": averagePower_W, "missing_prices": missingPrices.map(\.rawValue),
      "actions": Facts(
        byAction.map { share in
          (
            share.key.rawValue,
            ["count": share.counts[share.key], "energy_J": share.energy_J] as Facts
          )
        }),
    ]
  }

  /// A part's share of the total energy at nominal figures; `nil` where the total is unknown or 0.
  func share(of part: Band) -> Double? { Self.share(part, of: total_J) }

  /// A part's share of the energy of actions at nominal figures; `nil` where one of them is unknown.
  func dynamicShare(of part: Band?) -> Double? { part.flatMap { Self.share($0, of: dynamic_J) } }

  private static func share(_ part: Band, of whole: Band?) -> Double? {
    guard let whole, whole.nominal > 0 else { return nil }
    return part.nominal / whole.nominal
  }

  /// Actions of all classes.
  var operationCount: Double { byClass.reduce(0) { $0 + Double($1.counts.total(of: $1.key)) } }
}
