import Foundation
import IsingTestSupport

/// A small maximum cut, with its optimum by enumeration.
struct AnnealProblem {
  let spinCount: Int
  let edges: [(i: Int, j: Int, w: Int)]

  /// A ring of n vertices with its diameters. Without weights and with n/2 even, 22 of 24 edges can be
  /// cut for n = 16.
  static func moebiusLadder(_ n: Int) -> AnnealProblem {
    let ring = (0..<n).map { (i: $0, j: ($0 + 1) % n, w: 1) }
    return AnnealProblem(spinCount: n, edges: ring + (0..<(n / 2)).map { ($0, $0 + n / 2, 1) })
  }

  /// Each pair joined with probability 1/2, weights −1 and 1, or −9 to 9.
  static func random(_ n: Int, weights: Int, seed: UInt64) -> AnnealProblem {
    var words = SplitMix(seed: seed)
    func next() -> Int { Int(words.next() >> 33) }
    var edges: [(Int, Int, Int)] = []
    for i in 0..<n {
      for j in (i + 1)..<n where next() % 2 == 0 {
        let size = 1 + next() % weights
        edges.append((i, j, next() % 2 == 0 ? size : -size))
      }
    }
    return AnnealProblem(spinCount: n, edges: edges)
  }

  /// The cut of spins.
  func cut(_ spins: [Int]) -> Int {
    edges.reduce(0) { $0 + (spins[$1.i] == spins[$1.j] ? 0 : $1.w) }
  }

  /// W = Σ w.
  var totalWeight: Int { edges.reduce(0) { $0 + $1.w } }

  /// The largest cut of all.
  var maximumCut: Int {
    // The last spin may stay up.
    (0..<(1 << (spinCount - 1))).map { word in
      cut((0..<spinCount).map { word >> $0 & 1 == 1 ? -1 : 1 })
    }.max() ?? 0
  }

  /// Writes it as a rudy file.
  func write(to url: URL) throws {
    var text = "\(spinCount) \(edges.count)\n"
    for edge in edges { text += "\(edge.i + 1) \(edge.j + 1) \(edge.w)\n" }
    try Data(text.utf8).write(to: url)
  }
}
