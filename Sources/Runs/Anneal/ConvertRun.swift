import Foundation
import IsingModels

/// Turns problem files into other formats.
public enum ConvertRun {
  /// Reads a problem and writes it.
  ///
  /// - Parameters:
  ///   - from: name of the format of the input, or `nil` to find it from the file.
  ///   - to: name of the format of the output, or `nil` to take it from the ending of its name.
  /// - Returns: what was written, and warnings, a line each.
  /// - Throws: `RunFailure` for names and files that cannot be used.
  public static func perform(
    input: String, output: String, from: String?, to: String?
  ) throws(RunFailure) -> String {
    var source: ProblemFormat?
    if let from { source = try ProblemReading.format(from, option: "from") }
    let sink = try to.map { name throws(RunFailure) in
      try ProblemReading.format(name, option: "to")
    }
    let problem = try ProblemReading.problem(path: input, format: source)
    _ = (problem, sink)
    throw RunFailure(.internalError, "no format is written yet")
  }
}
