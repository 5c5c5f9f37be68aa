import ArgumentParser
import Runs
import VirtualChip

/// Which model is mapped on which chip.
struct ModelOptions: ParsableArguments {
  @Argument(help: "Folder with config.json, model.safetensors and the tokenizer.")
  var model = ModelRun.defaultModelFolder

  @Option(help: "The chip: a name of `spec list`, or a YAML file.")
  var hardware = ModelRun.defaultHardware
}

/// How many samples agents draw, and how.
struct SampleOptions: ParsableArguments {
  @Option(help: "Draws of an attention row and firings of a gate: 1 to 65535.")
  var samples = ModelRun.defaultSamples

  @Option(
    help:
      "Agents: \(names(Draws.self)) (default: systematic where the dynamics have regular clocks).")
  var draws: Draws?

  func validate() throws {
    guard RunSettings.sampleRange.contains(samples) else {
      throw ValidationError("samples: found \(samples), expected 1 to 65535")
    }
  }
}
