import ArgumentParser
import Foundation
import Runs

/// `ising-npu sweep`.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Run a command at many points of a chip's figures and of its own options.",
    discussion: """
      FILE says what is varied, what runs, and what is taken from each result (docs/sweep.md). Each point is a process \
      of its own.
      """)

  @Argument(help: "YAML file of the sweep.")
  var file: String

  @Option(help: "File that keeps each finished point at once; one that exists is taken up.")
  var checkpoint: String?

  @Option(help: "Points that run at once; 0 for as many as there are cores.")
  var threads = 0

  @OptionGroup var outputs: OutputOptions

  func validate() throws {
    guard (0...1024).contains(threads) else {
      throw ValidationError("threads: found \(threads), expected 0 to 1024")
    }
  }

  func run() throws {
    let output = try outputs.output()
    let report = try SweepRun.perform(
      SweepRun.Request(
        plan: try SweepPlan(path: file), checkpoint: checkpoint,
        threads: threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads,
        program: Bundle.main.executableURL?.path ?? CommandLine.arguments[0],
        arguments: CommonOptions.arguments))
    try output.write(report, print: Output.write)
    try report.requirePoints()
  }
}
