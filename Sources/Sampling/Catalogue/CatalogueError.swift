public import IsingModels

/// Why the catalogue has no such engine or method, or cannot make it as asked.
public enum CatalogueError: Error, Equatable, CustomStringConvertible {
  /// A name or word that is not in its list.
  case unknownName(UnknownName)
  /// A parameter that an entry does not have; `expected` says which entries do.
  case foreignParameter(String, entry: String, expected: String)
  /// A value out of its domain.
  case value(String, found: String, expected: String)
  /// A model or a lattice that the entry cannot run, or parameters that do not go together.
  case unfit(String)
  /// What a sampler says.
  case sampler(SamplerError)
  /// What a sampler in continuous time says.
  case asynchrony(AsynchronyError)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .unknownName(let name): name.description
    case .foreignParameter(let parameter, let entry, let expected):
      "\(parameter): the \(entry) has no such option\(expected)"
    case .value(let parameter, let found, let expected):
      "\(parameter): found \(found), expected \(expected)"
    case .unfit(let sentence): sentence
    case .sampler(let error): error.description
    case .asynchrony(let error): error.description
    }
  }

  /// Any error of an engine.
  init(_ error: any Error) {
    switch error {
    case let error as CatalogueError: self = error
    case let error as SamplerError: self = .sampler(error)
    case let error as AsynchronyError: self = .asynchrony(error)
    default: self = .unfit("\(error)")
    }
  }

  /// Runs what makes an engine.
  static func wrapping<Value>(_ body: () throws -> Value) throws(CatalogueError) -> Value {
    do { return try body() } catch { throw CatalogueError(error) }
  }
}
