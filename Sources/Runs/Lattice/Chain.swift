import IsingModels
import Sampling

/// A random process on a lattice as the driver sees it: whatever its agents are, it has an energy and
/// an order parameter.
protocol Chain: Sendable {
  /// −1 or +1 a site, or the state of a Potts agent.
  var states: [Int8] { get }
  /// Whether states are colours of Potts agents.
  static var areColours: Bool { get }
  /// All work so far.
  var counts: UpdateCounts { get }
  /// Goes on.
  mutating func advance(sweeps: Int)
  /// The energy E of all sites, and the order parameter per site: the signed magnetisation of spins.
  func measure() -> (energy: Double, order: Double)
}

/// Spins under any sampler.
struct SpinChain<Engine: Sampler>: Chain {
  var engine: Engine

  static var areColours: Bool { false }
  var states: [Int8] { engine.spins }
  var counts: UpdateCounts { engine.counts }

  mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }

  func measure() -> (energy: Double, order: Double) {
    let spins = engine.spins
    let sum = spins.reduce(0) { $0 + Int($1) }
    return (engine.energy, Double(sum) / Double(spins.count))
  }
}
