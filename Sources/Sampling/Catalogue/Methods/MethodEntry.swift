public import IsingModels

/// A method of optimisation in the catalogue: what it is called, what it takes, and how it is prepared for
/// a model.
///
/// A new method is one value of this type and its place in ``MethodCatalogue``.
public struct MethodEntry: CatalogueEntry {
  typealias Prepare = @Sendable (IsingModel, Settings) throws -> PreparedMethod

  /// What entries of this kind are called.
  public static let kind = "method"
  /// The end of the sentence that refuses a parameter.
  public static func owners(_ names: [String]) -> String {
    "; it belongs to " + names.joined(separator: ", ")
  }

  /// Its name, as it is typed.
  public let name: String
  /// One line for a help page.
  public let summary: String
  /// The parameters that it has.
  public let parameters: [Parameter]
  /// Whether a batch may go on for ever, better and better, until it is told to stop.
  public let isEndless: Bool
  private let prepare: Prepare

  /// A method.
  init(
    _ name: String, _ summary: String, parameters: [Parameter], isEndless: Bool = false,
    prepare: @escaping Prepare
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.isEndless = isEndless
    self.prepare = prepare
  }

  /// Refuses ends of β for the automatic schedule.
  public func check(_ settings: Settings) throws(CatalogueError) {
    guard settings.word(.schedule) == ScheduleForm.automatic.rawValue,
      let end = [Parameter.betaStart, .betaEnd].first(where: { settings[$0] != nil })
    else { return }
    throw .unfit("\(end.name): the automatic schedule has its own, expected none")
  }

  /// The method for a model.
  func prepare(
    _ model: IsingModel, _ settings: Settings
  ) throws(CatalogueError) -> PreparedMethod {
    try CatalogueError.wrapping { try prepare(model, settings) }
  }
}

/// A method that is ready for a model.
public struct PreparedMethod: Sendable {
  /// What makes the batches.
  public var optimiser: any Optimiser
  /// Its settings in words.
  public var text: String
  /// Its settings by name, in the order of reports; `nil` where it has none.
  public var figures: [(name: String, value: ParameterValue?)]
}

/// A method with its settings.
public typealias MethodChoice = Choice<MethodEntry>

extension Choice where Entry == MethodEntry {
  /// The method for a model.
  ///
  /// - Throws: `CatalogueError` for temperatures that do not ascend and populations that are too large.
  public func prepare(_ model: IsingModel) throws(CatalogueError) -> PreparedMethod {
    try entry.prepare(model, settings)
  }
}
