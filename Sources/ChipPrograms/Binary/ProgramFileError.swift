/// Why bytes are no program, or a program cannot be written.
public struct ProgramFileError: Error, Equatable, CustomStringConvertible {
  /// Name of the file, or of the program that is to be written.
  public var file: String
  /// What was found.
  public var found: String
  /// What was expected; nothing where `found` is a whole sentence.
  public var expected: String

  /// `file: found …, expected …`.
  public var description: String { "\(file): \(Fault.Reason(found, expected))" }
}

extension ProgramFileError {
  /// A program that no machine could run.
  init(file: String, _ fault: Fault) {
    self.init(
      file: file, found: (fault.name.map { $0 + ": " } ?? "") + fault.reason.found,
      expected: fault.reason.expected)
  }
}
