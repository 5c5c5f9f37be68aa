/// Why a run ended without success: a message for the user and the exit code of the process.
public struct RunFailure: Error, Equatable, CustomStringConvertible {
  /// The kinds of failure, with the exit code of each (BSD `sysexits.h` for 64 and above).
  public enum Kind: Int32, Sendable, CaseIterable {
    /// A check that the user asked for did not hold.
    case checkFailed = 1
    /// The command line makes no sense.
    case usage = 64
    /// A file, a value or a path that the user gave cannot be used.
    case badInput = 65
    /// The program or the machine failed on good input.
    case internalError = 70
    /// Ctrl-C came before there was anything to report.
    case interrupted = 130
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// File, key or line, what was found and what was expected, without a final full stop.
  public let message: String

  /// Creates a failure.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The code with which the process exits.
  public var exitCode: Int32 { kind.rawValue }
  /// The message.
  public var description: String { message }
}
