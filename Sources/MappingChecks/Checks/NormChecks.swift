import ChipPrograms
import HardwareSpecs
package import Reports
import VirtualChip

/// How the potentials of norms settle.
package enum NormChecks {
  /// The largest relative error of a potential that is sound: 2⁻⁶, the 6-bit mantissa at which the
  /// statistics of norms cost MiniLM 1.4·10⁻⁴ of cosine.
  package static let errorLimit = 1.0 / 64
  /// The largest loss of cosine by unsettled norms that is sound.
  package static let lossLimit = 0.001

  /// `norms.steps`, `norms.error` and `norms.loss`.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let machine = try subject.requireMachine()
    let timing = machine.chip.timing
    guard timing.normMethod == .feedback else { return idle("norms are two passes: exact") }
    var rows: [NormRow] = []
    for trace in try subject.traces() {
      for case let norm as Instruction.Normalise in machine.program.instructions.map(\.operation) {
        rows += machine.normRows(of: norm.value, epsilon: norm.epsilon, in: trace)
      }
    }
    guard !rows.isEmpty else { return idle("the model has no norms") }
    let steps = rows.map(\.steps)
    let mean = Double(steps.reduce(0, +)) / Double(rows.count)
    let chemical = rows.map(\.chemicalError).max() ?? 0
    let multiplier = rows.map(\.multiplierError).max() ?? 0
    return [
      ValidationCheck(
        "norms.steps", value: Double(steps.max() ?? 0),
        limit: Double(VirtualChip.mostNormSteps - 1), unit: "steps",
        detail: "the slowest of \(rows.count) rows; \(Quantity.decimals(mean, 1)) in the mean",
        figures: [("mean", .number(mean)), ("rows", .integer(UInt64(rows.count)))]),
      ValidationCheck(
        "norms.error", value: max(chemical, multiplier), limit: errorLimit,
        detail: "feedback stops at \(timing.normTolerance): μ is off by up to "
          + "\(Quantity.decimals(chemical, 5)) z, z by up to \(Quantity.percent(multiplier))",
        figures: [
          ("chemical_error", .number(chemical)), ("multiplier_error", .number(multiplier)),
        ]),
      try loss(subject),
    ]
  }

  private static func loss(_ subject: ValidationSubject) throws -> ValidationCheck {
    let exact = try subject.expectation { $0.chip.timing.normMethod = .twoPasses }
    let cosines = try subject.cosines(try subject.expectation(), exact)
    return ValidationCheck(
      "norms.loss", value: 1 - cosines.mean, limit: lossLimit,
      detail: "1 − cosine between the outputs with feedback and with two exact passes",
      figures: [("cosine_with_two_passes", .number(try subject.cosine(exact)))])
  }

  private static func idle(_ reason: String) -> [ValidationCheck] {
    ["norms.steps", "norms.error", "norms.loss"].map {
      ValidationCheck($0, value: nil, detail: reason)
    }
  }
}
