import Foundation

/// All states of the Ising model with J = 1 on an L × L torus, L ≤ 4, by energy and magnetisation.
struct ExactTorus {
  let size: Int
  /// How many states have which E and Σ s.
  let states: [(energy: Double, sum: Double, count: Double)]

  init(size: Int) {
    let count = size * size
    var table: [[Int]: Double] = [:]
    for state in 0..<(1 << count) {
      func spin(_ row: Int, _ column: Int) -> Int {
        state >> (row % size * size + column % size) & 1 == 1 ? 1 : -1
      }
      var energy = 0
      var sum = 0
      for row in 0..<size {
        for column in 0..<size {
          let own = spin(row, column)
          energy -= own * (spin(row, column + 1) + spin(row + 1, column))
          sum += own
        }
      }
      table[[energy, sum], default: 0] += 1
    }
    self.size = size
    states = table.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      (Double($0.key[0]), Double($0.key[1]), $0.value)
    }
  }

  var spinCount: Double { Double(size * size) }

  /// ln Z.
  func logPartition(_ beta: Double) -> Double {
    log(states.reduce(0) { $0 + $1.count * exp(-beta * $1.energy) })
  }

  /// The mean of a function of E and m.
  func mean(_ beta: Double, _ value: (Double, Double) -> Double) -> Double {
    let logZ = logPartition(beta)
    return states.reduce(0) {
      $0 + $1.count * exp(-beta * $1.energy - logZ) * value($1.energy, $1.sum / spinCount)
    }
  }

  /// U₄.
  func binder(_ beta: Double) -> Double {
    let square = mean(beta) { $1 * $1 }
    return 1 - mean(beta) { pow($1, 4) } / (3 * square * square)
  }

  /// Independent draws of E and m from the exact law.
  func draws(_ beta: Double, count: Int, numbers: inout Numbers64) -> (
    energies: [Double], magnetisations: [Double]
  ) {
    let logZ = logPartition(beta)
    var sum = 0.0
    let ladder = states.map { state in
      sum += state.count * exp(-beta * state.energy - logZ)
      return sum
    }
    var energies: [Double] = []
    var magnetisations: [Double] = []
    for _ in 0..<count {
      let u = numbers.uniform() * sum
      var lower = 0
      var upper = ladder.count - 1
      while lower < upper {
        let middle = (lower + upper) / 2
        if ladder[middle] > u { upper = middle } else { lower = middle + 1 }
      }
      energies.append(states[lower].energy)
      magnetisations.append(states[lower].sum / spinCount)
    }
    return (energies, magnetisations)
  }

  static let three = ExactTorus(size: 3)
  static let four = ExactTorus(size: 4)
}

/// The rows of a file beside the tests, without its first line.
func fixture(_ name: String) throws -> [[Substring]] {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/\(name)")
  let text = try String(contentsOf: url, encoding: .utf8)
  return text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
}
