/// Why a text is no program.
public struct ProgramTextError: Error, Equatable, CustomStringConvertible {
  /// Name of the file.
  public var file: String
  /// Line from 1; `nil` for what belongs to no line.
  public var line: Int?
  /// What was found.
  public var found: String
  /// What was expected; nothing where `found` is a whole sentence.
  public var expected: String

  /// `file:line: found …, expected …`.
  public var description: String {
    file + (line.map { ":\($0)" } ?? "") + ": " + Fault.Reason(found, expected).description
  }
}
