import Foundation
import IsingModels
import RandomStreams
import SampleStatistics
import Sampling

/// Independent copies of a small model side by side in one model: what differs from copy to copy gives
/// the statistical error.
struct Copies {
  let part: IsingModel
  let count: Int
  let model: IsingModel

  init(of part: IsingModel, count: Int) throws {
    self.part = part
    self.count = count
    let size = part.spinCount
    model = try IsingModel(
      spinCount: size * count,
      bonds: (0..<count).flatMap { copy in
        part.bonds.map {
          Bond(Int($0.first) + copy * size, Int($0.second) + copy * size, $0.coupling)
        }
      },
      fields: (0..<count).flatMap { _ in part.fields })
  }

  /// The state of each copy.
  func states(of spins: [Int8]) -> [Int] {
    let size = part.spinCount
    return (0..<count).map { copy in
      Enumeration.state(of: Array(spins[(copy * size)..<((copy + 1) * size)]))
    }
  }

  /// Mean and standard error of functions of the state over time and copies: `samples` moments,
  /// `interval` apart.
  func averages(
    _ sampler: inout some ContinuousTimeSampler, warmUp: Double, samples: Int, interval: Double,
    observables: [[Double]]
  ) throws -> [SampleSummary] {
    sampler.advance(time: warmUp)
    var visits = [Int](repeating: 0, count: count << part.spinCount)
    for _ in 0..<samples {
      sampler.advance(time: interval)
      for (copy, state) in states(of: sampler.spins).enumerated() {
        visits[copy << part.spinCount | state] += 1
      }
    }
    return try observables.map { observable in
      try SampleSummary(
        (0..<count).map { copy in
          (0..<(1 << part.spinCount)).reduce(0.0) {
            $0 + observable[$1] * Double(visits[copy << part.spinCount | $1])
          } / Double(samples)
        })
    }
  }
}

/// Lines of a fixture below its header.
func fixture(_ name: String) throws -> [[String]] {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/\(name)")
  return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
    .map { $0.split(separator: ",").map(String.init) }
}

let asynchronousKey = StreamKey(seed: 20, purpose: .spinUpdate)

/// Spins of infinite temperature.
func hotSpins(_ model: IsingModel) -> [Int8] {
  InitialSpins.random.spins(count: model.spinCount, seed: 21, replica: 0)
}

/// The stationary law of agents with exponential delay, from the whole Markov chain of spins and copies
/// of the directed links: the law of the spins, by state.
func exponentialDelayLaw(_ model: IsingModel, beta: Double, mean: Double) -> [Double] {
  let adjacency = model.adjacency
  let (spins, links) = (model.spinCount, adjacency.neighbours.count)
  let count = 1 << (spins + links)
  // Rows: balance of a state; the last one: the sum of all probabilities.
  var matrix = [[Double]](repeating: Array(repeating: 0, count: count), count: count)
  for state in 0..<count {
    func move(to other: Int, rate: Double) {
      matrix[other][state] += rate
      matrix[state][state] -= rate
    }
    for spin in 0..<spins {
      var field = model.fields[spin]
      for link in adjacency.range(of: spin) {
        field += adjacency.couplings[link] * (state >> (spins + link) & 1 == 1 ? 1 : -1)
      }
      let up = 1 / (1 + exp(-2 * beta * field))
      move(to: state | 1 << spin, rate: up)
      move(to: state & ~(1 << spin), rate: 1 - up)
    }
    for link in 0..<links {
      let bit = spins + link
      let source = state >> Int(adjacency.neighbours[link]) & 1
      move(to: state & ~(1 << bit) | source << bit, rate: 1 / mean)
    }
  }
  matrix[count - 1] = Array(repeating: 1, count: count)
  var right = [Double](repeating: 0, count: count)
  right[count - 1] = 1
  for pivot in 0..<count {
    let best = (pivot..<count).max { abs(matrix[$0][pivot]) < abs(matrix[$1][pivot]) } ?? pivot
    matrix.swapAt(pivot, best)
    right.swapAt(pivot, best)
    let top = matrix[pivot]
    for row in (pivot + 1)..<max(count, pivot + 1) where matrix[row][pivot] != 0 {
      let factor = matrix[row][pivot] / top[pivot]
      matrix[row].withUnsafeMutableBufferPointer { row in
        top.withUnsafeBufferPointer { top in
          for column in pivot..<count { row[column] -= factor * top[column] }
        }
      }
      right[row] -= factor * right[pivot]
    }
  }
  for pivot in stride(from: count - 1, through: 0, by: -1) {
    for column in (pivot + 1)..<max(count, pivot + 1) {
      right[pivot] -= matrix[pivot][column] * right[column]
    }
    right[pivot] /= matrix[pivot][pivot]
  }
  var law = [Double](repeating: 0, count: 1 << spins)
  for state in 0..<count { law[state & (1 << spins - 1)] += right[state] }
  return law
}
