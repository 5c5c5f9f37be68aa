internal import IsingModels

/// A random process on a lattice as a driver sees it: whatever its agents are, it has an energy and an
/// order parameter.
public protocol Chain: Sendable {
  /// −1 or +1 a site, or the state of a Potts agent.
  var states: [Int8] { get }
  /// Whether states are colours of Potts agents.
  static var areColours: Bool { get }
  /// Number of sites.
  var siteCount: Int { get }
  /// All work so far.
  var counts: UpdateCounts { get }
  /// Settles what a chain learns from its warm-up.
  mutating func finishWarmUp()
  /// Goes on.
  mutating func advance(sweeps: Int)
  /// The energy E of all sites, and the order parameter per site: the signed magnetisation of spins.
  func measure() -> (energy: Double, order: Double)
}

extension Chain {
  /// Most chains learn nothing.
  public mutating func finishWarmUp() {}
}

/// Spins under any sampler.
public struct SpinChain<Engine: Sampler>: Chain {
  /// The sampler.
  public var engine: Engine

  /// A chain of a sampler.
  public init(engine: Engine) { self.engine = engine }

  /// No colours.
  public static var areColours: Bool { false }
  /// The sampler's spins.
  public var states: [Int8] { engine.spins }
  /// One a spin.
  public var siteCount: Int { engine.model.spinCount }
  /// The sampler's work.
  public var counts: UpdateCounts { engine.counts }

  /// Goes on.
  public mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }

  /// The energy and the mean spin.
  public func measure() -> (energy: Double, order: Double) {
    let spins = engine.spins
    let sum = spins.reduce(0) { $0 + Int($1) }
    return (engine.energy, Double(sum) / Double(spins.count))
  }
}
