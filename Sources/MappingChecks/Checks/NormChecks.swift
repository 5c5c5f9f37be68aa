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
    guard machine.chip.timing.normMethod == .feedback else {
      return idle("norms are two passes: exact")
    }
    guard let found = NormSettling(in: try subject.traces(), on: machine) else {
      return idle("the model has no norms")
    }
    return [
      ValidationCheck(
        "norms.steps", value: Double(found.mostSteps),
        limit: Double(VirtualChip.mostNormSteps - 1), unit: "steps", detail: found.stepsDetail,
        figures: [
          ("mean", .number(found.meanSteps)), ("rows", .integer(UInt64(found.rows))),
        ]),
      ValidationCheck(
        "norms.error", value: found.error, limit: errorLimit, detail: found.errorDetail,
        figures: [
          ("chemical_error", .number(found.chemicalError)),
          ("multiplier_error", .number(found.multiplierError)),
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
