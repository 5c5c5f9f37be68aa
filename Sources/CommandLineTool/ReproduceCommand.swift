import ArgumentParser
import Foundation
import Runs

/// `ising-npu reproduce`.
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Set published results beside what this program's commands give.",
    discussion: """
      RESULT is `list`, `all`, names of the list, or YAML files (docs/reproduce.md). Each command of a result runs \
      as a process of its own, exactly as it is printed.
      """)

  @Argument(help: "`list`, `all`, or results: names of the list, or YAML files.")
  var result: [String]

  @Option(help: "Folder with your copies of files that cannot be shipped.")
  var data: String?

  @Option(help: "Commands that run at once; 0 for as many as there are cores.")
  var threads = 0

  @Flag(help: "Exit with 1 if a result that ran was not reproduced.")
  var exitCode = false

  @OptionGroup var outputs: OutputOptions

  func validate() throws {
    guard (0...1024).contains(threads) else {
      throw ValidationError("threads: found \(threads), expected 0 to 1024")
    }
    guard !result.contains("list") || result.count == 1 && data == nil && !exitCode else {
      throw ValidationError("list: found other words or options beside it, expected it alone")
    }
  }

  func run() throws {
    let output = try outputs.output()
    if result == ["list"] {
      return try output.write(
        PublishedResultList(try PublishedResults.all()), print: Output.write)
    }
    let report = try ReproduceRun.perform(
      ReproduceRun.Request(
        results: try PublishedResults.chosen(result), data: data,
        threads: threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads,
        program: Bundle.main.executableURL?.path ?? CommandLine.arguments[0],
        arguments: CommonOptions.arguments))
    try output.write(report, print: Output.write)
    try report.requireCommands()
    if exitCode { try report.requireAgreement() }
  }
}
