/// Steers one head's β by what its agents were seen to do.
public protocol BetaController: Sendable {
  /// The β to use next, per unit of score.
  var beta: Double { get }
  /// Takes one reading at `beta`, and sets the next `beta`.
  mutating func update(_ reading: EntropyReading)
}
