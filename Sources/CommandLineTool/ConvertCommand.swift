import ArgumentParser
import Runs

/// `ising-npu convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Turn a problem file into another format.",
    discussion: "`anneal --list` shows all formats; without --to, the ending of OUTPUT decides.")

  @Argument(help: "The problem's file.")
  var input: String

  @Argument(help: "The file to write; one that exists is replaced.")
  var output: String

  @Option(help: "Format of the input. (default: found from the file)")
  var from: String?

  @Option(help: "Format of the output. (default: from the ending of its name)")
  var to: String?

  @Option(help: "What a Matrix Market or COO input means: max-cut, qubo, ising.")
  var kind: String?

  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let report = try ConvertRun.perform(
      input: input, output: output, from: from, to: to, kind: kind)
    try Output.write(json ? try report.json() : report.text)
  }
}
