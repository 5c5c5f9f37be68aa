/// An option that cannot be used, alone or with others.
public struct OptionError: Error, Equatable, CustomStringConvertible {
  /// A sentence that begins with its name: what was found and what was expected.
  public let description: String

  /// An error.
  public init(_ description: String) { self.description = description }
}
