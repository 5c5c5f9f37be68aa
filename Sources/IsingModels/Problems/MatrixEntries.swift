/// The entries of a matrix on their way to a problem.
///
/// Of a graph and of J, both triangles of a general matrix may state the same: a matrix that is its own
/// transpose has each pair's value once, a_ij, and any other a_ij + a_ji. xᵀAx has a_ij + a_ji always.
struct MatrixEntries {
  private var entries: ProblemEntries
  private let kind: IsingProblem.Kind
  private let isSymmetric: Bool
  private var lower: [Bond] = []
  private var upper: [Bond] = []

  init(
    fileName: String, kind: IsingProblem.Kind, size: Int, isSymmetric: Bool
  ) throws(ProblemFileError) {
    entries = try ProblemEntries(fileName: fileName, kind: kind, spinCount: size)
    self.kind = kind
    self.isSymmetric = isSymmetric
  }

  mutating func reserve(_ count: Int) { lower.reserveCapacity(count) }

  /// a_ij of a pair, counted from 0.
  mutating func add(_ i: Int, _ j: Int, _ value: Double) {
    if i > j { lower.append(Bond(i, j, value)) } else { upper.append(Bond(i, j, value)) }
  }

  /// a_ii of a QUBO or an Ising model.
  mutating func add(_ i: Int, _ value: Double) {
    entries.add(i, kind == .ising ? -value : value)
  }

  /// An edge from a vertex to itself.
  mutating func ignoreLoop() { entries.ignoreLoop() }

  consuming func problem(_ settings: CommentSettings) throws(ProblemFileError) -> IsingProblem {
    let fileName = entries.fileName
    var pairs = upper
    if !upper.isEmpty, !lower.isEmpty, !isSymmetric {
      let below = BondOrder.merged(lower, spinCount: entries.spinCount)
      let above = BondOrder.merged(upper, spinCount: entries.spinCount)
      if kind != .qubo, below == above {
        lower = []
        entries.warn(
          "\(fileName): the general matrix is its own transpose: a_ij is the pair's value, once")
      } else {
        entries.otherSides = Self.common(below, above)
        if kind != .qubo {
          entries.warn(
            "\(fileName): entries stand in both triangles of a general matrix that is not its own "
              + "transpose: a_ij + a_ji is the pair's value")
        }
      }
    }
    pairs += lower
    let factor: Double = kind == .ising ? -1 : kind == .qubo && isSymmetric ? 2 : 1
    if factor != 1 { for k in pairs.indices { pairs[k].coupling *= factor } }
    entries.pairs = pairs
    entries.take(settings)
    if let warning = settings.warning(fileName: fileName) { entries.warn(warning) }
    return try entries.problem()
  }

  /// How many pairs stand in both of two lists, each with a pair once and ordered.
  private static func common(_ left: [Bond], _ right: [Bond]) -> Int {
    var (count, place) = (0, 0)
    for bond in left {
      let pair = (bond.first, bond.second)
      while place < right.count, (right[place].first, right[place].second) < pair { place += 1 }
      guard place < right.count else { break }
      if (right[place].first, right[place].second) == pair { count += 1 }
    }
    return count
  }
}
