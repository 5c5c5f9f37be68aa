import CriticalControl
public import Reports

/// The JSON document of `control laws` (docs/control.md).
extension ControlLaws: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-control-laws/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    let scores = request.scores
    return [
      "schema": Self.schema,
      "provenance": Provenance(arguments: request.arguments, seed: request.seed),
      "scores": [
        "law": scores.law.rawValue, "n": scores.keys, "d": scores.width,
        "variance": scores.deviation * scores.deviation, "rows": scores.rows, "gap": request.gap,
        "log_n": starts.logCount, "deviation": starts.deviation,
      ] as Facts,
      "beta_star": starts.values.map { value in
        [
          "derivation": value.derivation.rawValue, "value": value.beta,
          "over_textbook": value.beta / scores.textbook, "entropy": value.entropy,
          "formula": value.derivation.formula, "validity": value.derivation.validity,
          "has_target": value.derivation.hasTarget,
        ] as Facts
      },
      "spread": starts.spread, "newton_steps": starts.newtonSteps,
      "landmarks": starts.landmarks.map { mark in
        [
          "name": mark.name, "formula": mark.formula, "value": mark.beta,
          "over_textbook": mark.beta / scores.textbook, "entropy": mark.entropy,
        ] as Facts
      },
      "critical": criticalBeta.map { beta in
        [
          "beta": beta, "heat_capacity": rows.state(at: beta).heatCapacity,
          "over_freezing_point": beta * starts.deviation / (2 * starts.logCount).squareRoot(),
        ] as Facts
      },
      "presets": ControlPreset.allCases.map { preset in
        let schedule = preset.schedule
        return [
          "preset": preset.rawValue, "gain_at_start": schedule.gain(at: 0),
          "multiplier_at_start": schedule.multiplier(at: 0),
          "unstable_for_steps": schedule.stableFrom, "time_steps": schedule.time,
          "corrected_gain_at_start": schedule.corrected.gain(at: 0),
          "corrected_multiplier_at_start": schedule.corrected.multiplier(at: 0),
          "clip": preset.clip, "least_distance": preset.leastDistance,
          "freeze_window": preset.freezeWindow,
        ] as Facts
      },
      "filters": Self.loops.map { name, loop in
        [
          "name": name, "gain": loop.gain, "modulus": loop.modulus,
          "oscillates": loop.oscillates, "lowest_error": Self.lowest(loop),
          "settling_steps": Self.settling(loop),
        ] as Facts
      },
      "sensors": zip(sensors, sensorsWithGain).map { trial, flawed in
        [
          "sensor": trial.sensor.rawValue, "roads": trial.sensor.roads,
          "needs": trial.sensor.needs, "loses": trial.sensor.loses, "samples": request.draws,
          "bias": Self.finite(trial.bias), "bias_error": Self.finite(trial.biasError),
          "deviation": Self.finite(trial.deviation), "stated_deviation": trial.statedDeviation,
          "bias_at_gain": Self.finite(flawed.bias), "gain": Self.triedGain,
        ] as Facts
      },
    ]
  }

  private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

  /// The loops of the average over 64 steps: as printed, with a small gain, with a predictor.
  static var loops: [(String, FilteredLoop)] {
    let filter = EntropyFilter.exponential(window: ControlPreset.entropyWindow)
    let printed = FilteredLoop(filter, gain: 1)
    return [
      ("printed: average of 64, unit gain", printed),
      ("average of 64, critical gain", FilteredLoop(filter, gain: printed.criticalGain)),
      (
        "average of 64 with predictor",
        FilteredLoop(.predicted(window: ControlPreset.entropyWindow), gain: 1)
      ),
    ]
  }

  /// The least error after a step of 1: below zero, it overshoots.
  static func lowest(_ loop: FilteredLoop) -> Double { loop.errors(steps: 4000).min() ?? 0 }

  /// The last step whose error is above 1 %.
  static func settling(_ loop: FilteredLoop) -> Int {
    (loop.errors(steps: 4000).lastIndex { abs($0) > 0.01 } ?? 0) + 1
  }
}
