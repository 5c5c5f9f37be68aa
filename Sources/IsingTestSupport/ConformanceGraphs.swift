public import IsingModels
internal import RandomStreams

/// A small model that can be enumerated, and the temperatures at which samplers are tried on it.
public struct ConformanceGraph: Sendable {
  /// What it is, for messages.
  public let name: String
  /// At most 16 spins.
  public let model: IsingModel
  /// Two or three inverse temperatures at which single-spin dynamics still moves freely.
  public let betas: [Double]
  /// Whether every spin reaches every other along bonds.
  public let isConnected: Bool
  /// The energies of all states.
  public let exact: Enumeration

  /// Names a model.
  /// - Throws: `ModelError.spinCount` for more spins than are enumerated.
  public init(_ name: String, _ model: IsingModel, betas: [Double]) throws(ModelError) {
    exact = try Enumeration(model)
    self.name = name
    self.model = model
    self.betas = betas
    var reached: Set<Int32> = [0]
    var next: [Int32] = [0]
    while let spin = next.popLast() {
      for k in model.adjacency.range(of: Int(spin)) {
        let neighbour = model.adjacency.neighbours[k]
        if reached.insert(neighbour).inserted { next.append(neighbour) }
      }
    }
    isConnected = reached.count == model.spinCount
  }

  /// All of them: uniform and ± couplings, with and without fields, sparse and complete,
  /// frustrated, in one piece and in several.
  ///
  /// No spin is without couplings and field: a free spin keeps the parity of the number of
  /// deterministic flips, so that the Metropolis rule in a fixed order is not ergodic on it.
  public static func all() throws -> [ConformanceGraph] { try made.get() }

  /// Made once, since enumerating takes longer than sampling.
  private static let made = Result { try make() }

  private static func make() throws -> [ConformanceGraph] {
    var words = RandomStream(StreamKey(seed: 16, purpose: .testInput), site: 0)
    func normal() -> Double { words.normal() }
    func sign() -> Double { words.next() & 1 == 1 ? 1 : -1 }
    func complete(_ n: Int, _ coupling: () -> Double) -> [Bond] {
      (0..<n).flatMap { i in (i + 1..<max(n, i + 1)).map { j in (i, j) } }
        .map { Bond($0.0, $0.1, coupling()) }
    }
    func gaussianSK(_ n: Int) throws -> IsingModel {
      try IsingModel(
        spinCount: n, bonds: complete(n) { normal() / Double(n).squareRoot() })
    }
    let torus = Lattice.periodicSquare(rows: 4, columns: 4)
    let ring = (0..<16).map { Bond($0, ($0 + 1) % 16, 1) }
    // Each cell of a 3 × 4 torus has bonds along rows, columns and one diagonal.
    let triangular = (0..<12).flatMap { site -> [Bond] in
      let (row, column) = (site / 4, site % 4)
      func at(_ r: Int, _ c: Int) -> Int { r % 3 * 4 + c % 4 }
      return [(0, 1), (1, 0), (1, 1)].map { Bond(site, at(row + $0.0, column + $0.1), -1) }
    }
    let sparse = complete(13) { normal() }.filter { bond in
      bond.second == bond.first + 1 || words.uniform() < 0.15
    }
    return [
      try ConformanceGraph("4 × 4 torus, J = 1", try torus.model(), betas: [0.2, 0.4]),
      try ConformanceGraph(
        "4 × 4 torus, J = ±1, h = ±1/2",
        try IsingModel(
          spinCount: 16, bonds: torus.links.map { Bond(Int($0.first), Int($0.second), sign()) },
          fields: (0..<16).map { _ in sign() / 2 }), betas: [0.3, 0.7]),
      try ConformanceGraph(
        "ring of 16", try IsingModel(spinCount: 16, bonds: ring), betas: [0.3, 0.8]),
      try ConformanceGraph("Sherrington–Kirkpatrick 12", try gaussianSK(12), betas: [0.5, 1.2]),
      try ConformanceGraph("Sherrington–Kirkpatrick 16", try gaussianSK(16), betas: [0.8]),
      try ConformanceGraph(
        "sparse, Gaussian J and h",
        try IsingModel(spinCount: 13, bonds: sparse, fields: (0..<13).map { _ in normal() / 2 }),
        betas: [0.3, 0.6]),
      try ConformanceGraph(
        "triangular antiferromagnet 3 × 4", try IsingModel(spinCount: 12, bonds: triangular),
        betas: [0.3, 0.6]),
      try ConformanceGraph(
        "star of 9, J = −0.7, h = 0.3",
        try IsingModel(
          spinCount: 9, bonds: (1..<9).map { Bond(0, $0, -0.7) },
          fields: Array(repeating: 0.3, count: 9)), betas: [0.5, 1]),
      try ConformanceGraph(
        "one spin, h = 0.6", try IsingModel(spinCount: 1, bonds: [], fields: [0.6]),
        betas: [0.5, 1.5]),
      try ConformanceGraph(
        "four pieces",
        try IsingModel(
          spinCount: 6, bonds: [Bond(0, 1, 1), Bond(4, 5, -0.5)],
          fields: [0, 0, 0.4, -0.9, 0.2, 0]), betas: [0.3, 0.9]),
      try ConformanceGraph(
        "one pair, J = 1", try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 1)]),
        betas: [0.5, 1]),
    ]
  }
}
