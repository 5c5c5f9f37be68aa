/// Somebody asked to stop before there was anything to report.
public struct InterruptedError: Error, Equatable, CustomStringConvertible {
  /// One sentence.
  public let description: String

  /// An error.
  public init(_ description: String = "interrupted") { self.description = description }
}
