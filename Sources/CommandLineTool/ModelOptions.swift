import ArgumentParser
import Jobs
import Runs
import VirtualChip

/// Which model is mapped on which chip.
struct ModelOptions: ParsableArguments {
  @Argument(
    help:
      "Folder with config.json, model.safetensors and the tokenizer. (default: $ISING_NPU_MODEL, or what `make model` fetched)"
  )
  var model: String?

  @Option(help: "The chip: a name of `spec list`, or a YAML file.")
  var hardware = ModelRun.defaultHardware

  /// The folder of the model.
  func folder() throws -> String { try ModelPlace.folder(model) }
}

/// The texts of a command.
struct TextOptions: ParsableArguments {
  @Option(parsing: .upToNextOption, help: "Texts.")
  var text: [String] = []

  @Option(
    help:
      "A file of texts: a line each, a .json array or .jsonl lines of strings or objects with a text, a .csv or .tsv with a column text; or of pairs, such as the columns query and passage."
  )
  var input: String?

  @Flag(help: "Texts are pairs: the first with the second, and so on.")
  var pair = false

  /// The texts and pairs.
  ///
  /// - Parameter model: the folder that was named: a text may have been meant.
  func texts(model: String?) throws -> [InputText] {
    try InputTexts.readInputs(texts: text, file: input, isPairs: pair, model: model)
  }
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
