import ArgumentParser
import Foundation
import Runs

/// Options of every verb that computes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Seed of all random streams.")
  var seed: UInt64 = 0

  @Option(help: "Threads; 0 for all cores.")
  var threads = 0

  @Flag(help: "Print one JSON document instead of the report.")
  var json = false

  @Option(help: "Folder for the result files; made if missing.")
  var out: String?

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
