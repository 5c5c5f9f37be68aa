import ChipPrograms
import HardwareSpecs
package import Reports
import TransformerModels
import VirtualChip

/// What gate spins make of activations.
package enum GateChecks {
  /// The largest error of P(x)·x that is sound: half that of logistic gates on GELU.
  package static let biasLimit = 0.01
  /// The largest loss of cosine by a bias that is sound.
  package static let lossLimit = 0.001

  /// `gates.bias`, `gates.bias-loss` and `gates.field-converter`.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let activations = subject.graph.nodes.compactMap { node -> Activation? in
      if case .activation(let activation) = node.operation { activation } else { nil }
    }
    guard !activations.isEmpty else {
      return ["gates.bias", "gates.bias-loss", "gates.field-converter"].map {
        ValidationCheck($0, value: nil, detail: "the model has no gates")
      }
    }
    return [
      bias(activations, subject), try loss(subject), try fieldConverter(subject),
    ]
  }

  private static func bias(
    _ activations: [Activation], _ subject: ValidationSubject
  ) -> ValidationCheck {
    guard let threshold = subject.options.gateThreshold else {
      if activations.contains(.geluTanh) {
        let bias = GateFunctions.bias(of: .gaussian, for: .geluTanh)
        return ValidationCheck(
          "gates.bias", value: bias.largest, limit: biasLimit,
          detail:
            "gaussian gates stand for the GELU with a hyperbolic tangent and miss it by that much at "
            + "x = \(Quantity.decimals(bias.at, 2)); all others are exact",
          figures: [("rms", .number(bias.rms)), ("at", .number(bias.at))])
      }
      return ValidationCheck(
        "gates.bias", value: 0, limit: biasLimit,
        detail: "each gate has the threshold that makes its activation exact")
    }
    let worst = Set(activations).map { ($0, GateFunctions.bias(of: threshold, for: $0)) }
      .max { ($0.1.largest, $0.0.rawValue) < ($1.1.largest, $1.0.rawValue) }!
    return ValidationCheck(
      "gates.bias", value: worst.1.largest, limit: biasLimit,
      detail: "\(threshold.rawValue) gates miss \(worst.0.rawValue) by that much at x = "
        + "\(Quantity.decimals(worst.1.at, 2)), by \(Quantity.decimals(worst.1.rms, 4)) in the "
        + "root mean square under N(0, 1)",
      figures: [("rms", .number(worst.1.rms)), ("at", .number(worst.1.at))])
  }

  private static func loss(_ subject: ValidationSubject) throws -> ValidationCheck {
    guard subject.options.gateThreshold != nil else {
      return ValidationCheck(
        "gates.bias-loss", value: 0, limit: lossLimit, detail: "the thresholds are the exact ones")
    }
    let exact = try subject.expectation { $0.gateThreshold = nil }
    let cosines = try subject.cosines(try subject.expectation(), exact)
    return ValidationCheck(
      "gates.bias-loss", value: 1 - cosines.mean, limit: lossLimit,
      detail: "1 − cosine between the outputs with these thresholds and with exact ones",
      figures: [
        ("largest_loss", .number(1 - cosines.smallest)),
        ("cosine_with_exact_thresholds", .number(try subject.cosine(exact))),
      ])
  }

  /// The largest error of a gate's output on the texts' own fields, |x|·|F(x) − F(x̃)| with x̃ the
  /// nearest code of the converter.
  private static func fieldConverter(_ subject: ValidationSubject) throws -> ValidationCheck {
    let machine = try subject.requireMachine()
    let devices = machine.chip.devices
    let range = devices.fieldRange
    let converter = FieldConverter(devices)
    var largest = (field: 0.0, error: 0.0)
    var (beyond, all) = (0, 0)
    for trace in try subject.traces() {
      for case let gate as Instruction.Gate in machine.program.instructions.map(\.operation) {
        for element in trace.fields[gate.value]?.elements ?? [] {
          let x = Double(element)
          all += 1
          if abs(x) > range { beyond += 1 }
          largest.field = max(largest.field, abs(x))
          guard let converter else { continue }
          let error =
            abs(x)
            * abs(
              GateFunctions.probability(gate.threshold, x)
                - GateFunctions.probability(gate.threshold, converter(x)))
          largest.error = max(largest.error, error)
        }
      }
    }
    let share = Double(beyond) / Double(max(1, all))
    let fields =
      "largest field of a gate \(Quantity.decimals(largest.field, 2)), "
      + "\(Quantity.percent(share)) of fields beyond ±\(Quantity.decimals(range, 1))"
    return ValidationCheck(
      "gates.field-converter", value: devices.fieldBits == nil ? nil : largest.error,
      limit: biasLimit,
      detail: devices.fieldBits.map { "\($0)-bit converters; \(fields)" }
        ?? "fields are set without a converter; \(fields)",
      figures: [
        ("largest_field", .number(largest.field)), ("range", .number(range)),
        ("beyond_range", .number(share)),
      ])
  }
}
