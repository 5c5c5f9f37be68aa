public import IsingModels
public import RandomStreams

/// Replicas one after the other, each a `SequentialSampler`: the plain twin of the vector engines.
public struct ReferenceReplicas: TemperedReplicaSampler {
  private var chains: [SequentialSampler]

  /// What is sampled.
  public var model: IsingModel { chains[0].model }
  /// Number of chains.
  public var replicaCount: Int { chains.count }
  /// The inverse temperature of all chains.
  public var beta: Double {
    get { chains[0].beta }
    set { for r in chains.indices { chains[r].beta = newValue } }
  }
  /// Inverse temperatures.
  public var betas: [Double] {
    get { chains.map(\.beta) }
    set { for r in chains.indices { chains[r].beta = newValue[r] } }
  }
  /// Attempts and flips of all chains.
  public var counts: UpdateCounts { chains.reduce(into: UpdateCounts()) { $0 += $1.counts } }
  /// E(s) of each chain, kept up to date.
  public var energies: [Double] { chains.map(\.energy) }

  /// Starts chain r from given spins, with the random numbers of replica R·k + r of the key, k the key's
  /// own replica and R the number of chains.
  /// - Precondition: at least one list of spins, each one a site of the model.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) {
    precondition(!spins.isEmpty, "no replicas")
    let count = UInt32(spins.count)
    chains = spins.enumerated().map {
      SequentialSampler(
        model, beta: beta, rule: rule, spins: $1,
        key: key.replica(key.replica &* count &+ UInt32($0)))
    }
  }

  /// N attempts a sweep in every chain.
  public mutating func advance(sweeps: Int) {
    for r in chains.indices { chains[r].advance(sweeps: sweeps) }
  }

  /// The spins of one chain.
  public func spins(of replica: Int) -> [Int8] { chains[replica].spins }

  /// Replica r goes on from the spins of replica `sources[r]`, with its own random numbers.
  public mutating func select(_ sources: [Int]) {
    let spins = chains.map(\.spins)
    for r in chains.indices where sources[r] != r { chains[r].setSpins(spins[sources[r]]) }
  }
}
