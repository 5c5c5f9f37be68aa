import DenseExecutor
import HardwareSpecs
import Jobs
public import MappingChecks
public import Reports
import TransformerModels
import VirtualChip

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
    try RunFailure.ending { try report(request, options) }
  }

  private static func report(
    _ request: ModelRun.Request, _ options: ValidationOptions
  ) throws -> ValidationReport {
    let prepared = try ModelPreparation(request)
    let (chip, model, tokens) = (prepared.chip, prepared.model, prepared.tokens)
    var warnings = prepared.warnings
    warnings += [prepared.latticeWarning, prepared.positionWarning].compactMap { $0 }
    var options = options
    options.precision = request.precision
    options.gateThreshold = request.gateThreshold
    options.settings = prepared.settings
    // Laws judge the mapping, simulated agents the devices.
    options.settings.lawDie = nil
    if let control = request.control, control.thermostat != .off {
      let settings = options.settings
      options.control = { program, chip in
        try ThermostatCalibration(
          program, on: chip, control, model: model, settings: settings,
          threads: request.threads
        ).program
      }
    }
    options.threads = request.threads
    let subject = ValidationSubject(
      graph: prepared.graph, chip: chip, tokens: tokens, options: options,
      reference: { DenseExecutor(graph: $0, weights: request.referenceWeights) })
    let result = try ValidationResults(of: subject, progress: ValidationResults.progressBar())
    if tokens.count > ValidationSubject.mostTraces {
      warnings.append(
        "the first \(ValidationSubject.mostTraces) of \(tokens.count) texts are looked into value "
          + "by value (races, gates, norms, codes)")
    }
    let (made, all) = result.families
    let isInterrupted = Interruption.isRequested && made < all
    if isInterrupted {
      warnings.append(
        "interrupted: \(made) of \(all) families of checks were made; what was not checked is listed"
      )
    }
    var report = ValidationReport(
      provenance: Provenance(
        arguments: request.arguments, seed: request.settings.seed, specHash: chip.hash),
      model: ModelName(name: model.name, parameters: model.parameterCount),
      hardware: ChipName(name: chip.name, summary: chip.summary, hash: chip.hash),
      settings: RunSettingsList.settings(of: request, chip: chip),
      texts: (tokens.count, tokens.reduce(0) { $0 + $1.count }), checks: result.checks,
      target: result.target, omissions: result.omissions, warnings: warnings)
    report.isInterrupted = isInterrupted
    report.defaultSettings = RunSettingsList.defaults(of: request, chip: chip)
    return report
  }
}
