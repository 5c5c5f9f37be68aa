import ArgumentParser
import Runs

/// `ising-npu compile`.
struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Compile a model for a chip and print the program.")

  @OptionGroup var mapping: ModelOptions

  @OptionGroup var precision: PrecisionOptions

  @Flag(help: "Print one JSON document instead of the listing.")
  var json = false

  @Option(help: "Folder for the listing and the binary form; made if missing.")
  var out: String?

  func run() throws {
    let folder = try out.map { try ResultFolder(path: $0) }
    let compiled = try CompileRun.perform(
      modelFolder: mapping.model, hardware: mapping.hardware, precision: try precision.precision(),
      gateThreshold: precision.gateThreshold, arguments: CommonOptions.arguments)
    try folder?.write(compiled)
    try Output.write(json ? compiled.json : compiled.listing)
  }
}
