import ArgumentParser
import MappingChecks
import Runs
import VirtualChip

/// `ising-npu validate`.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check whether a model's mapping is sound on a chip, with margins.",
    discussion: "Exits with 1 if a check fails. Every check and its formula: docs/validate.md.")

  @OptionGroup var mapping: ModelOptions

  @OptionGroup var texts: TextOptions
  @OptionGroup var encoder: EncoderOptions

  @OptionGroup var sampling: SampleOptions

  @Option(help: "Fidelity that judges sub-blocks.")
  var fidelity = JudgingFidelity(word: .sampled)

  @OptionGroup var roads: RoadOptions

  @Option(help: "Mean cosine that a sound mapping reaches: above 0, below 1.")
  var floorCosine = ValidationOptions().floorCosine

  @Option(help: "Find the smallest number of samples with this mean cosine.")
  var targetCosine: Double?

  @Option(help: "Seconds that a text may take.")
  var latencyTarget: Double?

  @Option(help: "Largest λτ of weakly coupled lattice agents.")
  var delayTolerance = ValidationOptions().delayTolerance

  @OptionGroup var control: ControlOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    _ = try settings()
    guard fidelity.word != .expectation else {
      throw ValidationError("fidelity: found expectation, expected sampled or event")
    }
    for (name, cosine) in [("floor-cosine", floorCosine), ("target-cosine", targetCosine ?? 0.5)] {
      guard cosine > 0, cosine < 1 else {
        throw ValidationError("\(name): found \(cosine), expected a number between 0 and 1")
      }
    }
    for (name, value) in [
      ("latency-target", latencyTarget ?? 1), ("delay-tolerance", delayTolerance),
    ] {
      guard value > 0, value.isFinite else {
        throw ValidationError("\(name): found \(value), expected a number above 0")
      }
    }
  }

  private func settings() throws -> RunSettings {
    RunSettings(
      fidelity: fidelity.word.fidelity(), attention: try roads.dynamics(draws: sampling.draws),
      samples: sampling.samples, seed: common.seed)
  }

  func run() throws {
    let output = try common.output.output()
    var options = ValidationOptions()
    options.floorCosine = floorCosine
    options.targetCosine = targetCosine
    options.latencyTarget_s = latencyTarget
    options.delayTolerance = delayTolerance
    let texts = try texts.texts(model: mapping.model)
    var request = ModelRun.Request(
      modelFolder: try mapping.folder(), inputs: texts,
      hardware: mapping.hardware, references: [], precision: try precision.precision(),
      gateThreshold: precision.gateThreshold,
      normMethod: roads.norm, position: roads.position.flow, tokenLattice: roads.lattice,
      settings: try settings(), threads: try common.threadCount(),
      arguments: CommonOptions.arguments)
    try encoder.apply(to: &request)
    request.control = control.request(die: nil)
    let report = try ValidateRun.perform(request, options: options)
    try output.write(report, print: Output.write)
    try ValidateRun.requireSound(report)
  }
}

/// A fidelity that draws: what `expectation` computes, parts are judged by.
struct JudgingFidelity: ExpressibleByArgument {
  var word: Fidelity.Word

  init(word: Fidelity.Word) { self.word = word }

  init?(argument: String) {
    guard let word = Fidelity.Word(rawValue: argument) else { return nil }
    self.word = word
  }

  static var allValueStrings: [String] {
    Fidelity.Word.allCases.filter { $0 != .expectation }.map(\.rawValue)
  }
  var defaultValueDescription: String { word.rawValue }
}
