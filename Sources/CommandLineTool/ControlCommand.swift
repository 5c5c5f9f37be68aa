public import ArgumentParser
public import CriticalControl
import Runs

// Words of the command line that the laws' own types spell.
extension SyntheticRows.Law: ExpressibleByArgument {}
extension ControlMethod: ExpressibleByArgument {}
extension ControlPreset: ExpressibleByArgument {}
extension EntropySensor: ExpressibleByArgument {}
extension ControlTrace.Aim: ExpressibleByArgument {}

/// `ising-npu control`.
struct ControlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "control",
    abstract: "The attention thermostat: trace it, its laws, the printed tables.",
    discussion: "docs/control.md explains CEAS, the thermostat of attention heads.",
    subcommands: [Trace.self, Laws.self, Tables.self], defaultSubcommand: Trace.self)

  /// Scores that are drawn.
  struct ScoreOptions: ParsableArguments {
    @Option(help: "Law of drawn scores: \(names(SyntheticRows.Law.self)).")
    var law = SyntheticRows.Law.normal

    @Option(name: .customLong("n"), help: "Keys of a row.")
    var keys = 64

    @Option(name: .customLong("d"), help: "Width of a head: the textbook's β is 1/√d.")
    var width = 64

    @Option(help: "Variance of the raw scores q·k (default: d).")
    var variance: Double?

    @Option(help: "Rows of a head.")
    var rows = 64

    func request(heads: Int = 1) -> SyntheticRequest {
      SyntheticRequest(
        law: law, keys: keys, width: width, variance: variance, rows: rows, heads: heads)
    }
  }

  /// `control laws`.
  struct Laws: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Seven start values of β side by side; gains, averages and sensors.")

    @OptionGroup var scores: ScoreOptions

    @Option(help: "Gap of the target: H_t = ln N − gap, in nats.")
    var gap = ControlPreset.gap

    @Option(help: "Draws of a row for the sensors: 1 to 65535.")
    var samples = 64

    @Option(help: "Seed of all random streams.")
    var seed: UInt64 = 0

    @OptionGroup var outputs: OutputOptions

    func run() throws {
      let output = try outputs.output()
      try output.write(
        try ControlLaws(
          ControlLaws.Request(
            scores: scores.request(), gap: gap, draws: samples, seed: seed,
            arguments: CommonOptions.arguments)), print: Output.write)
    }
  }

  /// `control tables`.
  struct Tables: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The printed tables of the source document, each by its own formula.")

    @OptionGroup var outputs: OutputOptions

    func run() throws {
      let output = try outputs.output()
      try output.write(
        ControlTables(arguments: CommonOptions.arguments), print: Output.write)
    }
  }

  /// `control trace`.
  struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Heads under a controller, step by step: drawn scores, or a model's on --text.")

    @OptionGroup var scores: ScoreOptions

    @Option(help: "Drawn heads.")
    var heads = 4

    @Option(
      help: "Folder of a model whose scores are taken (default: MiniLM, where texts are given).")
    var model: String?

    @Option(parsing: .upToNextOption, help: "Texts for the model.")
    var text: [String] = []

    @Option(help: "A text file, a line a text, or a .json array of strings.")
    var input: String?

    @Option(help: "The controller: \(names(ControlMethod.self)).")
    var controller = ControlTrace.Request.usualMethod

    @Option(help: "Gains and clips of Newton's forms: \(names(ControlPreset.self)).")
    var preset = ControlTrace.Request.usualPreset

    @Flag(help: "Average H over 64 steps before a Newton form sees it.")
    var filtered = false

    @Option(help: "What heads are steered to: gap (ln N − gap), own (their own entropy at 1/√d).")
    var aim = ControlTrace.Aim.gap

    @Option(help: "Gap of the target in nats.")
    var gap = ControlPreset.gap

    @Option(help: "First β in units of 1/√d.")
    var start = ControlTrace.Request.usualStart

    @Option(help: "Steps of the controller.")
    var steps = ControlTrace.Request.usualSteps

    @Option(help: "Half width of the corridor in nats.")
    var band = ControlTrace.Request.usualBand

    @Option(help: "Draws of a row that the controller sees (default: it is told H exactly).")
    var samples: Int?

    @Option(help: "How H is read from draws: \(names(EntropySensor.self)) (default firing-times).")
    var sensor: EntropySensor?

    @Option(help: "Standard deviation of ln gain over heads.")
    var gainError = 0.0

    @OptionGroup var common: CommonOptions

    func validate() throws {
      if sensor != nil, samples == nil {
        throw ValidationError("sensor: found it without --samples, expected both")
      }
    }

    func run() throws {
      let output = try common.output.output()
      var source: (folder: String, texts: [String])?
      if model != nil || !text.isEmpty || input != nil {
        // A model among the texts is said before that none was found elsewhere.
        try ModelPlace.checkNoModel(among: text, of: "text", form: .option)
        source = (
          try ModelPlace.folder(model), try InputTexts.read(texts: text, file: input, model: model)
        )
      }
      let request = ControlTrace.Request(
        model: source, scores: scores.request(heads: heads), method: controller, preset: preset,
        isFiltered: filtered,
        source: samples.map { .firings(sensor ?? .firingTimes, draws: $0) } ?? .exact, aim: aim,
        gap: gap, start: start, steps: steps, band: band, gainError: gainError,
        seed: common.seed, threads: try common.threadCount(),
        arguments: CommonOptions.arguments)
      try output.write(try ControlTrace.perform(request), print: Output.write)
    }
  }
}
