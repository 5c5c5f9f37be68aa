internal import IsingModels

/// Something that can be chosen by its name: an engine or a method.
public protocol CatalogueEntry: Sendable {
  /// What entries of this kind are called, in the singular.
  static var kind: String { get }
  /// The end of the sentence that refuses a parameter, with the names of those that have it.
  static func owners(_ names: [String]) -> String
  /// Its name, as it is typed.
  var name: String { get }
  /// One line for a help page.
  var summary: String { get }
  /// The parameters that it has, in the order of the help page.
  var parameters: [Parameter] { get }
  /// Refuses values that do not go together.
  func check(_ settings: Settings) throws(CatalogueError)
}

/// A name with the values of parameters that were given with it, not checked yet.
public struct CatalogueRequest: Sendable, Equatable {
  /// The name of the entry; `nil` for the default.
  public var name: String?
  /// Values by the names of parameters.
  public var settings: Settings

  /// Creates a request.
  public init(_ name: String?, _ values: [String: ParameterValue?] = [:]) {
    self.name = name
    settings = Settings()
    for case (let parameter, let value?) in values { settings[parameter] = value }
  }
}

/// An entry with checked settings.
public struct Choice<Entry: CatalogueEntry>: Sendable {
  /// What was chosen.
  public let entry: Entry
  /// The values that were given; each parameter is one of the entry's and each value in its domain.
  public let settings: Settings

  /// The name of what was chosen.
  public var name: String { entry.name }
}

/// Entries by their names.
public struct Catalogue<Entry: CatalogueEntry>: Sendable {
  /// All entries, in the order of the help page.
  public let entries: [Entry]
  /// All parameters of all entries, in the order in which they are checked and reported.
  public let parameters: [Parameter]

  /// The names of all entries.
  public var names: [String] { entries.map(\.name) }

  /// The entry of a name.
  /// - Throws: `CatalogueError.unknownName`.
  public func entry(_ name: String) throws(CatalogueError) -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknownName(UnknownName(name, what: Entry.kind, known: names))
    }
    return entry
  }

  /// The entry of a request with its settings.
  ///
  /// - Parameters:
  ///   - request: a name and settings.
  ///   - name: the entry of a request that names none.
  /// - Throws: `CatalogueError` for an unknown name, a parameter that the entry does not have, a value
  ///   out of its domain, and values that do not go together.
  public func choose(
    _ request: CatalogueRequest, default name: String
  ) throws(CatalogueError) -> Choice<Entry> {
    let entry = try entry(request.name ?? name)
    for name in order(request.settings)
    where !entry.parameters.contains(where: { $0.name == name }) {
      throw .foreignParameter(
        name, entry: "\(Entry.kind) \(entry.name)", expected: Entry.owners(owners(of: name)))
    }
    // Entries may differ in what they take for a parameter of the same name.
    for name in order(request.settings) {
      guard let parameter = entry.parameters.first(where: { $0.name == name }),
        let value = request.settings[name]
      else { continue }
      try parameter.check(value)
    }
    try entry.check(request.settings)
    return Choice(entry: entry, settings: request.settings)
  }

  private func owners(of parameter: String) -> [String] {
    entries.filter { $0.parameters.contains { $0.name == parameter } }.map(\.name)
  }

  /// The names of given values, those of unknown parameters last.
  private func order(_ settings: Settings) -> [String] {
    let known = parameters.map(\.name)
    return known.filter { settings[$0] != nil } + settings.names.filter { !known.contains($0) }
  }
}
