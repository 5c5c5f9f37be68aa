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
  ///   - seconds: the time limit, where it alone decides how long it takes; else `nil`.
  ///   - model: what is minimised; `nil` where nothing is left of it.
  public static func automatic(seconds: Double?, for model: IsingModel?) -> String {
    if let model, OneHotGroups(model) != nil { return MethodEntry.oneHot.name }
    guard let seconds, !isShort(seconds, for: model) else { return MethodEntry.annealing.name }
    return MethodEntry.restarts.name
  }

  /// Whether a small model has so little time that single anneals find more than the first populations do, by
  /// measurement (docs/anneal.md).
  public static func isShort(_ seconds: Double, for model: IsingModel?) -> Bool {
    seconds < 0.1 && model.map { $0.spinCount <= 1024 } ?? false
  }
}
