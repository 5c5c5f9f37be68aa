import ArgumentParser
import Runs
import VirtualChip

/// `ising-npu estimate`.
struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimate a model of any size from its configuration, without weights.",
    discussion:
      "Counts, time, energy, power, area and memory traffic on a chip, on that chip with what the model needs besides, on its twins and on reference devices."
  )

  @Option(help: "config.json of the model in Hugging Face's layout, or the folder with it.")
  var config: String

  @Option(help: "The chip: a name of `spec list`, or a YAML file.")
  var hardware = ModelRun.defaultHardware

  @Option(
    parsing: .upToNextOption, help: "Reference devices: names of `spec list`, or YAML files.")
  var reference = ModelRun.defaultReferences

  @Option(help: "Texts at once: 1 to 1000000.")
  var batch = 1

  @Option(help: "Tokens of each text or prompt (default: 128, or as many as the model takes).")
  var context: Int?

  @Option(
    help: "Tokens by which a decoder continues each prompt (default: 32; 0 for prompts alone).")
  var newTokens: Int?

  @Option(
    help:
      "Bandwidth in GB/s of the off-chip memory that a chip without one gets where the model does not fit."
  )
  var offChip = EstimateRequest.defaultOffChip_bytesPerSecond / 1e9

  @OptionGroup var sampling: SampleOptions
  @OptionGroup var roads: RoadOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var outputs: OutputOptions

  func validate() throws {
    _ = try roads.dynamics(draws: sampling.draws)
    guard EstimateRequest.batchRange.contains(batch) else {
      throw ValidationError("batch: found \(batch), expected 1 to 1000000")
    }
    if let context, !EstimateRequest.tokenRange.contains(context) {
      throw ValidationError("context: found \(context), expected 1 to 10000000")
    }
    if let newTokens, newTokens != 0, !EstimateRequest.tokenRange.contains(newTokens) {
      throw ValidationError("new-tokens: found \(newTokens), expected 0 to 10000000")
    }
    guard offChip.isFinite, (1e-3...1e9).contains(offChip) else {
      throw ValidationError("off-chip: found \(offChip), expected 0.001 to 1e9 GB/s")
    }
    if roads.lattice != nil {
      throw ValidationError(
        "token-lattice: found one, expected none: an estimate has no cells of tokens")
    }
  }

  func run() throws {
    let output = try outputs.output()
    try ModelPlace.checkNoModel(among: reference, of: "reference")
    var request = EstimateRequest(
      configuration: config, hardware: hardware, references: reference,
      settings: RunSettings(
        fidelity: .expectation, attention: try roads.dynamics(draws: sampling.draws),
        samples: sampling.samples),
      arguments: CommonOptions.arguments)
    request.precision = try precision.precision()
    request.gateThreshold = precision.gateThreshold
    request.normMethod = roads.norm
    request.position = roads.position.flow
    request.batch = batch
    request.context = context
    request.newTokens = newTokens
    request.offChip_bytesPerSecond = offChip * 1e9
    try output.write(try EstimateRun.perform(request), print: Output.write)
  }
}
