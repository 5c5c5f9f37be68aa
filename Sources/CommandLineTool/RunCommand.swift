import ArgumentParser
import Foundation
import ChipPrograms
import Runs
import VirtualChip

/// `ising-npu run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Compile a model, simulate it on a chip, run the dense reference, compare.")

  @OptionGroup var mapping: ModelOptions

  @Option(
    parsing: .upToNextOption, help: "Reference devices: names of `spec list`, or YAML files.")
  var reference = ModelRun.defaultReferences

  @OptionGroup var texts: TextOptions
  @OptionGroup var encoder: EncoderOptions

  @Option(
    help:
      "In place of texts a JSON file of documents and queries: how well embeddings find what is relevant (docs/models.md)."
  )
  var retrieval: String?

  @OptionGroup var sampling: SampleOptions

  @Option(help: "Fidelity: \(names(Fidelity.Word.self)).")
  var fidelity = Fidelity.Word.sampled

  @OptionGroup var roads: RoadOptions

  @Option(
    help: ArgumentHelp(
      "A file for the state of a run at fidelity event.",
      discussion: "It is written at barriers and on Ctrl-C; if it exists, the run goes on from it.")
  )
  var checkpoint: String?

  @OptionGroup var dieOptions: DieOptions
  @OptionGroup var control: ControlOptions

  @Option(help: "Mean cosine below which no ratio is printed: 0 to below 1.")
  var floorCosine = ModelRun.defaultFloorCosine

  @Flag(help: "Print tables of where energy and time go (a page has them anyway).")
  var breakdown = false

  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    _ = try settings()
    try dieOptions.check(fidelity: fidelity, hasErrors: control.isGiven)
    if checkpoint != nil, control.isGiven {
      throw ValidationError(
        "checkpoint: found it with a thermostat, a calibration or errors of gain, expected none of them"
      )
    }
    guard floorCosine >= 0, floorCosine < 1 else {
      throw ValidationError("floor-cosine: found \(floorCosine), expected 0 to below 1")
    }
    if retrieval != nil, !texts.text.isEmpty || texts.input != nil || texts.pair {
      throw ValidationError(
        "retrieval: found --text, --input or --pair as well, expected the file's texts alone")
    }
    if checkpoint?.isEmpty == true {
      throw ValidationError("checkpoint: found an empty name, expected a file")
    }
    if checkpoint != nil, fidelity != .event {
      throw ValidationError(
        "checkpoint: found fidelity \(fidelity.rawValue), expected event; the others keep no state")
    }
  }

  private func settings() throws -> RunSettings {
    RunSettings(
      fidelity: fidelity.fidelity(die: dieOptions.die ?? 0),
      attention: try roads.dynamics(draws: sampling.draws), samples: sampling.samples,
      seed: common.seed)
  }

  func run() throws {
    let output = try common.output.output()
    try ModelPlace.checkNoModel(among: reference, of: "reference")
    let retrieval = try retrieval.map { try RetrievalSet.read(file: $0) }
    let texts = try retrieval?.inputs ?? texts.texts(model: mapping.model)
    var request = ModelRun.Request(
      modelFolder: try mapping.folder(), inputs: texts,
      hardware: mapping.hardware, references: reference, precision: try precision.precision(),
      gateThreshold: precision.gateThreshold,
      normMethod: roads.norm, position: roads.position.flow, tokenLattice: roads.lattice,
      settings: try settings(), threads: try common.threadCount(),
      arguments: CommonOptions.arguments)
    try encoder.apply(to: &request)
    request.retrieval = retrieval
    request.checkpoint = checkpoint
    request.dies = dieOptions.request
    request.control = control.request(die: dieOptions.die)
    request.floorCosine = floorCosine
    request.showsBreakdown = breakdown
    try output.write(try ModelRun.perform(request), print: Output.write)
  }
}
