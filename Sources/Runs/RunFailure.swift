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

  /// Turns any error into a failure; a `RunFailure` stays what it is.
  ///
  /// Other errors are described by their own `description`. An error that nobody foresaw is the
  /// program's fault, so the default kind is `.internalError`.
  public init(_ error: any Error, as kind: Kind = .internalError) {
    self = (error as? RunFailure) ?? RunFailure(kind, String(describing: error))
  }

  /// Runs a stage that reads what the user gave (specs, checkpoints, texts, a compilation for a
  /// given chip): whatever it throws is bad input.
  ///
  /// - Throws: `RunFailure` of kind `.badInput`, or the stage's own `RunFailure`.
  public static func readingInput<Value>(
    _ body: () throws -> Value
  ) throws(RunFailure) -> Value {
    do { return try body() } catch { throw RunFailure(error, as: .badInput) }
  }

  /// Runs a stage that makes sense of the command line: whatever it throws is a usage error.
  ///
  /// - Throws: `RunFailure` of kind `.usage`, or the stage's own `RunFailure`.
  public static func readingCommand<Value>(
    _ body: () throws -> Value
  ) throws(RunFailure) -> Value {
    do { return try body() } catch { throw RunFailure(error, as: .usage) }
  }

  /// Runs a stage whose input was already checked: whatever it throws is an internal error.
  ///
  /// - Throws: `RunFailure` of kind `.internalError`, or the stage's own `RunFailure`.
  public static func computing<Value>(
    _ body: () throws -> Value
  ) throws(RunFailure) -> Value {
    do { return try body() } catch { throw RunFailure(error, as: .internalError) }
  }
}
