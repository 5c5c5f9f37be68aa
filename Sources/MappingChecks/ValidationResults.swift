package import Jobs
package import Reports
import VirtualChip

/// What the checks of a subject found.
package struct ValidationResults: Sendable {
  /// The checks that were made.
  package private(set) var checks: [ValidationCheck] = []
  /// Those that could not be made.
  package private(set) var omissions: [ValidationReport.Omission] = []
  /// The search for a number of samples, if asked for.
  package private(set) var target: ValidationReport.SampleTarget?
  /// Families of checks that were made, and all of them: fewer after Ctrl-C.
  package private(set) var families = (made: 0, all: Self.families.count)

  /// A family of checks that needs a machine.
  private struct Family: Sendable {
    var name: String
    /// Whether its figures are those of the chip as described only if the model fits it.
    var needsFit = false
    var make: @Sendable (ValidationSubject) throws -> [ValidationCheck]
  }

  private static let families: [Family] = [
    Family(name: "widths") { subject in
      WidthChecks.checks(of: try subject.requireMachine().program, on: subject.chip)
    },
    Family(name: "coupling range") { subject in
      let machine = try subject.requireMachine()
      return try SaturationCheck.checks(
        of: machine.program, graph: subject.graph, chip: machine.chip, options: subject.options)
    },
    Family(name: "precision", make: PrecisionChecks.checks),
    Family(name: "codes", make: OutlierChecks.checks),
    Family(name: "race", make: RaceChecks.checks),
    Family(name: "gates", make: GateChecks.checks),
    Family(name: "norms", make: NormChecks.checks),
    Family(name: "samples", make: SampleChecks.checks),
    Family(name: "devices", make: DeviceChecks.checks),
    Family(name: "delay") { subject in
      DelayCheck.checks(
        chip: subject.chip,
        relaxing: DelayCheck.relaxing(try subject.sampled().map(\.record)),
        tolerance: subject.options.delayTolerance)
    },
    Family(name: "agreement", make: AgreementChecks.checks),
    Family(name: "round-trip", make: RoundTripCheck.checks),
    Family(name: "time", needsFit: true, make: TimeChecks.checks),
  ]

  /// A bar for the families of checks.
  package static func progressBar() -> ProgressBar {
    ProgressBar("validating", total: families.count, unit: "families of checks")
  }

  /// Makes every check that can be made; after Ctrl-C the others are listed as omissions.
  ///
  /// - Parameters:
  ///   - subject: the model on the chip.
  ///   - progress: advances with each family of checks.
  /// - Throws: `MappingError` for texts that the machine refuses.
  package init(
    of subject: ValidationSubject, progress: ProgressBar? = nil
  ) throws(MappingError) {
    defer { progress?.finish() }
    // From here on there is something to report.
    Interruption.keep()
    checks.append(FitCheck.check(of: subject))
    switch subject.needs {
    case .success(let needs):
      checks += CapacityChecks.checks(
        needs: needs, chip: subject.chip, precision: subject.options.precision)
      checks += FanInChecks.checks(needs: needs, chip: subject.chip)
    case .failure(let error):
      omissions.append(.init(name: "capacity", reason: "\(error)"))
    }
    for family in Self.families {
      defer { progress?.advance() }
      if subject.machine == nil || (family.needsFit && subject.fault != nil) {
        omissions.append(
          .init(name: family.name, reason: "the model does not run on this chip"))
        families.made += 1
        continue
      }
      guard let made = try Self.unlessInterrupted(subject, { try family.make(subject) }) else {
        omissions.append(.init(name: family.name, reason: Self.interrupted))
        continue
      }
      checks += made
      families.made += 1
    }
    guard let cosine = subject.options.targetCosine else { return }
    if subject.machine == nil {
      omissions.append(
        .init(name: "target-cosine", reason: "the model does not run on this chip"))
    } else {
      target = try Self.unlessInterrupted(subject) {
        try SampleSearch.search(subject, cosine: cosine)
      }
      if target == nil { omissions.append(.init(name: "target-cosine", reason: Self.interrupted)) }
    }
  }

  private static let interrupted = "interrupted"

  /// What a family of checks found; `nil` after Ctrl-C.
  private static func unlessInterrupted<Value>(
    _ subject: ValidationSubject, _ make: () throws -> Value
  ) throws(MappingError) -> Value? {
    guard !subject.options.isInterrupted() else { return nil }
    do throws(MappingError) { return try MappingError.computing(make) } catch {
      guard error == .interrupted else { throw error }
      return nil
    }
  }
}
