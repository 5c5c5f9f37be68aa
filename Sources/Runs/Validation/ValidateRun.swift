import ChipPrograms
import HardwareSpecs
import LatticeCompiler
public import Reports
import TransformerModels
import VirtualNPU

/// `validate`: is a model's mapping sound on a chip, and with how much room?
public enum ValidateRun {
  /// Loads the model, maps it, and makes every check.
  ///
  /// - Parameters:
  ///   - request: model, texts, chip, precision and settings; its reference devices are not used.
  ///   - options: limits; precision, settings and threads are taken from the request.
  /// - Throws: `RunFailure` of kind `.badInput` for files, specs and texts that cannot be used. A model
  ///   that does not fit is a failed check, not an error.
  public static func perform(
    _ request: ModelRun.Request, options: ValidationOptions
  ) throws(RunFailure) -> ValidationReport {
    var chip = try RunFailure.readingInput { try SpecLibrary.chip(request.hardware) }
    // The description's hash stays: the settings of the report say what differs from it.
    if let method = request.normMethod { chip.timing.normMethod = method }
    let model = try RunFailure.readingInput { try LoadedModel.load(folder: request.modelFolder) }
    var warnings: [String] = []
    let tokens = ModelRun.tokenise(request.texts, with: model.tokenizer, warnings: &warnings)
    var options = options
    options.precision = request.precision
    options.gateThreshold = request.gateThreshold
    options.settings = request.settings
    options.threads = request.threads
    if let lattice = request.tokenLattice {
      options.settings.tokenWires = try lattice.wires(mostTokens: tokens.map(\.count).max() ?? 1)
      warnings.append(try lattice.sentence(tokenCounts: tokens.map(\.count)))
    }
    var graph = model.graph
    if let flow = request.position {
      graph = graph.positioned(by: flow)
      warnings.append(
        "positions by the flow \(flow): chip and reference run a model that was not trained")
    }
    let subject = ValidationSubject(
      graph: graph, chip: chip, tokens: tokens, options: options)
    let result = try results(of: subject)
    let provenance = Provenance(
      arguments: request.arguments, seed: request.settings.seed, specHash: chip.hash)
    if tokens.count > ValidationSubject.mostTraces {
      warnings.append(
        "the first \(ValidationSubject.mostTraces) of \(tokens.count) texts are looked into value "
          + "by value (races, gates, norms, codes)")
    }
    return ValidationReport(
      provenance: [
        .init("format_version", .number(UInt64(provenance.formatVersion))),
        .init("program_version", .word(provenance.programVersion)),
        .init("seed", .number(provenance.seed)), .init("spec_hash", .word(chip.hash)),
      ],
      arguments: request.arguments, model: model.name, parameters: model.parameterCount,
      hardware: chip.name, hardwareSummary: chip.summary, hardwareHash: chip.hash,
      settings: RunSettingsList.settings(of: request, chip: chip),
      texts: (tokens.count, tokens.reduce(0) { $0 + $1.count }), checks: result.checks,
      target: result.target, omissions: result.omissions, warnings: warnings)
  }

  /// What the checks of a subject found.
  package struct Results: Sendable {
    /// The checks that were made.
    package var checks: [ValidationCheck] = []
    /// Those that could not be made.
    package var omissions: [ValidationReport.Omission] = []
    /// The search for a number of samples, if asked for.
    package var target: ValidationReport.SampleTarget?
  }

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

  /// Makes every check that can be made.
  ///
  /// - Throws: `RunFailure` for texts that the machine refuses, and for Ctrl-C.
  package static func results(of subject: ValidationSubject) throws(RunFailure) -> Results {
    var results = Results()
    results.checks.append(FitCheck.check(of: subject))
    switch subject.needs {
    case .success(let needs):
      results.checks += CapacityChecks.checks(
        needs: needs, chip: subject.chip, precision: subject.options.precision)
      results.checks += FanInChecks.checks(needs: needs, chip: subject.chip)
    case .failure(let error):
      results.omissions.append(.init(name: "capacity", reason: "\(error)"))
    }
    let progress = ProgressBar("validating", total: families.count, unit: "families of checks")
    defer { progress.finish() }
    for family in families {
      defer { progress.advance() }
      if subject.machine == nil || (family.needsFit && subject.fault != nil) {
        results.omissions.append(
          .init(name: family.name, reason: "the model does not run on this chip"))
        continue
      }
      results.checks += try RunFailure.computing { try family.make(subject) }
    }
    if let cosine = subject.options.targetCosine {
      if subject.machine == nil {
        results.omissions.append(
          .init(name: "target-cosine", reason: "the model does not run on this chip"))
      } else {
        results.target = try SampleSearch.search(subject, cosine: cosine)
      }
    }
    return results
  }
}
