internal import IsingModels

/// Keeps spins, their energy and the work done on them for a sampler.
protocol SpinEngine: Sendable {
  var model: IsingModel { get }
  var spins: [Int8] { get }
  var beta: Double { get set }
  var counts: UpdateCounts { get }
  var energy: Double { get }
}

/// A sampler that leaves its spins to an engine.
protocol EngineSampler: Sampler {
  associatedtype Engine: SpinEngine
  var engine: Engine { get set }
}

extension EngineSampler {
  /// What is sampled.
  public var model: IsingModel { engine.model }
  /// −1 or +1, one a spin.
  public var spins: [Int8] { engine.spins }
  /// The inverse temperature.
  public var beta: Double {
    get { engine.beta }
    set { engine.beta = newValue }
  }
  /// Attempts and flips so far.
  public var counts: UpdateCounts { engine.counts }
  /// E(s), kept up to date.
  public var energy: Double { engine.energy }
}

/// A sampler that asks its spins in a fixed order.
protocol OrderedSampler: EngineSampler where Engine == OrderedSweeps {}

extension OrderedSampler {
  /// N attempts a sweep.
  public mutating func advance(sweeps: Int) { engine.advance(sweeps: sweeps) }
}
