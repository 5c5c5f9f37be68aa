import ArgumentParser
import ChipPrograms
import Runs
import VirtualChip

/// `ising-npu simulate`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a program on a chip, event by event, or let a decoder continue texts.",
    discussion: """
      PROGRAM is a file in the text or binary form of docs/programs.md, or a name of `simulate --list`. \
      One with values, such as the program.bin of `ising-npu compile --out`, runs on --tokens or --text. \
      It may also be a decoder, a folder or a GGUF file (docs/models.md), which continues --prompt or tells \
      the --perplexity of --input.
      """)

  @Flag(help: "List the built-in programs and their parameters.")
  var list = false

  @Flag(help: "Print the program as text and do no more.")
  var print = false

  @Argument(
    help: "The program: a file, or a built-in name; or the folder or GGUF file of a decoder.")
  var program: String?

  @Option(name: .customLong("set"), help: "A parameter of a built-in program: key=number.")
  var parameters: [String] = []

  @Option(help: "The chip: a name of `spec list`, or a YAML file.")
  var hardware = ModelRun.defaultHardware

  @Option(
    help:
      "event (default), sampled (ideal devices, no delay) or expectation (all states); reference for a decoder."
  )
  var fidelity: SimulationFidelity?

  @Option(
    help: "The last β of the program; its other values of β scale with it.")
  var beta: Double?

  @Option(help: "Independent executions.")
  var replicas = 1

  @Option(help: "Which manufactured chip: number of the draw of its variation.")
  var die: UInt32?

  @Option(help: "File that keeps the state every 5 s and at Ctrl-C; one that exists is taken up.")
  var checkpoint: String?

  @Option(
    help: "Draws of all agents that are not refused: a program that makes more asks for it.")
  var mostDraws = SimulateRequest.usualDraws

  @Option(
    parsing: .upToNextOption,
    help:
      "Inputs of a program with values: token ids with commas, 101,2023,102; behind a colon the type."
  )
  var tokens: [String] = []

  @Option(parsing: .upToNextOption, help: "Inputs of a program with values: texts.")
  var text: [String] = []

  @Flag(help: "Texts are pairs: the first with the second, and so on.")
  var pair = false

  @Option(help: "Folder of the compiled model, for its tokenizer.")
  var model: String?

  @Option(
    help:
      "Draws of an attention row and firings of a gate: 1 to 65535 (default 256)."
  )
  var samples: Int?

  @Option(help: "Agents of races and gates: \(names(Draws.self)) (default independent).")
  var draws: Draws?

  @OptionGroup var control: ControlOptions
  @OptionGroup var decoder: DecoderOptions
  @OptionGroup var roads: RoadOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard list || program != nil else {
      do {
        try ModelPlace.checkNoModel(among: decoder.prompt, of: "prompt")
      } catch {
        throw ValidationError(error.message)
      }
      throw ValidationError("no program: give a PROGRAM, or --list")
    }
    if let samples, !RunSettings.sampleRange.contains(samples) {
      throw ValidationError("samples: found \(samples), expected 1 to 65535")
    }
    if die != nil, let fidelity, fidelity != .event, !control.isGiven {
      throw ValidationError(
        "die: found fidelity \(fidelity.rawValue), expected event: the others know no single device"
      )
    }
    if list || print, let option = common.output.given, option != "json" {
      throw ValidationError(
        "\(list ? "list" : "print"): found it with --\(option), expected it alone or with --json: it prints text"
      )
    }
  }

  func run() throws {
    if list {
      return try Output.write(
        common.output.json ? try SimulateRun.listJSON() : SimulateRun.list())
    }
    let name = program ?? ""
    if GenerationRun.isModel(name, isAsked: decoder.given != nil) { return try generate(name) }
    if let option = decoder.given {
      throw GenerationRun.refusal(of: name, option: option)
    }
    if let option = roads.given ?? precision.given {
      throw RunFailure(
        .usage, "--\(option): is for a decoder on a chip, and \(name) is a program")
    }
    guard let word = (fidelity ?? .event).word else {
      throw RunFailure(.usage, "--fidelity reference: is for a decoder, and \(name) is a program")
    }
    let hasValues = try ProgramReading.hasValues(name)
    let others =
      hasValues
      ? [
        ("--set", !parameters.isEmpty), ("--beta", beta != nil), ("--replicas", replicas != 1),
        ("--checkpoint", checkpoint != nil),
        ("--most-draws", mostDraws != SimulateRequest.usualDraws),
      ]
      : [
        ("--tokens", !tokens.isEmpty), ("--text", !text.isEmpty), ("--pair", pair),
        ("--model", model != nil), ("--samples", samples != nil), ("--draws", draws != nil),
        ("--thermostat, --trim, --gain-error or --age", control.isGiven),
      ]
    if let other = others.first(where: \.1)?.0 {
      throw RunFailure(
        .usage,
        hasValues
          ? "\(other): is for programs of agents alone, and \(name) has values"
          : "\(other): is for programs with values, and \(name) has none")
    }
    if print {
      return try Output.write(
        common.output.json
          ? try SimulateRun.listingJSON(name, parameters: parameters, beta: beta)
          : Listing.text(of: ProgramReading.program(name, parameters: parameters, beta: beta)))
    }
    let output = try common.output.output()
    let settings = RunSettings(
      fidelity: word.fidelity(die: die ?? 0), draws: draws ?? .independent,
      samples: samples ?? 256, seed: common.seed)
    let threads = try common.threadCount()
    if hasValues {
      let inputs =
        text.isEmpty
        ? [] : try InputTexts.readInputs(texts: text, file: nil, isPairs: pair, form: .option)
      let needsModel = !text.isEmpty || control.thermostat != .off
      var request = ProgramRun.Request(
        file: name, hardware: hardware, tokens: try tokens.map { try ProgramRun.tokens($0) },
        texts: inputs, modelFolder: needsModel ? try ModelPlace.folder(model) : "",
        settings: settings, threads: threads, arguments: CommonOptions.arguments)
      request.control = control.request(die: die)
      let report = try ProgramRun.perform(request)
      return try output.write(report, print: Output.write)
    }
    let report = try SimulateRun.perform(
      SimulateRequest(
        program: name, parameters: parameters, hardware: hardware, beta: beta,
        settings: settings, replicas: replicas, threads: threads,
        checkpoint: checkpoint, mostDraws: mostDraws, keepsSamples: output.hasFolder,
        arguments: CommonOptions.arguments))
    try output.write(report, print: Output.write)
  }

  /// A decoder, on a chip or on the dense reference.
  private func generate(_ model: String) throws {
    let others = [
      ("--list", list), ("--print", print), ("--set", !parameters.isEmpty), ("--beta", beta != nil),
      ("--replicas", replicas != 1), ("--checkpoint", checkpoint != nil),
      ("--most-draws", mostDraws != SimulateRequest.usualDraws), ("--tokens", !tokens.isEmpty),
      ("--text", !text.isEmpty), ("--pair", pair), ("--model", self.model != nil),
    ]
    if let other = others.first(where: \.1)?.0 {
      throw RunFailure(.usage, "\(other): is for programs, and \(model) is a model")
    }
    let output = try common.output.output()
    var request = try decoder.request(
      model: model, seed: common.seed, arguments: CommonOptions.arguments)
    request.chip = try chip(of: model)
    guard decoder.streams, common.output.given == nil else {
      return try output.write(GenerationRun.perform(request), print: Output.write)
    }
    let report = try GenerationRun.perform(request, shows: Output.write)
    try output.write(report, text: report.closing + "\n", print: Output.write)
  }

  /// The chip that a decoder runs on; `nil` for the dense reference alone.
  private func chip(of model: String) throws -> ChipRequest? {
    guard let word = (fidelity ?? .reference).word else {
      let others = [
        ("samples", samples != nil), ("draws", draws != nil), ("die", die != nil),
        ("hardware", hardware != ModelRun.defaultHardware),
      ]
      if let other = others.first(where: \.1)?.0 ?? roads.given ?? precision.given {
        throw RunFailure(
          .usage,
          "--\(other): found fidelity reference, which is no chip, expected --fidelity expectation, "
            + "sampled or event")
      }
      return nil
    }
    if let option = roads.places {
      throw RunFailure(.usage, "--\(option): is for encoders, and \(model) is a decoder")
    }
    return ChipRequest(
      hardware: hardware, precision: try precision.precision(),
      gateThreshold: precision.gateThreshold, normMethod: roads.norm,
      settings: RunSettings(
        fidelity: word.fidelity(die: die ?? 0), attention: try roads.dynamics(draws: draws),
        samples: samples ?? ModelRun.defaultSamples, seed: common.seed),
      threads: try common.threadCount())
  }
}
