internal import IsingModels
internal import RandomStreams

/// How an agent decides: what it sums over the states that it sees, and whether it flips then.
///
/// Conforming types differ in speed, not in law.
protocol FlipLaw: Sendable {
  /// A local field h_i + Σ_j J_ij s_j.
  associatedtype Field

  /// The field of an agent.
  /// - Parameter seen: the state of a neighbour as the agent sees it, by entry of the adjacency.
  func field(of site: Int, seen: (_ entry: Int, _ neighbour: Int) -> Int) -> Field

  /// Whether the agent flips.
  /// - Parameters:
  ///   - word: a uniform word.
  ///   - limit: −∞ to ∞, see `EventDraws.limits`; only the law without a table looks at it.
  ///   - tie: further words, for one decision in 2³².
  func flips(
    _ field: Field, spin: Int, word: UInt32, limit: @autoclosure () -> Double,
    tie: inout WordSequence
  ) -> Bool

  /// Neighbours of an agent.
  func degree(of site: Int) -> Int
}

/// Flip probabilities by value of s_i (h_i + Σ_j J_ij s_j) in integer units.
struct ProbabilityTable: Sendable {
  /// As ``Threshold`` has them.
  private let thresholds: ConstantTable<UInt64>
  /// The entry of value 0.
  private let centre: Int

  init(_ probabilities: [Double]) {
    centre = probabilities.count / 2
    thresholds = ConstantTable(probabilities.map { Threshold.bits($0) })
  }

  /// True with the probability of a value. The upper half of a threshold decides, and where the word
  /// equals it, a second word: small probabilities keep their digits.
  @inline(__always)
  func decides(_ value: Int, word: UInt32, tie: inout WordSequence) -> Bool {
    let threshold = thresholds[centre &+ value]
    let upper = UInt32(truncatingIfNeeded: threshold &>> 32)
    if word == upper { return tie.next() < UInt32(truncatingIfNeeded: threshold) }
    return word < upper
  }
}

/// Four neighbours each, one coupling, no fields: the square lattice on a torus.
struct FourNeighbourLaw: FlipLaw {
  let neighbours: ConstantTable<Int32>
  /// +1 or −1.
  let coupling: Int
  let table: ProbabilityTable

  @inline(__always)
  func field(of site: Int, seen: (Int, Int) -> Int) -> Int {
    let first = 4 &* site
    return seen(first, Int(neighbours[first]))
      &+ seen(first &+ 1, Int(neighbours[first &+ 1]))
      &+ seen(first &+ 2, Int(neighbours[first &+ 2]))
      &+ seen(first &+ 3, Int(neighbours[first &+ 3]))
  }

  @inline(__always)
  func flips(
    _ field: Int, spin: Int, word: UInt32, limit: @autoclosure () -> Double,
    tie: inout WordSequence
  ) -> Bool {
    table.decides(coupling &* spin &* field, word: word, tie: &tie)
  }

  @inline(__always)
  func degree(of site: Int) -> Int { 4 }
}

/// Integer couplings and fields.
struct IntegerLaw: FlipLaw {
  let offsets: ConstantTable<Int32>
  let neighbours: ConstantTable<Int32>
  let couplings: ConstantTable<Int8>
  let fields: ConstantTable<Int16>
  let table: ProbabilityTable

  @inline(__always)
  func field(of site: Int, seen: (Int, Int) -> Int) -> Int {
    var sum = Int(fields[site])
    var entry = Int(offsets[site])
    let end = Int(offsets[site &+ 1])
    while entry < end {
      sum &+= Int(couplings[entry]) &* seen(entry, Int(neighbours[entry]))
      entry &+= 1
    }
    return sum
  }

  @inline(__always)
  func flips(
    _ field: Int, spin: Int, word: UInt32, limit: @autoclosure () -> Double,
    tie: inout WordSequence
  ) -> Bool {
    table.decides(spin &* field, word: word, tie: &tie)
  }

  @inline(__always)
  func degree(of site: Int) -> Int {
    Int(offsets[site &+ 1] &- offsets[site])
  }
}

/// Any couplings: βΔE against a drawn limit.
struct RealLaw: FlipLaw {
  let offsets: ConstantTable<Int32>
  let neighbours: ConstantTable<Int32>
  let couplings: ConstantTable<Double>
  let fields: ConstantTable<Double>
  let beta: Double

  @inline(__always)
  func field(of site: Int, seen: (Int, Int) -> Int) -> Double {
    var sum = fields[site]
    var entry = Int(offsets[site])
    let end = Int(offsets[site &+ 1])
    while entry < end {
      sum += couplings[entry] * Double(seen(entry, Int(neighbours[entry])))
      entry &+= 1
    }
    return sum
  }

  @inline(__always)
  func flips(
    _ field: Double, spin: Int, word: UInt32, limit: @autoclosure () -> Double,
    tie: inout WordSequence
  ) -> Bool {
    2 * beta * Double(spin) * field < limit()
  }

  @inline(__always)
  func degree(of site: Int) -> Int {
    Int(offsets[site &+ 1] &- offsets[site])
  }
}
