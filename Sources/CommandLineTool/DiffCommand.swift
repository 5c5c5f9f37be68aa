import ArgumentParser
import Runs

/// `ising-npu diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changed between two result folders of the same command.",
    discussion: """
      Compares their summary.json; where a result comes from (provenance) is left out, and so are \
      times and rates that were measured.
      """)

  @Argument(help: "Result folder of --out.")
  var left: String

  @Argument(help: "Result folder to compare with.")
  var right: String

  @OptionGroup var outputs: OutputOptions

  @Flag(help: "List measured times and rates that differ, too.")
  var times = false

  @Flag(help: "Exit with 1 if anything but the provenance and measured times differs.")
  var exitCode = false

  func run() throws {
    let output = try outputs.output()
    let report = try DiffRun.perform(left: left, right: right, showsTimes: times)
    try output.write(report, print: Output.write)
    if exitCode { try DiffRun.requireSame(report) }
  }
}
