internal import IsingModels
internal import RandomStreams

/// Spins with the bonds that may hold them together, and what clusters of them have told.
struct ClusterState: Sendable {
  let model: IsingModel
  /// −1 or +1, one a spin.
  var spins: [Int8]
  var counts = UpdateCounts()
  var statistics = ClusterStatistics()
  var words: WordSequence
  /// By coupling.
  private(set) var bonds: BondThresholds
  /// Fields as bonds to a ghost spin, by spin.
  private(set) var ghostBonds: BondThresholds
  private let couplings: [Double]

  /// The inverse temperature.
  var beta: Double {
    didSet {
      guard beta != oldValue else { return }
      bonds = BondThresholds(couplings, beta: beta)
      ghostBonds = BondThresholds(model.fields, beta: beta)
    }
  }

  /// - Parameter couplings: J in the order in which a sampler goes through bonds.
  init(
    _ model: IsingModel, couplings: [Double], beta: Double, spins: [Int8], key: StreamKey
  ) {
    SpinChecks.check(spins, model)
    self.model = model
    self.couplings = couplings
    self.spins = spins
    self.beta = beta
    words = WordSequence(key)
    bonds = BondThresholds(couplings, beta: beta)
    ghostBonds = BondThresholds(model.fields, beta: beta)
  }
}

/// A sampler that flips clusters.
protocol ClusterSampler: Sampler {
  var state: ClusterState { get set }
}

extension ClusterSampler {
  /// What is sampled.
  public var model: IsingModel { state.model }
  /// −1 or +1, one a spin.
  public var spins: [Int8] { state.spins }
  /// The inverse temperature.
  public var beta: Double {
    get { state.beta }
    set { state.beta = newValue }
  }
  /// Attempts and flips so far.
  public var counts: UpdateCounts { state.counts }
}
