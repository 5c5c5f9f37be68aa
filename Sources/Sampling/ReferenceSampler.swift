public import IsingModels
public import RandomStreams

/// Random-site heat bath, written to be read: the oracle of the faster samplers.
///
/// A site is drawn uniformly, and its spin flips with the probability of the heat bath. Detailed balance with respect to e^{−βE} holds for each
/// step.
public struct ReferenceSampler: Sampler {
  /// What is sampled.
  public let model: IsingModel
  /// −1 or +1, one a spin.
  public private(set) var spins: [Int8]
  /// The inverse temperature.
  public var beta: Double
  /// Attempts and flips so far.
  public private(set) var counts = UpdateCounts()
  private var words: WordSequence

  /// Starts from given spins.
  /// - Precondition: one spin a site of the model.
  public init(_ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    self.model = model
    self.spins = spins
    self.beta = beta
    words = WordSequence(key)
  }

  /// N attempts a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<(sweeps * model.spinCount) {
      let site = words.index(below: UInt32(model.spinCount))
      let field = model.localField(at: site, of: spins)
      let cost = 2 * beta * Double(spins[site]) * field
      counts.attempts += 1
      if words.uniform() < UpdateRule.heatBath.flipProbability(cost: cost) {
        spins[site] = -spins[site]
        counts.flips += 1
      }
    }
  }
}
