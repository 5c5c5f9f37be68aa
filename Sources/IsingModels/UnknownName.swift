/// A name that is not in its list: an error that suggests the nearest one.
public struct UnknownName: Error, Equatable, CustomStringConvertible {
  /// What was typed.
  public let found: String
  /// What it should have been a name of.
  public let what: String
  /// The names there are.
  public let known: [String]

  /// An unknown name.
  public init(_ found: String, what: String, known: [String]) {
    self.found = found
    self.what = what
    self.known = known
  }

  /// One sentence with the name, all known ones, and the nearest of them.
  public var description: String {
    let nearest = NameSuggestion.nearest(to: found, in: known).map { ", did you mean '\($0)'?" }
    return "\(what): found '\(found)', expected one of \(known.joined(separator: ", "))"
      + (nearest ?? "")
  }
}
