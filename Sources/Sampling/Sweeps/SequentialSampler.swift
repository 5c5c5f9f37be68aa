public import IsingModels
public import RandomStreams

/// Asks the spins in the order of their indices, over and over.
///
/// Each step leaves e^{−βE} as it is, so a sweep does too, but a sweep backwards is not as likely as
/// forwards: balance without detailed balance.
///
/// **Metropolis' rule in a fixed order need not be ergodic,** because it flips for certain where a flip
/// costs nothing. At β = 0, and for spins without couplings and field, every sweep flips every spin. On
/// a ring with equal couplings and no field, domain walls all travel together, at any β, and states
/// fall into classes that the chain does not leave. The heat bath reaches every state from
/// every other in one sweep, and so does Metropolis' rule at random sites in several.
public struct SequentialSampler: Sampler, OrderedSampler {
  var engine: OrderedSweeps

  /// How a spin decides.
  public var rule: UpdateRule { engine.rule }

  /// Starts from given spins.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .heatBath, spins: [Int8], key: StreamKey
  ) {
    let order = (0..<Int32(model.spinCount)).map { $0 }
    engine = OrderedSweeps(
      model, order: order, beta: beta, rule: rule, spins: spins, key: key)
  }

  /// Asks a part of the spins, each once: parts 0 to parts − 1 one after the other are a sweep.
  package mutating func advance(part: Int, of parts: Int) { engine.advance(part: part, of: parts) }

  /// Goes on from other spins; no work is counted.
  mutating func setSpins(_ spins: [Int8]) { engine.setSpins(spins) }
}
