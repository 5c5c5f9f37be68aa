/// What a driver must know of an engine beside its chains.
public struct EngineTraits: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int

  /// Traits by their bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Its agents are colours and no spins.
  public static let coloured = EngineTraits(rawValue: 1 << 0)
  /// The magnetisation of the start never changes; the engine makes its own start.
  public static let conservesMagnetisation = EngineTraits(rawValue: 1 << 1)
  /// Its stationary law is not Boltzmann's.
  public static let hasAnotherLaw = EngineTraits(rawValue: 1 << 2)
  /// It asks spins in a fixed order.
  public static let asksInOrder = EngineTraits(rawValue: 1 << 3)
  /// Where couplings are negligible, every step flips for certain.
  public static let flipsForCertain = EngineTraits(rawValue: 1 << 4)
  /// One chain can use several threads.
  public static let usesThreads = EngineTraits(rawValue: 1 << 5)
  /// It can run a torus of equal couplings without a list of its sites.
  public static let needsNoSites = EngineTraits(rawValue: 1 << 6)
}
