import CriticalControl
import Foundation
public import Reports

extension ControlLaws {
  /// The laws for readers.
  ///
  /// - Throws: `PictureError` where the picture cannot be drawn.
  public func document() throws(PictureError) -> Document {
    let scores = request.scores
    let title = "laws of the thermostat: \(scores.sentence)"
    let chart = StartBetaChart.chart(
      rows, starts: starts, textbook: scores.textbook, title: "entropy against β")
    return Document(
      title: title,
      sections: [
        Section(
          "",
          Part.lead([title]) + [
            .line(
              String(
                format: "ln N = %.4f, σ = %.4g, target H = ln N − %g = %.4f nats",
                starts.logCount, starts.deviation, request.gap, starts.logCount - request.gap))
          ]),
        Section("Seven start values of β", startParts),
        Section(
          "Entropy against β",
          try Chart.drawing(ofDrawable: [chart], title: title).map {
            [.picture($0, name: "starts")]
          } ?? []),
        Section("Gains of Newton's step, β in the printed form", gainParts),
        Section("Averages in the loop", filterParts), Section("Sensors of entropy", sensorParts),
      ],
      settings: ["law": scores.law.rawValue, "gap": request.gap, "samples": request.draws],
      provenance: Provenance(arguments: request.arguments, seed: request.seed))
  }

  private var startParts: [Part] {
    func row(_ name: String, _ formula: String, _ beta: Double, _ entropy: Double, _ remark: String)
      -> [Cell]
    {
      [
        Cell(name), Cell(formula), Cell(beta, String(format: "%.4g", beta)),
        Cell(
          beta / request.scores.textbook, String(format: "%.3f", beta / request.scores.textbook)),
        Cell(entropy, String(format: "%.3f", entropy)), Cell(remark),
      ]
    }
    let values = starts.values.map {
      row(
        $0.derivation.rawValue, $0.derivation.formula, $0.beta, $0.entropy, $0.derivation.validity)
    }
    let landmarks = starts.landmarks.map { row($0.name, $0.formula, $0.beta, $0.entropy, "") }
    let columns: [Table.Column] = [
      .words("derivation", "derivation"), .words("formula", "formula"), .figures("β", "beta"),
      .figures("β√d", "over_textbook"), .figures("H", "entropy_nats"),
      .words("right for", "validity", on: [.page, .file]),
    ]
    let missing = Derivation.allCases.filter { one in
      !starts.values.contains { $0.derivation == one }
    }.map(\.rawValue)
    return [
      .table(Table("starts", columns, values + landmarks)),
      .table(
        Table(
          "", [.words("derivation"), .words("right for")],
          starts.values.map { [Cell($0.derivation.rawValue), Cell($0.derivation.validity)] }),
        on: .terminal),
      .line(
        String(format: "largest over smallest of the seven: %.2f", starts.spread)
          + (starts.newtonSteps.map { "; Newton from 1/√d took \($0) steps" } ?? "")),
    ]
      + (missing.isEmpty
        ? []
        : [.line("out of reach of these scores: " + missing.joined(separator: ", "))])
  }

  private var gainParts: [Part] {
    [
      .line("gain of Newton's step: errors are multiplied by 1 − κ", on: .terminal),
      .table(
        Table(
          "presets",
          [
            .words("preset", "preset"), .figures("κ(0)", "gain_at_start"),
            .figures("1 − κ(0)", "multiplier_at_start"),
            .figures("unstable until", "unstable_for_steps"),
            .figures("corrected κ(0)", "corrected_gain_at_start"),
            .figures("1 − κ(0)", "corrected_multiplier_at_start"),
          ],
          ControlPreset.allCases.map { preset in
            let schedule = preset.schedule
            let until = schedule.stableFrom ?? .infinity
            return [
              Cell(preset.rawValue)
            ]
              + [
                schedule.gain(at: 0), schedule.multiplier(at: 0), until,
                schedule.corrected.gain(at: 0), schedule.corrected.multiplier(at: 0),
              ].enumerated().map { index, value in
                Cell(value, String(format: index == 2 ? "step %.0f" : "%.1f", value))
              }
          })),
    ]
  }

  private var filterParts: [Part] {
    [
      .line("average of H in the loop: error after a disturbance of 1", on: .terminal),
      .table(
        Table(
          "filters",
          [
            .words("loop", "name"), .figures("κ", "gain"), .figures("modulus", "modulus"),
            .figures("lowest error", "lowest_error"), .figures("settles in", "settling_steps"),
          ],
          Self.loops.map { name, loop in
            [
              Cell(name), Cell(loop.gain, String(format: "%.4g", loop.gain)),
              Cell(loop.modulus, String(format: "%.4f", loop.modulus)),
              Cell(Self.lowest(loop), String(format: "%.3f", Self.lowest(loop))),
              .count(Self.settling(loop)),
            ]
          })),
    ]
  }

  private var sensorParts: [Part] {
    func number(_ value: Double?) -> Cell {
      guard let value, value.isFinite else { return Cell(nil, "–") }
      return Cell(value, String(format: "%.3f", value))
    }
    return [
      .line(
        "sensors of entropy, \(request.draws) draws of a row at the target: errors in nats",
        on: .terminal),
      .table(
        Table(
          "sensors",
          [
            .words("sensor", "sensor"), .figures("bias", "bias_nats"),
            .figures("±", "bias_error_nats"), .figures("deviation", "deviation_nats"),
            .figures("by law", "stated_deviation_nats"),
            .figures("bias at gain 1.3", "bias_at_gain_nats"),
            .words("needs", "needs", on: [.page, .file]),
            .words("loses", "loses", on: [.page, .file]),
          ],
          zip(sensors, sensorsWithGain).map { trial, flawed in
            [
              Cell(trial.sensor.rawValue), number(trial.bias), number(trial.biasError),
              number(trial.deviation), number(trial.statedDeviation), number(flawed.bias),
              Cell(trial.sensor.needs), Cell(trial.sensor.loses),
            ]
          })),
      .table(
        Table(
          "", [.words("sensor"), .words("needs")],
          sensors.map { [Cell($0.sensor.rawValue), Cell($0.sensor.needs)] }), on: .terminal),
    ]
  }
}
