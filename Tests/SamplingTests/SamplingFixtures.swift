import Foundation
import IsingModels

/// Tables of exact values, and small models.
enum SamplingFixtures {
  /// Rows of a file of comma-separated values, without its first line.
  static func rows(_ name: String) throws -> [[String]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
  }

  /// Spins A, B, C whose ground states are C = A AND B.
  static func andGate() throws -> IsingModel {
    try IsingModel(
      spinCount: 3, bonds: [Bond(0, 1, -1), Bond(0, 2, 2), Bond(1, 2, 2)], fields: [1, 1, -2])
  }

  /// Two spins with coupling J.
  static func pair(_ coupling: Double) throws -> IsingModel {
    try IsingModel(spinCount: 2, bonds: [Bond(0, 1, coupling)])
  }

  /// A square torus with the same Gaussian-like couplings on every machine, or with J = 1.
  static func torus(_ side: Int, real: Bool) throws -> IsingModel {
    let lattice = Lattice.periodicSquare(rows: side, columns: side)
    guard real else { return try lattice.model() }
    return try IsingModel(
      spinCount: side * side,
      bonds: lattice.links.enumerated().map {
        let fraction = (Double($0) * 0.6180339887).truncatingRemainder(dividingBy: 1)
        return Bond(Int($1.first), Int($1.second), 2 * fraction - 0.7)
      }, fields: (0..<side * side).map { Double($0 % 7) / 9 - 0.3 })
  }

  /// A proper colouring, greedily.
  static func blocks(_ model: IsingModel) -> [[Int32]] {
    var blocks: [[Int32]] = []
    for spin in 0..<model.spinCount {
      let neighbours = model.adjacency.range(of: spin).map { model.adjacency.neighbours[$0] }
      if let block = blocks.firstIndex(where: { Set($0).isDisjoint(with: neighbours) }) {
        blocks[block].append(Int32(spin))
      } else {
        blocks.append([Int32(spin)])
      }
    }
    return blocks
  }
}
