public import IsingModels
public import RandomStreams

/// Independent replicas in the byte lanes of vectors, 64 at a time, for couplings and fields that are
/// small multiples of a common unit.
public struct IntegerLanes: TemperedReplicaSampler {
  /// What is sampled.
  public let model: IsingModel
  /// How a spin decides.
  public let rule: UpdateRule
  /// Number of chains.
  public let replicaCount: Int
  private let scale: IntegerScale
  private let rows: DigitRows
  private var groups: [IntegerLaneGroup]
  private var noises: [ByteNoise] = []
  private var sweeps: UInt64 = 0

  /// Inverse temperatures, at least 0.
  public var betas: [Double] { didSet { setNoises() } }

  /// The inverse temperature of all chains.
  public var beta: Double {
    get { betas[0] }
    set { betas = Array(repeating: newValue, count: replicaCount) }
  }

  public init?(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) {
    guard let scale = IntegerScale(model), scale.reach <= 127 else { return nil }
    self.model = model
    self.rule = rule
    self.scale = scale
    replicaCount = spins.count
    rows = DigitRows(model, scale)
    let width = IntegerLaneGroup.width
    groups = stride(from: 0, to: spins.count, by: width).enumerated().map { index, first in
      let part = Array(spins[first..<min(first + width, spins.count)])
      return IntegerLaneGroup(
        spins: part + Array(repeating: part[0], count: width - part.count),
        generator: VectorGenerator(key, stream: UInt32(index)))
    }
    betas = Array(repeating: beta, count: spins.count)
    setNoises()
  }

  private mutating func setNoises() {
    let width = IntegerLaneGroup.width
    noises = groups.indices.map { group in
      let part = betas[(group * width)..<min((group + 1) * width, replicaCount)]
      return ByteNoise(
        betas: part + Array(repeating: 0, count: width - part.count), unit: scale.unit)
    }
  }

  public var counts: UpdateCounts {
    var counts = UpdateCounts()
    counts.attempts = sweeps * UInt64(model.spinCount) * UInt64(replicaCount)
    for replica in 0..<replicaCount { counts.flips += groups[replica / 64].flips[replica % 64] }
    return counts
  }

  public mutating func advance(sweeps: Int) {
    for group in groups.indices {
      groups[group].advance(sweeps: sweeps, rows: rows, noise: noises[group], rule: rule)
    }
    self.sweeps += UInt64(sweeps)
  }

  public func spins(of replica: Int) -> [Int8] { groups[replica / 64].state(replica % 64) }
  public mutating func select(_ sources: [Int]) { groups[0].select(sources) }
}
