import CriticalControl
public import Reports

/// The JSON document of `control trace` (docs/control.md).
extension ControlTrace: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-control/1"

  /// What was set, for readers and for scripts.
  var settings: Facts { Self.settings(of: request) }

  /// The settings of a request.
  static func settings(of request: Request) -> Facts {
    var facts: Facts = [
      "controller": request.method.rawValue, "preset": request.preset.rawValue,
      "filtered": request.isFiltered, "aim": request.aim.rawValue, "gap": request.gap,
      "start": request.start, "steps": request.steps, "band": request.band,
      "gain_error": request.gainError,
    ]
    switch request.source {
    case .exact: facts += ["sensor": "exact", "samples": nil]
    case .firings(let sensor, let draws): facts += ["sensor": sensor.rawValue, "samples": draws]
    }
    return facts
  }

  /// Keys and values of the JSON document.
  public var facts: Facts {
    let steps = reached
    return [
      "schema": Self.schema,
      "provenance": Provenance(arguments: request.arguments, seed: request.seed),
      "source": request.model.map { $0.folder } ?? request.scores.sentence,
      "settings": settings,
      "heads": heads.map(facts(of:)),
      "controlled_heads": steps.count, "heads_in_band": steps.count { $0 != nil },
      "most_steps_into_band": steps.allSatisfy { $0 != nil } ? steps.compactMap(\.self).max() : nil,
      "warnings": warnings,
    ]
  }

  private func facts(of head: Head) -> Facts {
    [
      "layer": head.source.layer, "head": head.source.head, "log_n": head.logCount,
      "rows": head.source.rows.rows.count,
      "deviation": head.starts?.deviation ?? head.source.rows.scoreDeviation,
      "textbook_beta": head.source.textbook, "gain": head.gain, "target": head.target,
      "steps_into_band": head.target.flatMap {
        head.steps.reached(target: $0, band: request.band)
      },
      "steps_to_settle": head.target.flatMap {
        head.steps.settled(target: $0, band: request.band)
      },
      "beta": head.steps.map(\.beta), "entropy": head.steps.map(\.entropy),
      "reading": head.steps.map(\.reading),
      "beta_star": head.starts.map { starts in
        starts.values.map {
          ["derivation": $0.derivation.rawValue, "value": $0.beta, "entropy": $0.entropy] as Facts
        }
      },
    ]
  }
}
