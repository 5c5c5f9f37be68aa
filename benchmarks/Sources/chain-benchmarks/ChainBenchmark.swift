import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Times single chains on sparse graphs and replicas of a dense model, one thread; prints a line each:
/// update attempts a nanosecond of processor time, the best of several runs after a warm-up, and the
/// share of flips.
@main
struct ChainBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard let runs = Int(arguments.count > 1 ? arguments[1] : "9"), runs > 0 else {
      fail("usage: chain-benchmarks [RUNS [PART [GSET-FILE]]]", status: 64)
    }
    let part = arguments.count > 2 ? arguments[2] : "all"
    func measures(_ name: String) -> Bool { part == "all" || part == name }
    if measures("dense") { try dense(runs) }
    if measures("graph") {
      let model = try arguments.count > 3 ? gset(arguments[3]) : random(800, edges: 19_176)
      try chains("graph of \(model.spinCount) spins", model, beta: 0.3, runs)
    }
    if measures("square") {
      try chains("square 256", lattice([256, 256], signs: false), beta: 0.4406868, runs)
    }
    if measures("cube") {
      try chains("cube ±J 32", lattice([32, 32, 32], signs: true), beta: 0.9, runs)
    }
    if measures("real") {
      try chains("real cube 16", lattice([16, 16, 16], signs: false, real: true), beta: 0.4, runs)
    }
  }

  static func dense(_ runs: Int) throws {
    var words = WordSequence(StreamKey(seed: 1, purpose: .testInput))
    let count = 1024
    var bonds: [Bond] = []
    for first in 0..<count {
      for second in (first + 1)..<count {
        // The sum of twelve uniform numbers has variance 1.
        let sum = (0..<12).reduce(-6) { sum, _ in sum + words.uniform() }
        bonds.append(Bond(first, second, sum / Double(count).squareRoot()))
      }
    }
    let model = try IsingModel(spinCount: count, bonds: bonds)
    for replicas in [16, 32, 64] {
      let start = (0..<replicas).map {
        InitialSpins.random.spins(count: count, seed: 0, replica: UInt32($0))
      }
      for rule in UpdateRule.allCases {
        var sampler = DenseReplicas(
          model, beta: 1, rule: rule, spins: start, key: StreamKey(seed: 0, purpose: .spinUpdate))
        sampler.advance(sweeps: 100)
        report("SK 1024, \(replicas) replicas, \(rule.rawValue)", runs) {
          let before = sampler.counts
          sampler.advance(sweeps: 640 / replicas)
          return sampler.counts - before
        }
      }
    }
  }

  static func chains(_ name: String, _ model: IsingModel, beta: Double, _ runs: Int) throws {
    let start = InitialSpins.random.spins(count: model.spinCount, seed: 0, replica: 0)
    let key = StreamKey(seed: 0, purpose: .spinUpdate)
    let blocks = blocks(model)
    for rule in UpdateRule.allCases {
      try measure(
        "\(name), sequential, \(rule.rawValue)", runs,
        SequentialSampler(model, beta: beta, rule: rule, spins: start, key: key))
      try measure(
        "\(name), chromatic, \(rule.rawValue)", runs,
        ChromaticSampler(model, beta: beta, rule: rule, blocks: blocks, spins: start, key: key))
      try measure(
        "\(name), random site, \(rule.rawValue)", runs,
        RandomSiteSampler(model, beta: beta, rule: rule, spins: start, key: key))
    }
  }

  static func measure(_ name: String, _ runs: Int, _ sampler: some Sampler) throws {
    var sampler = sampler
    let sweeps = max(1, 1_000_000 / sampler.model.spinCount)
    sampler.advance(sweeps: 4 * sweeps)
    report(name, runs) {
      let before = sampler.counts
      sampler.advance(sweeps: sweeps)
      return sampler.counts - before
    }
  }

  /// The best of several runs, by processor time.
  static func report(_ name: String, _ runs: Int, _ body: () -> UpdateCounts) {
    var best = 0.0
    var all = UpdateCounts()
    for _ in 0..<runs {
      let start = clock()
      let counts = body()
      let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      best = max(best, Double(counts.attempts) / seconds * 1e-9)
      all += counts
    }
    let flips = Double(all.flips) / Double(all.attempts)
    print("\(name): \(String(format: "%.3f attempts/ns, %.3f flips an attempt", best, flips))")
  }

  /// A periodic lattice with J = 1, with J = ±1, or with couplings that have no common unit.
  static func lattice(_ sides: [Int], signs: Bool, real: Bool = false) throws -> IsingModel {
    var words = WordSequence(StreamKey(seed: 2, purpose: .testInput))
    let count = sides.reduce(1, *)
    var bonds: [Bond] = []
    for site in 0..<count {
      var stride = 1
      for side in sides {
        let next = site / stride % side == side - 1 ? site - (side - 1) * stride : site + stride
        let coupling = real ? 0.5 + words.uniform() : signs && words.next() & 1 == 1 ? -1 : 1
        bonds.append(Bond(site, next, coupling))
        stride *= side
      }
    }
    return try IsingModel(spinCount: count, bonds: bonds)
  }

  /// J = −1 on random pairs.
  static func random(_ count: Int, edges: Int) throws -> IsingModel {
    var words = WordSequence(StreamKey(seed: 3, purpose: .testInput))
    var pairs = Set<[Int]>()
    while pairs.count < edges {
      let (a, b) = (words.index(below: UInt32(count)), words.index(below: UInt32(count)))
      if a != b { pairs.insert([min(a, b), max(a, b)]) }
    }
    return try IsingModel(spinCount: count, bonds: pairs.map { Bond($0[0], $0[1], -1) })
  }

  /// Max-Cut of a file in the format of Gset.
  static func gset(_ path: String) throws -> IsingModel {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: " ").compactMap { Int($0) } }
    return try IsingModel(
      spinCount: lines[0][0],
      bonds: lines.dropFirst().filter { $0.count == 3 }.map {
        Bond($0[0] - 1, $0[1] - 1, -Double($0[2]))
      })
  }

  /// A proper colouring, greedily.
  static func blocks(_ model: IsingModel) -> [[Int32]] {
    var colours = [Int](repeating: -1, count: model.spinCount)
    var blocks: [[Int32]] = []
    for spin in 0..<model.spinCount {
      let taken = Set(
        model.adjacency.range(of: spin).map { colours[Int(model.adjacency.neighbours[$0])] })
      let colour = (0...).first { !taken.contains($0) } ?? 0
      colours[spin] = colour
      if colour == blocks.count { blocks.append([]) }
      blocks[colour].append(Int32(spin))
    }
    return blocks
  }
}
