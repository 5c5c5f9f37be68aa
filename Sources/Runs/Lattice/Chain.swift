import IsingModels
import Sampling

/// A random process on a lattice as the driver sees it: whatever its agents are, it has an energy and
/// an order parameter.
protocol Chain: Sendable {
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
  mutating func finishWarmUp() {}
}

/// Spins under any sampler.
struct SpinChain<Engine: Sampler>: Chain {
  var engine: Engine

  static var areColours: Bool { false }
  var states: [Int8] { engine.spins }
  var siteCount: Int { engine.model.spinCount }
  var counts: UpdateCounts { engine.counts }

  mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }

  func measure() -> (energy: Double, order: Double) {
    let spins = engine.spins
    let sum = spins.reduce(0) { $0 + Int($1) }
    return (engine.energy, Double(sum) / Double(spins.count))
  }
}

/// Spins under single clusters, whose number a sweep is chosen in the warm-up.
struct WolffChain: Chain {
  var engine: WolffSampler

  static var areColours: Bool { false }
  var states: [Int8] { engine.spins }
  var siteCount: Int { engine.model.spinCount }
  var counts: UpdateCounts { engine.counts }

  mutating func finishWarmUp() { engine.calibrate(clusters: 100) }
  mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }

  func measure() -> (energy: Double, order: Double) {
    SpinChain(engine: engine).measure()
  }
}

/// Agents of q states.
struct PottsChain: Chain {
  /// The most states that a picture and a file of states can tell apart.
  static let mostStates = 100

  var engine: PottsSampler

  static var areColours: Bool { true }
  var states: [Int8] { engine.states.map { Int8($0) } }
  var siteCount: Int { engine.model.agentCount }
  var counts: UpdateCounts { engine.counts }

  mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }

  /// The energy, and (q max_s n_s/N − 1)/(q − 1) with n_s agents in state s: 0 in disorder, 1 in
  /// order.
  func measure() -> (energy: Double, order: Double) {
    var counts = [Int](repeating: 0, count: engine.model.stateCount)
    for state in engine.states { counts[Int(state)] += 1 }
    let share = Double(counts.max() ?? 0) / Double(engine.model.agentCount)
    let q = Double(engine.model.stateCount)
    return (engine.energy, (q * share - 1) / (q - 1))
  }
}
