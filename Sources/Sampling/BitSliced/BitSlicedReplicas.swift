public import IsingModels
public import RandomStreams

/// Up to 512 independent chains of one model, one bit each, for graphs of small degree whose couplings
/// are all ±J.
///
/// More generally, couplings and fields may be multiples of one unit if no spin has more than 15 units
/// of them. Each update of each replica has a random number of its own, compared with the flip
/// probability bit by bit, as far as needed, up to 64 bits: probabilities are right to 2⁻⁶⁴. A sweep
/// asks the spins by number of bonds and, below 320 replicas, by colour; within, in the order of their
/// indices. In such a fixed order Metropolis' rule need not be ergodic: see ``SequentialSampler``.
public struct BitSlicedReplicas: ReplicaSampler {
  /// What is sampled.
  public let model: IsingModel
  /// Number of chains.
  public let replicaCount: Int
  /// How a spin decides.
  public let rule: UpdateRule
  /// The inverse temperature of all chains. Setting it costs a few microseconds.
  public var beta: Double { didSet { if beta != oldValue { makeTables() } } }
  /// Attempts and flips of all chains.
  public private(set) var counts = UpdateCounts()

  let bonds: ReplicaBonds
  let groups: ReplicaGroups
  /// Words of the spins: W of each, of the spin that is always up, of one that does not exist, and room
  /// to read a plane from the last.
  var planes: [BitPlane]
  /// By number of bonds.
  private var tables: [ThresholdPlanes?] = []
  private var generator: VectorGenerator

  /// Places of words are 32-bit numbers.
  private static let mostSpins = 1 << 26

  /// Whether chains of a model can be bits; nothing is built.
  public static func canHold(_ model: IsingModel) -> Bool {
    guard model.spinCount <= mostSpins, let scale = IntegerScale(model) else { return false }
    return scale.reach <= ReplicaBonds.largestDegree
  }

  /// Starts chains from given spins.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - beta: inverse temperature.
  ///   - rule: how a spin decides.
  ///   - spins: a list for each chain: 64, 128, … or 512 of them. The most spins a nanosecond are
  ///     updated with 512.
  ///   - key: names the random numbers.
  /// - Throws: `SamplerError.notLattice` for a model without common unit or with too many bonds,
  ///   `SamplerError.outOfRange` for a wrong number of chains or an infinite β.
  /// - Precondition: one spin a site of the model in each list, −1 or +1.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) throws(SamplerError) {
    try self.init(model, beta: beta, rule: rule, replicaCount: spins.count, key: key)
    precondition(spins.allSatisfy { $0.count == model.spinCount }, "a list of spins is too short")
    let stride = groups.stride
    planes.withUnsafeMutableBufferPointer {
      $0.withMemoryRebound(to: UInt64.self) { words in
        for (replica, spins) in spins.enumerated() {
          let bit: UInt64 = 1 << UInt64(replica % 64)
          for (spin, value) in spins.enumerated() {
            let word = spin * stride + replica / 64
            if value > 0 { words[word] |= bit } else { words[word] &= ~bit }
          }
        }
      }
    }
  }

  /// Starts chains from random spins, of the key's seed and replica with purpose `initialState`, or
  /// from all spins up.
  ///
  /// - Parameters:
  ///   - replicaCount: 64, 128, … or 512.
  ///   - model: what is sampled.
  ///   - beta: inverse temperature.
  ///   - rule: how a spin decides.
  ///   - start: all up or random.
  ///   - key: names the random numbers.
  /// - Throws: as the other initialiser.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, replicaCount: Int,
    start: InitialSpins = .random, key: StreamKey
  ) throws(SamplerError) {
    guard replicaCount % 64 == 0, (64...512).contains(replicaCount) else {
      throw .outOfRange(
        parameter: "number of replicas", value: Double(replicaCount),
        range: "a multiple of 64 up to 512")
    }
    guard beta.isFinite else {
      throw .outOfRange(parameter: "beta", value: beta, range: "a finite number")
    }
    guard model.spinCount <= Self.mostSpins else {
      throw .outOfRange(
        parameter: "number of spins", value: Double(model.spinCount), range: "at most 2²⁶")
    }
    self.model = model
    self.replicaCount = replicaCount
    self.rule = rule
    self.beta = beta
    bonds = try ReplicaBonds(model)
    groups = ReplicaGroups(bonds, replicaCount: replicaCount)
    generator = VectorGenerator(key, stream: 0)
    var first = key
    first.purpose = .initialState
    var random = VectorGenerator(first, stream: 0)
    let stride = groups.stride
    planes = (0..<((model.spinCount + 2) * stride + 15) / 8).map { _ in
      start == .random ? random.next() : BitLogic.constant(true)
    }
    let up = model.spinCount * stride
    planes.withUnsafeMutableBufferPointer {
      $0.withMemoryRebound(to: UInt64.self) { words in
        for word in up..<up + stride { words[word] = ~0 }
      }
    }
    makeTables()
  }

  private mutating func makeTables() {
    tables = Array(repeating: nil, count: ReplicaBonds.largestDegree + 1)
    for degree in Set(groups.batches.map(\.degree)) {
      tables[degree] = ThresholdPlanes(
        degree: degree, unit: abs(beta) * bonds.unit, rule: rule)
    }
  }

  /// N attempts a sweep in every chain.
  public mutating func advance(sweeps: Int) {
    guard sweeps > 0 else { return }
    let (groups, tables) = (groups, tables)
    let turn = BitLogic.constant(beta < 0)
    var source = generator
    var flips: UInt64 = 0
    planes.withUnsafeMutableBufferPointer {
      $0.withMemoryRebound(to: UInt64.self) { words in
        let sweep = ReplicaSweep(
          groups: groups, words: words.baseAddress!, turn: turn, rule: rule)
        for _ in 0..<sweeps {
          for batch in groups.batches {
            flips &+= tables[batch.degree]!.words.withUnsafeBufferPointer {
              sweep.run(batch, $0.baseAddress!, &source)
            }
          }
        }
      }
    }
    generator = source
    counts.attempts += UInt64(sweeps) * UInt64(model.spinCount) * UInt64(replicaCount)
    counts.flips += flips
  }
}
