/// The methods of optimisation. A new one is a ``MethodEntry`` and a place in `all`.
public enum MethodCatalogue {
  /// All methods.
  public static let all = Catalogue<MethodEntry>(
    entries: [
      .restarts, .annealing, .tempering, .population, .discreteBifurcation, .ballisticBifurcation,
      .oscillators,
    ],
    parameters: [
      .betaStart, .betaEnd, .temperatures, .exchangeEvery, .population, .sweepsPerStep, .timeStep,
      .strength, .heating, .locking, .noise, .schedule,
    ])

  /// The method of a command that names none.
  ///
  /// - Parameter isTimed: whether a time limit alone decides how long it takes.
  public static func automatic(isTimed: Bool) -> String {
    (isTimed ? MethodEntry.restarts : .annealing).name
  }
}
