import IsingModels
import Jobs
import ProblemSearch

/// Problem files by their paths and the names of their formats.
enum ProblemReading {
  /// The largest file that is read, in bytes.
  static let largestFile_bytes = 1 << 32

  /// The format of a name; `nil` for none.
  ///
  /// - Throws: `RunFailure` of kind `.usage` with the names there are.
  static func format(
    _ name: String?, option: String
  ) throws(RunFailure) -> ProblemFormat? {
    guard let name else { return nil }
    guard let format = ProblemFormat(rawValue: name) else {
      throw RunFailure(
        UnknownName(name, what: option, known: ProblemFormat.allCases.map(\.rawValue)))
    }
    return format
  }

  /// The kind of a name; `nil` for none.
  ///
  /// - Throws: `RunFailure` of kind `.usage` with the names there are.
  static func kind(_ name: String?) throws(RunFailure) -> IsingProblem.Kind? {
    guard let name else { return nil }
    guard let kind = IsingProblem.Kind(rawValue: name) else {
      throw RunFailure(
        UnknownName(name, what: "kind", known: IsingProblem.Kind.allCases.map(\.rawValue)))
    }
    return kind
  }

  /// Reads a problem.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` with the place, also for weights that are out of
  ///   all range and for files that state another kind than the one that was asked for.
  static func problem(
    path: String, format: ProblemFormat?, kind: IsingProblem.Kind?
  ) throws(RunFailure) -> IsingProblem {
    try RunFailure.readingInput {
      let bytes = try FileReading.bytes(of: path, limit: largestFile_bytes)
      let problem = try IsingProblem(bytes: bytes, fileName: path, format: format, kind: kind)
      try problem.check(file: path, kind: kind)
      return problem
    }
  }
}
