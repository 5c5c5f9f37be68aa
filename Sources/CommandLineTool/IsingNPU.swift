import ArgumentParser
import Foundation
import Jobs
import Reports
import Runs

/// The `ising-npu` command.
@main
struct IsingNPU: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ising-npu",
    abstract: "An analytic simulator of an Ising NPU that runs real transformers.",
    discussion: """
      Exit codes: 0 success, 1 a check failed, 64 usage, 65 bad input, 70 internal error, 130 stopped by Ctrl-C.
      """,
    version: Provenance.currentProgramVersion,
    subcommands: [
      RunCommand.self, SimulateCommand.self, ValidateCommand.self, DiffCommand.self,
      CompileCommand.self, EstimateCommand.self, LatticeCommand.self, AnnealCommand.self,
      ConvertCommand.self, ControlCommand.self, SpecCommand.self, TokenizeCommand.self,
      ReproduceCommand.self, SweepCommand.self,
    ])

  /// Parses, runs, and turns failures into one message and the right exit code.
  static func main() {
    do {
      try ProcessorCheck.verify()
      Interruption.listen()
      var command = try parseAsRoot(NegativeValues.joined(CommonOptions.arguments))
      try command.run()
      // Results were kept, but they are not all.
      if Interruption.isRequested { Foundation.exit(Interruption.exitCode) }
    } catch let failure as RunFailure {
      // Whoever closed standard error wants no message, but the exit code.
      try? FileHandle.standardError.write(
        contentsOf: Data("ising-npu: \(failure.message)\n".utf8))
      Foundation.exit(failure.exitCode)
    } catch {
      if let message = NumberErrors.clearer(fullMessage(for: error)) {
        try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
        Foundation.exit(RunFailure.Kind.usage.rawValue)
      }
      exit(withError: error)
    }
  }
}
