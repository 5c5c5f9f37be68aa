public import IsingModels
public import RandomStreams

/// Replicas of a model in which most pairs are coupled, with float32 couplings: sixteen replicas decide
/// at a time, and only flips cost work in proportion to N.
///
/// Each replica is a sequential sweep like ``SequentialSampler``'s, in the order of the sites. Sites are
/// taken in blocks of 64. A block decides site by site with its own couplings; then the couplings
/// of all spins that flipped are added to the local fields of the replica in one pass. The law is that of
/// single flips; what is said there of Metropolis' rule in a fixed order holds here too.
///
/// Couplings are rounded to float32. A probability is right to about 10⁻⁶, and a flip that is rarer than
/// 2⁻³² does not happen. Local fields are added up anew after 32 N flips a replica on average, so
/// that they stay within about 10⁻⁵ of the largest field. Sums have a fixed order: the bits are a function
/// of (model, spins, key, what was called), and of nothing else.
///
/// Replica r draws lane r mod 16 of `VectorGenerator(key, stream: r / 16)`. Memory: 4 N² bytes, with N
/// rounded up to a multiple of 128, and 4 N a replica.
public struct DenseReplicas: TemperedReplicaSampler {
  /// What is sampled.
  public let model: IsingModel
  /// How a spin decides.
  public let rule: UpdateRule
  /// Number of chains.
  public var replicaCount: Int { state.replicaCount }
  /// Attempts and flips of all chains.
  public private(set) var counts = UpdateCounts()
  private let couplings: DenseCouplings
  private var state: DenseState
  /// Flips until the local fields are added up anew.
  private var flipsLeft = 0

  /// Inverse temperatures.
  public var betas: [Double] {
    didSet {
      precondition(betas.count == replicaCount, "\(betas.count) β for \(replicaCount) replicas")
      if betas != oldValue { state.setBetas(betas, scale: couplings.scale) }
    }
  }
  /// The inverse temperature of all chains; the first where they differ.
  public var beta: Double {
    get { betas[0] }
    set { betas = Array(repeating: newValue, count: replicaCount) }
  }

  /// Starts from given spins.
  /// - Precondition: at least one list of spins, each one a site of the model, −1 or +1.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) {
    SpinChecks.check(spins, model)
    self.model = model
    self.rule = rule
    couplings = DenseCouplings(model)
    state = DenseState(couplings, spins: spins, key: key)
    betas = Array(repeating: beta, count: spins.count)
    state.setBetas(betas, scale: couplings.scale)
    addUp()
  }

  /// N attempts a sweep in every chain.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<sweeps {
      let flips = state.sweep(couplings, rule: rule)
      counts.attempts += UInt64(model.spinCount * replicaCount)
      counts.flips += UInt64(flips)
      flipsLeft -= flips
      if flipsLeft <= 0 { addUp() }
    }
  }

  /// E(s) of each chain from its local fields, −½ Σ s_i (I_i + h_i): O(N) each. Float32 fields leave an
  /// error of about 10⁻⁶ √N times the largest field.
  public var energies: [Double] { state.energies(couplings) }

  /// The largest difference between a cached local field and its sum in float64, over all replicas.
  package var largestFieldError: Double {
    (0..<replicaCount).reduce(0) { largest, replica in
      let spins = spins(of: replica)
      return spins.indices.reduce(largest) {
        let field = Double(state.field(of: $1, replica: replica)) * couplings.scale
        return max($0, abs(field - model.localField(at: $1, of: spins)))
      }
    }
  }

  /// The spins of one chain.
  public func spins(of replica: Int) -> [Int8] {
    (0..<model.spinCount).map { state.isUp($0, replica: replica) ? 1 : -1 }
  }

  /// Replica r goes on from the spins of replica `sources[r]`, with its own random numbers and β.
  public mutating func select(_ sources: [Int]) {
    precondition(sources.count == replicaCount, "\(sources.count) sources")
    precondition(sources.allSatisfy { (0..<replicaCount).contains($0) }, "sources out of range")
    state.select(sources)
  }

  private mutating func addUp() {
    state.addUp(couplings)
    flipsLeft = 32 * model.spinCount * replicaCount
  }
}
