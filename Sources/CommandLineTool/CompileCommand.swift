import ArgumentParser
import Foundation
import Runs

/// `ising-npu compile`.
struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Compile a model for a chip and print the program.",
    discussion:
      "Behind the listing stands what the program takes of the chip. The folder of --out gets the listing and the binary form too, which `simulate` runs."
  )

  @OptionGroup var mapping: ModelOptions

  @OptionGroup var precision: PrecisionOptions

  @OptionGroup var outputs: OutputOptions

  func run() throws {
    let output = try outputs.output()
    let compiled = try CompileRun.perform(
      modelFolder: try mapping.folder(), hardware: mapping.hardware,
      precision: try precision.precision(),
      gateThreshold: precision.gateThreshold, arguments: CommonOptions.arguments)
    let text = isatty(STDOUT_FILENO) == 1 ? compiled.foldedListing : compiled.listingWithSummary
    try output.write(compiled, text: text, print: Output.write)
  }
}
