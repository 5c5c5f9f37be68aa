public import IsingModels
public import Sampling

/// Why a study of lattices cannot be made.
public enum LatticeStudyError: Error, Equatable, CustomStringConvertible {
  /// An option that cannot be used, alone or with others: a sentence that begins with its name.
  case option(String)
  /// A name that is not in its list.
  case name(UnknownName)
  /// A description that makes no lattice.
  case lattice(LatticeError)
  /// Couplings or fields that make no model.
  case model(ModelError)
  /// An engine that cannot be made.
  case engine(CatalogueError)
  /// A file of couplings that cannot be used: a sentence that begins with its name.
  case input(String)
  /// Figures that cannot be computed from good input.
  case computation(String)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .option(let sentence), .input(let sentence), .computation(let sentence): sentence
    case .name(let error): error.description
    case .lattice(let error): error.description
    case .model(let error): error.description
    case .engine(let error): error.description
    }
  }

  /// Runs what makes lattices and models from what was asked for.
  static func describing<Value>(_ body: () throws -> Value) throws(LatticeStudyError) -> Value {
    do { return try body() } catch {
      switch error {
      case let error as LatticeStudyError: throw error
      case let error as LatticeError: throw .lattice(error)
      case let error as ModelError: throw .model(error)
      default: throw .option("\(error)")
      }
    }
  }

  /// Runs a stage whose input was already checked.
  static func computing<Value>(_ body: () throws -> Value) throws(LatticeStudyError) -> Value {
    do { return try body() } catch {
      throw (error as? LatticeStudyError) ?? .computation("\(error)")
    }
  }
}
