public import IsingModels
public import RandomStreams

/// Divides all spins into clusters and flips each with probability ½ (Swendsen and Wang, *Physical
/// Review Letters* 58, 86 (1987)).
///
/// Couplings may have any sign. Fields act through a ghost spin: spins in its cluster stay.
public struct SwendsenWangSampler: Sampler {
  /// What is sampled.
  public let model: IsingModel
  /// −1 or +1, one a spin.
  public private(set) var spins: [Int8]
  /// The inverse temperature.
  public var beta: Double {
    didSet { if beta != oldValue { setThresholds() } }
  }
  /// N attempts a sweep; flips are spins that changed.
  public private(set) var counts = UpdateCounts()
  /// Of all sweeps since `resetStatistics()`; the ghost's cluster counts as one where it has spins.
  public private(set) var statistics = ClusterStatistics()
  private var bonds: BondThresholds
  private var ghostBonds: BondThresholds
  private var words: WordSequence
  /// Union-find forest; place N is the ghost.
  private var parents: [Int32]
  /// Sums of the spins of the cluster of each root.
  private var sums: [Int32]
  /// Factors of the cluster of each root: −1 flips it; 0 where not yet drawn.
  private var factors: [Int8]

  /// Starts from given spins.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(_ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    precondition(spins.allSatisfy { abs($0) == 1 }, "spins other than −1 and +1")
    self.model = model
    self.spins = spins
    self.beta = beta
    words = WordSequence(key)
    parents = Array(repeating: 0, count: spins.count + 1)
    sums = Array(repeating: 0, count: spins.count + 1)
    factors = Array(repeating: 0, count: spins.count + 1)
    bonds = BondThresholds(model.bonds.map(\.coupling), beta: beta)
    ghostBonds = BondThresholds(model.fields, beta: beta)
  }

  private mutating func setThresholds() {
    bonds = BondThresholds(model.bonds.map(\.coupling), beta: beta)
    ghostBonds = BondThresholds(model.fields, beta: beta)
  }

  /// Forgets the clusters so far.
  public mutating func resetStatistics() { statistics = ClusterStatistics() }

  /// All clusters once a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<sweeps {
      divide()
      flip()
    }
  }

  /// Sets bonds and joins what they hold together.
  private mutating func divide() {
    let ghost = spins.count
    for place in 0...ghost { parents[place] = Int32(truncatingIfNeeded: place) }
    for (k, bond) in model.bonds.enumerated() {
      let (first, second) = (Int(bond.first), Int(bond.second))
      if bonds.isSet(k, equal: spins[first] == spins[second], &words) { unite(first, second) }
    }
    for spin in 0..<ghost where ghostBonds.isSet(spin, equal: spins[spin] == 1, &words) {
      unite(spin, ghost)
    }
  }

  /// Flips clusters, and takes their statistics.
  private mutating func flip() {
    let ghost = spins.count
    for place in 0...ghost {
      sums[place] = 0
      factors[place] = 0
    }
    let ghostRoot = root(ghost)
    factors[ghostRoot] = 1
    var hasSpinsAtGhost = false
    for spin in 0..<ghost {
      let root = root(spin)
      if root == ghostRoot { hasSpinsAtGhost = true }
      if factors[root] == 0 {
        factors[root] = words.next() & 1 == 1 ? 1 : -1
        statistics.clusters += 1
      }
      sums[root] += Int32(spins[spin])
      if factors[root] < 0 {
        spins[spin] = -spins[spin]
        counts.flips += 1
      }
    }
    if hasSpinsAtGhost { statistics.clusters += 1 }
    statistics.spins += UInt64(ghost)
    statistics.squares += sums.reduce(0) { $0 + Double($1) * Double($1) }
    statistics.estimates += 1
    counts.attempts += UInt64(ghost)
  }

  /// The root of a tree; halves the path to it.
  private mutating func root(_ place: Int) -> Int {
    var place = place
    while Int(parents[place]) != place {
      parents[place] = parents[Int(parents[place])]
      place = Int(parents[place])
    }
    return place
  }

  /// Joins two trees; the root with the higher index stays, so that the forest does not depend on sizes.
  private mutating func unite(_ first: Int, _ second: Int) {
    let (a, b) = (root(first), root(second))
    parents[min(a, b)] = Int32(truncatingIfNeeded: max(a, b))
  }
}
