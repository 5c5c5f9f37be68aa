package import Reports
import HardwareSpecs
import VirtualChip

/// Whether the model survives the chip's devices as they are made.
package enum DeviceChecks {
  /// `devices.cosine`: the mean cosine with every agent simulated, which alone follows devices that are
  /// not ideal; not applicable where they are.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let chip = subject.chip
    let limit = subject.options.targetCosine ?? subject.options.floorCosine
    guard chip.needsSimulatedAgents else {
      return [
        ValidationCheck(
          "devices.cosine", value: nil, limit: limit, bound: .atLeast,
          detail: "devices are ideal: drawn counts have their law")
      ]
    }
    let outputs = try subject.executions(
      on: try subject.requireMachine(), subject.settings(.event)
    ).map(\.output)
    let cosines = try subject.cosines(outputs, try subject.referenceOutputs())
    let die = subject.options.settings.fidelity.die
    return [
      ValidationCheck(
        "devices.cosine", value: cosines.mean, limit: limit, bound: .atLeast,
        detail: "mean cosine of die \(die) at fidelity event with S = "
          + "\(subject.options.settings.samples), with the devices that \(chip.name) states",
        figures: [("cosine_min", .number(cosines.smallest)), ("die", .integer(UInt64(die)))])
    ]
  }
}
