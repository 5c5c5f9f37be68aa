import ChipPrograms
import CriticalControl
import DenseExecutor
import HardwareSpecs
import IsingModels
import Jobs
import LatticePhysics
import MappingChecks
import ModelCompiler
import MoebiusGeometry
import ProblemSearch
import Sampling
import TransformerModels
import VirtualChip

// The one place where errors of the domain modules become exit codes.
extension RunFailure {
  /// Turns any error into a failure; a `RunFailure` stays what it is.
  ///
  /// An error is described by its own `description`. Where an error's type or case says whose fault it is, that
  /// decides the kind; one that nobody foresaw is the program's fault, `.internalError`.
  public init(_ error: any Error) {
    let cause = (error as? any ErrorWithCause)?.cause ?? error
    self =
      (cause as? RunFailure)
      ?? RunFailure(Self.kind(of: cause) ?? .internalError, String(describing: cause))
  }

  /// Whose fault an error is; `nil` where its type does not say.
  private static func kind(of error: any Error) -> Kind? {
    switch error {
    case is OptionError, is UnknownName, is CatalogueError: .usage
    case let error as LatticeStudyError:
      switch error {
      case .option, .name, .lattice, .model, .engine: .usage
      case .input: .badInput
      case .computation: .internalError
      }
    case let error as MappingError:
      switch error {
      case .noMachine, .input, .notFinite: .badInput
      case .interrupted: .interrupted
      case .computation: .internalError
      }
    case let error as ControlError:
      switch error {
      case .outOfRange, .unreachable: .usage
      case .empty, .notFinite: .badInput
      }
    case let error as ProblemError: error.isOfMethod ? .internalError : .badInput
    case is SpecError, is ModelFileError, is TokenError, is CompileError, is GeometryError:
      .badInput
    case is ProgramTextError, is ProgramFileError, is LatticeLibrary.Failure, is MachineError:
      .badInput
    case is ProblemFileError, is CheckpointError: .badInput
    case is InterruptedError: .interrupted
    case let error as FileError: error.isOfMachine ? .internalError : .badInput
    default: nil
    }
  }

  /// Runs a verb: whatever does not say whose fault it is, is the program's.
  ///
  /// - Throws: `RunFailure`.
  public static func ending<Value>(_ body: () throws -> Value) throws(RunFailure) -> Value {
    do { return try body() } catch { throw RunFailure(error) }
  }
}
