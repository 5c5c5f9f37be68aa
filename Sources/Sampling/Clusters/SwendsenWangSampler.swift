public import IsingModels
public import RandomStreams

/// Divides all spins into clusters and flips each with probability ½ (Swendsen and Wang, *Physical
/// Review Letters* 58, 86 (1987)).
///
/// Couplings may have any sign. Fields act through a ghost spin: spins in its cluster stay. A sweep counts N
/// attempts; flips are spins that changed.
public struct SwendsenWangSampler: Sampler, ClusterSampler {
  var state: ClusterState
  /// Union-find forest; place N is the ghost.
  private var parents: [Int32]
  /// Sums of the spins of the cluster of each root.
  private var sums: [Int32]
  /// Factors of the cluster of each root: −1 flips it; 0 where not yet drawn.
  private var factors: [Int8]

  /// Of all sweeps since `resetStatistics()`; the ghost's cluster counts as one where it has spins.
  public var statistics: ClusterStatistics { state.statistics }

  /// Starts from given spins.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(_ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey) {
    state = ClusterState(
      model, couplings: model.bonds.map(\.coupling), beta: beta, spins: spins, key: key)
    parents = Array(repeating: 0, count: spins.count + 1)
    sums = Array(repeating: 0, count: spins.count + 1)
    factors = Array(repeating: 0, count: spins.count + 1)
  }

  /// Forgets the clusters so far.
  public mutating func resetStatistics() { state.statistics = ClusterStatistics() }

  /// All clusters once a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<sweeps {
      divide()
      flip()
    }
  }

  /// Sets bonds and joins what they hold together.
  private mutating func divide() {
    let ghost = state.spins.count
    for place in 0...ghost { parents[place] = Int32(truncatingIfNeeded: place) }
    for (k, bond) in state.model.bonds.enumerated() {
      let (first, second) = (Int(bond.first), Int(bond.second))
      if state.bonds.isSet(k, equal: state.spins[first] == state.spins[second], &state.words) {
        unite(first, second)
      }
    }
    for spin in 0..<ghost
    where state.ghostBonds.isSet(spin, equal: state.spins[spin] == 1, &state.words) {
      unite(spin, ghost)
    }
  }

  /// Flips clusters, and takes their statistics.
  private mutating func flip() {
    let ghost = state.spins.count
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
        factors[root] = state.words.next() & 1 == 1 ? 1 : -1
        state.statistics.clusters += 1
      }
      sums[root] += Int32(state.spins[spin])
      if factors[root] < 0 {
        state.spins[spin] = -state.spins[spin]
        state.counts.flips += 1
      }
    }
    if hasSpinsAtGhost { state.statistics.clusters += 1 }
    state.statistics.spins += UInt64(ghost)
    state.statistics.squares += sums.reduce(0) { $0 + Double($1) * Double($1) }
    state.statistics.estimates += 1
    state.counts.attempts += UInt64(ghost)
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
