package import MoebiusGeometry

/// Tokens on the cells of a {p,q} tiling of the hyperbolic plane, in the order of their layers.
public struct TokenLattice: Sendable, Equatable {
  /// How long the wire between two cells is.
  public enum Metric: String, Sendable, CaseIterable {
    /// As drawn on a flat die, in the Poincaré disk; the shortest wire is one pitch of the mesh.
    case euclidean
    /// All alike, one pitch: a die that were itself hyperbolic.
    case hyperbolic
  }

  /// Corners of a cell.
  public var p: Int
  /// Cells around a corner.
  public var q: Int
  /// The metric of wires.
  public var metric: Metric

  /// Creates a layout.
  /// - Parameters:
  ///   - p: Corners of a cell.
  ///   - q: Cells around a corner; (p − 2)(q − 2) must exceed 4.
  ///   - metric: The metric of wires.
  public init(p: Int, q: Int, metric: Metric) {
    self.p = p
    self.q = q
    self.metric = metric
  }

  /// What a text of n tokens finds on a lattice.
  package struct Figures: Equatable {
    /// Hops in the mean, between two different cells.
    package var meanHops: Double
    /// Wires of the tree, in pitches.
    package var wire_pitches: Double
  }

  /// The first `count` cells, joined by a tree: each to the first cell that it touches.
  private struct Tree {
    /// The cell before each cell in the tree; −1 for the first.
    var parents: [Int]
    /// Length of the wire to it, in pitches of the smallest.
    var lengths: [Double]
  }

  /// The tree over the first `count` cells.
  /// - Throws: `GeometryError` if the tiling is not hyperbolic or has no room.
  private func tree(count: Int) throws(GeometryError) -> Tree {
    var layers = 1
    var tiling = try grown(layers: layers)
    while tiling.cells.count < count {
      layers += 1
      tiling = try grown(layers: layers)
    }
    var parents = [Int](repeating: -1, count: count)
    for edge in tiling.edges where edge.second < count {
      let (first, second) = (Int(edge.first), Int(edge.second))
      if parents[second] < 0 || first < parents[second] { parents[second] = first }
    }
    let lengths = parents.indices.map { cell -> Double in
      guard parents[cell] >= 0, metric == .euclidean else { return parents[cell] < 0 ? 0 : 1 }
      return (tiling.cells[cell].centre - tiling.cells[parents[cell]].centre).modulus
    }
    return Tree(parents: parents, lengths: lengths)
  }

  private func grown(layers: Int) throws(GeometryError) -> HyperbolicTiling {
    try HyperbolicTiling(p: p, q: q, layers: layers)
  }

  /// Wires for texts of up to `mostTokens` tokens.
  /// - Throws: `GeometryError` as `tree`.
  package func wires(mostTokens: Int) throws(GeometryError) -> TokenWires {
    let tree = try tree(count: mostTokens)
    var lengths = [0.0]
    var diameters = [0]
    var (total, shortest) = (0.0, Double.infinity)
    var depth = [Int](repeating: 0, count: mostTokens)
    // Ends of the longest way so far: a new leaf can only lengthen it from one of them.
    var ends = (0, 0)
    var diameter = 0
    for cell in 0..<mostTokens {
      if tree.parents[cell] >= 0 {
        depth[cell] = depth[tree.parents[cell]] + 1
        total += tree.lengths[cell]
        shortest = min(shortest, tree.lengths[cell])
        for end in [ends.0, ends.1] {
          let hops = Self.hops(tree.parents, depth, cell, end)
          if hops > diameter {
            diameter = hops
            ends = (cell, end)
          }
        }
      }
      lengths.append(total > 0 ? total / shortest : 0)
      diameters.append(diameter)
    }
    return TokenWires(
      name: "{\(p),\(q)} \(metric.rawValue)", lengths: lengths, diameters: diameters)
  }

  /// Hops between two cells of a tree.
  private static func hops(_ parents: [Int], _ depth: [Int], _ left: Int, _ right: Int) -> Int {
    var (left, right, hops) = (left, right, 0)
    while left != right {
      if depth[left] >= depth[right] { left = parents[left] } else { right = parents[right] }
      hops += 1
    }
    return hops
  }

  /// Hops and wires of the first `tokens` cells.
  /// - Throws: `GeometryError` as `tree`.
  package func figures(tokens: Int) throws(GeometryError) -> Figures {
    let tree = try tree(count: tokens)
    var depth = [Int](repeating: 0, count: tokens)
    for cell in 1..<max(1, tokens) { depth[cell] = depth[tree.parents[cell]] + 1 }
    var total = 0
    for left in 0..<tokens {
      for right in 0..<left { total += Self.hops(tree.parents, depth, left, right) }
    }
    let wires = try wires(mostTokens: tokens)
    return Figures(
      meanHops: tokens > 1 ? Double(2 * total) / Double(tokens * (tokens - 1)) : 0,
      wire_pitches: wires.lengths[tokens])
  }

  /// The same on the smallest square mesh, row by row: Manhattan distances, and a tree of unit wires.
  package static func flatFigures(tokens: Int) -> Figures {
    var side = 1
    while side * side < tokens { side += 1 }
    var total = 0
    for left in 0..<tokens {
      for right in 0..<left {
        total += abs(left % side - right % side) + abs(left / side - right / side)
      }
    }
    return Figures(
      meanHops: tokens > 1 ? Double(2 * total) / Double(tokens * (tokens - 1)) : 0,
      wire_pitches: Double(max(0, tokens - 1)))
  }

  /// One sentence for the report on texts with these numbers of tokens: the longest one's figures.
  /// - Throws: `GeometryError` as `tree`.
  package func sentence(tokenCounts: [Int]) throws(GeometryError) -> String {
    let tokens = tokenCounts.max() ?? 1
    let here = try figures(tokens: tokens)
    let flat = Self.flatFigures(tokens: tokens)
    func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
    return
      "\(tokens) tokens on {\(p),\(q)}: \(short(here.meanHops)) hops between two in the mean and "
      + "\(short(here.wire_pitches)) pitches of wire (\(metric.rawValue)); on a flat mesh "
      + "\(short(flat.meanHops)) hops and \(short(flat.wire_pitches)) pitches"
  }
}
