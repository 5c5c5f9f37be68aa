import ArgumentParser
import Runs

/// `ising-npu spec`.
struct SpecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spec", abstract: "Hardware descriptions: list, show, check, start, compare, fit.",
    subcommands: [List.self, Show.self, Check.self, New.self, Diff.self, Fit.self])

  /// `spec list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the descriptions that the program carries.")

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
      try Output.write(json ? try SpecRuns.listJSON() : try SpecRuns.list())
    }
  }

  /// `spec show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every figure of a description, derived ones too, with its source.")

    @Argument(help: "A name of `spec list`, or a YAML file.")
    var spec: String

    @OptionGroup var outputs: OutputOptions

    @Flag(help: "Print the description's own YAML text.")
    var yaml = false

    func validate() throws {
      if yaml, let option = outputs.given, option != "json" {
        throw ValidationError(
          "yaml: found it with --\(option), expected it alone or with --json: it prints the description's text"
        )
      }
    }

    func run() throws {
      if yaml {
        try Output.write(
          outputs.json ? try SpecRuns.yamlJSON(spec) : try SpecRuns.yaml(spec))
      } else {
        let output = try outputs.output()
        try output.write(try SpecRuns.show(spec), print: Output.write)
      }
    }
  }

  /// `spec check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check descriptions: units, sources, keys, ranges, missing prices.")

    @Argument(help: "Names of `spec list`, or YAML files.")
    var specs: [String]

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
      let check = SpecCheck(specs)
      // A document has a place for what is wrong; lines have not.
      if json { try Output.write(try check.json()) }
      try check.requireSound()
      if !json { try Output.write(check.text) }
    }
  }

  /// `spec fit`.
  struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Offset, slope, memory and drift of measured devices, with their spread.",
      discussion: """
        Blocks of the files are those of docs/hardware.md, with a column `device` or a file a device.
        """)

    @Argument(help: "CSV files of measured curves.")
    var files: [String]

    @OptionGroup var outputs: OutputOptions

    func run() throws {
      let output = try outputs.output()
      try output.write(
        try SpecFitReport.perform(files: files, arguments: CommonOptions.arguments),
        print: Output.write)
    }
  }

  /// `spec new`.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Start a description of a chip or a device with the figures of another.",
      discussion: """
        Prints YAML in which every key stands with its unit, default and meaning. It passes
        `spec check` as it is.
        """)

    @Argument(help: "Name of the chip or device.")
    var name: String

    @Option(help: "The chip or device to start from: a name of `spec list`, or a YAML file.")
    var from = ModelRun.defaultHardware

    @Option(
      help: ArgumentHelp(
        "A figure of your own, e.g. --set timing.clock=\"2 GHz\"; may be given again.",
        valueName: "key=value"))
    var set: [String] = []

    @Option(help: "File to write, which must not exist (default: print).")
    var out: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
      try Output.write(
        try SpecRuns.new(name: name, from: from, changes: set, file: out, isJSON: json))
    }
  }

  /// `spec diff`.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say in which figures two descriptions differ, and by how much what follows.")

    @Argument(help: "A name of `spec list`, or a YAML file.")
    var left: String

    @Argument(help: "The description to compare with.")
    var right: String

    @OptionGroup var outputs: OutputOptions

    func run() throws {
      let output = try outputs.output()
      try output.write(try SpecDiffReport.perform(left: left, right: right), print: Output.write)
    }
  }
}
