public import IsingModels

/// The methods of optimisation. A new one is a ``MethodEntry`` and a place in `all`.
public enum MethodCatalogue {
  /// All methods.
  public static let all = Catalogue<MethodEntry>(
    entries: [
      .restarts, .annealing, .oneHot, .tempering, .population, .discreteBifurcation,
      .ballisticBifurcation,
      .oscillators,
    ],
    parameters: [
      .betaStart, .betaEnd, .temperatures, .exchangeEvery, .population, .sweepsPerStep, .timeStep,
      .strength, .heating, .locking, .noise, .schedule,
    ])

  /// The method of a command that names none.
  ///
  /// - Parameters:
  ///   - isTimed: whether a time limit alone decides how long it takes.
  ///   - model: what is minimised; `nil` where nothing is left of it.
  public static func automatic(isTimed: Bool, for model: IsingModel?) -> String {
    if let model, OneHotGroups(model) != nil { return MethodEntry.oneHot.name }
    return (isTimed ? MethodEntry.restarts : .annealing).name
  }
}
