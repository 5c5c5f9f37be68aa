import Foundation
import IsingModels
import Jobs
import ProblemSearch
import Reports

/// Turns problem files into other formats.
public enum ConvertRun {
  /// What was written.
  public struct Answer: Sendable {
    let input: String
    let output: String
    let format: String
    let kind: String
    let spins: Int
    let bonds: Int
    let warnings: [String]

    private var article: String { kind.hasPrefix("i") ? "an" : "a" }

    /// One line, and warnings, a line each.
    public var text: String {
      "\(output): \(format), \(spins) spins, \(bonds) bonds, from \(article) \(kind) problem\n"
        + warnings.map { "warning: \($0)\n" }.joined()
    }

    /// The same as one JSON document.
    ///
    /// - Throws: `RunFailure`, never.
    public func json() throws(RunFailure) -> String {
      let facts: Facts = [
        "schema": "ising-npu-convert/1", "input": input, "output": output, "format": format,
        "kind": kind, "spins": spins, "bonds": bonds, "warnings": warnings,
      ]
      return try ReportOutput.json(facts)
    }
  }

  /// Reads a problem and writes it.
  ///
  /// - Parameters:
  ///   - input: the file to read.
  ///   - output: the file to write.
  ///   - from: name of the format of the input, or `nil` to find it from the file.
  ///   - to: name of the format of the output, or `nil` to take it from the ending of its name.
  ///   - kind: what the input means, where its format leaves that open.
  /// - Returns: what was written.
  /// - Throws: `RunFailure` for names and files that cannot be used.
  public static func perform(
    input: String, output: String, from: String?, to: String?, kind: String?
  ) throws(RunFailure) -> Answer {
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
      var all = problem.warnings + warnings
      if problem.isMaximised, sink != .mqlibQUBO {
        all.insert(
          "\(input) states a value to be maximised: the objective of the output is its negative",
          at: 0
        )
      }
      return Answer(
        input: input, output: output, format: sink.rawValue, kind: problem.kind.rawValue,
        spins: model.spinCount, bonds: model.bonds.count, warnings: all)
    }
  }
}
