import ArgumentParser
import Foundation
import Runs

/// Options of every verb that computes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Seed of all random streams.")
  var seed: UInt64 = 0

  @Option(help: "Threads; 0 for all cores.")
  var threads = 0

  @OptionGroup var output: OutputOptions

  /// The arguments after the program's name.
  static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

  /// The number of threads to use.
  func threadCount() throws -> Int {
    threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads
  }

  func validate() throws {
    guard (0...1024).contains(threads) else {
      throw ValidationError("threads: found \(threads), expected 0 to 1024")
    }
  }
}

/// Where a verb's report goes.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document instead of the report.")
  var json = false

  @Flag(help: "Print the report's main table as comma-separated values instead of the report.")
  var csv = false

  @Option(help: "File for the report as a page, which holds all that it shows.")
  var html: String?

  @Option(help: "Folder for all result files (JSON, text, page, tables, figures); made if missing.")
  var out: String?

  /// The first option that was given; `nil` for none.
  var given: String? {
    [("json", json), ("csv", csv), ("html", html != nil), ("out", out != nil)].first(where: \.1)?.0
  }

  func validate() throws {
    guard !json || !csv else { throw ValidationError("csv: found --json as well, expected one") }
  }

  /// Proves before the work that files can be written: a folder that cannot should not cost a simulation.
  func output() throws -> ReportOutput {
    try ReportOutput(json ? .json : csv ? .csv : .text, page: html, folder: out)
  }
}

/// Standard output.
enum Output {
  /// Writes text; a closed pipe or a full disk is an error of the machine.
  static func write(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw RunFailure(.internalError, "standard output cannot be written")
    }
  }
}
