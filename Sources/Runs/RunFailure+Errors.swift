import IsingModels
import Jobs
import LatticePhysics
import MappingChecks
import ProblemSearch
import Sampling

// The one place where errors of the domain modules become exit codes.
extension RunFailure {
  /// Turns any error into a failure; a `RunFailure` stays what it is.
  ///
  /// An error is described by its own `description`. Where an error's type or case says whose fault it is, that
  /// decides the kind; an error that says nothing has the kind of the stage that threw it. One that
  /// nobody foresaw is the program's fault, so the default is `.internalError`.
  public init(_ error: any Error, as kind: Kind = .internalError) {
    let cause = (error as? any ErrorWithCause)?.cause ?? error
    self =
      (cause as? RunFailure)
      ?? RunFailure(Self.kind(of: cause) ?? kind, String(describing: cause))
  }

  /// Whose fault an error is; `nil` where its type does not say.
  private static func kind(of error: any Error) -> Kind? {
    switch error {
    case is UnknownName, is CatalogueError: .usage
    case let error as LatticeStudyError:
      switch error {
      case .option, .name, .lattice, .model, .engine: .usage
      case .input: .badInput
      case .computation: .internalError
      }
    case let error as MappingError:
      switch error {
      case .noMachine, .input, .notFinite: .badInput
      case .interrupted, .computation: .internalError
      }
    case is ProblemError, is CheckpointError: .badInput
    case let error as FileError: error.isOfMachine ? .internalError : .badInput
    default: nil
    }
  }

  /// Runs a stage that reads what the user gave (specs, checkpoints, texts, a compilation for a
  /// given chip): whatever says nothing else is bad input.
  ///
  /// - Throws: `RunFailure`.
  public static func readingInput<Value>(
    _ body: () throws -> Value
  ) throws(RunFailure) -> Value {
    do { return try body() } catch { throw RunFailure(error, as: .badInput) }
  }

  /// Runs a verb, or a stage of it whose input was already checked: whatever says nothing else is an
  /// internal error.
  ///
  /// - Throws: `RunFailure`.
  public static func computing<Value>(
    _ body: () throws -> Value
  ) throws(RunFailure) -> Value {
    do { return try body() } catch { throw RunFailure(error, as: .internalError) }
  }
}
