import Foundation
import IsingModels
import Jobs
import ProblemSearch

/// Turns problem files into other formats.
public enum ConvertRun {
  /// Reads a problem and writes it.
  ///
  /// - Parameters:
  ///   - input: the file to read.
  ///   - output: the file to write.
  ///   - from: name of the format of the input, or `nil` to find it from the file.
  ///   - to: name of the format of the output, or `nil` to take it from the ending of its name.
  ///   - kind: what the input means, where its format leaves that open.
  /// - Returns: what was written, and warnings, a line each.
  /// - Throws: `RunFailure` for names and files that cannot be used.
  public static func perform(
    input: String, output: String, from: String?, to: String?, kind: String?
  ) throws(RunFailure) -> String {
    try RunFailure.ending {
      let source = try ProblemFormat.named(from, option: "from")
      let url = URL(fileURLWithPath: output)
      if url.pathExtension.lowercased() == "gz" {
        throw OptionError(
          "the output: found the name '\(url.lastPathComponent)', expected one without .gz: nothing is compressed"
        )
      }
      guard
        let sink = try .named(to, option: "to") ?? ProblemFormat(fileName: url.lastPathComponent)
      else {
        throw OptionError(
          "to: the name '\(url.lastPathComponent)' says no format, expected --to with one of "
            + ProblemFormat.allCases.map(\.rawValue).joined(separator: ", "))
      }
      let problem = try IsingProblem(
        file: input, format: source, kind: try .named(kind, option: "kind"))
      let warnings = try BusyLine.showing("writing \(output)") {
        let (bytes, warnings) = try problem.write(as: sink)
        try AtomicFile.write(bytes, to: url)
        return warnings
      }
      let model = problem.model
      var text =
        "\(output): \(sink.rawValue), \(model.spinCount) spins, \(model.bonds.count) bonds, "
        + "from a \(problem.kind.rawValue) problem\n"
      if problem.isMaximised, sink != .mqlibQUBO {
        text +=
          "warning: \(input) states a value to be maximised: the objective of the output is its negative\n"
      }
      for warning in problem.warnings + warnings { text += "warning: \(warning)\n" }
      return text
    }
  }
}
