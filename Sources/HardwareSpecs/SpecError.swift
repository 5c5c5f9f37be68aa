/// One thing that is wrong with a hardware description.
public struct SpecProblem: Sendable, Equatable, CustomStringConvertible {
  /// The file, or the name that was asked for.
  public var file: String
  /// Line, counted from 1; `nil` where no line is to blame.
  public var line: Int?
  /// Path of the key, e.g. `prices.agent_update.unit`; empty where there is none.
  public var key: String
  /// What the file says.
  public var found: String
  /// What it should say.
  public var expected: String

  /// Creates a problem.
  public init(file: String, line: Int?, key: String, found: String, expected: String) {
    self.file = file
    self.line = line
    self.key = key
    self.found = found
    self.expected = expected
  }

  /// `file:line: key: found …, expected …`, without a key where it is empty.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(key.isEmpty ? "" : key + ": ")found \(found), expected \(expected)"
  }
}

/// A hardware description that cannot be used, with all its problems.
public struct SpecError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Everything that is wrong, in the order of the file.
  public var problems: [SpecProblem]

  /// Creates an error from at least one problem.
  public init(problems: [SpecProblem]) { self.problems = problems }

  /// One problem of what an option says.
  init(option: String, found: String, expected: String) {
    problems = [SpecProblem(file: option, line: nil, key: "", found: found, expected: expected)]
  }

  /// One line a problem.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
