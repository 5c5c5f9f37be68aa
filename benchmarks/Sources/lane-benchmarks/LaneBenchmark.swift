import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Times samplers with 64 replicas in vector lanes, one thread; prints update attempts a nanosecond over
/// all replicas, the best of many short runs after a warm-up, and what energies and a selection cost.
@main
struct LaneBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard let runs = Int(arguments.count > 1 ? arguments[1] : "100"), runs > 0 else {
      fail("usage: lane-benchmarks [RUNS [RUDY-FILE]]", status: 64)
    }
    var words = RandomStream(StreamKey(seed: 1, purpose: .graph), site: 0)
    func sign() -> Double { words.next() & 1 == 1 ? 1 : -1 }
    func lattice(_ sides: [Int], _ coupling: () -> Double) throws -> IsingModel {
      let count = sides.reduce(1, *)
      var bonds: [Bond] = []
      for site in 0..<count {
        var stride = 1
        for side in sides {
          let place = site / stride % side
          bonds.append(Bond(site, site + ((place + 1) % side - place) * stride, coupling()))
          stride *= side
        }
      }
      return try IsingModel(spinCount: count, bonds: bonds)
    }
    func sparse(_ spins: Int, _ edges: Int, _ coupling: () -> Double) throws -> IsingModel {
      var pairs = Set<[Int]>()
      while pairs.count < edges {
        let (i, j) = (Int(words.next()) % spins, Int(words.next()) % spins)
        if i != j { pairs.insert([min(i, j), max(i, j)]) }
      }
      return try IsingModel(
        spinCount: spins,
        bonds: pairs.sorted { $0.lexicographicallyPrecedes($1) }
          .map { Bond($0[0], $0[1], coupling()) })
    }
    var models: [(String, Double, IsingModel)] = [
      ("random graph of 800 spins and 19176 bonds, J = -1", 0.3, try sparse(800, 19176) { -1 }),
      ("square 64 x 64, J = 1", 0.44, try lattice([64, 64]) { 1 }),
      ("square 256 x 256, J = 1", 0.44, try lattice([256, 256]) { 1 }),
      ("cube 16, J = +-1", 0.9, try lattice([16, 16, 16], sign)),
      ("cube 16, J = -3 ... 3", 0.4, try lattice([16, 16, 16]) { Double(words.next() % 7) - 3 }),
    ]
    if arguments.count > 2 {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
      models = [(arguments[2], 0.3, try IsingProblem(bytes: bytes, fileName: arguments[2]).model)]
    }
    for (name, beta, model) in models {
      print(name)
      let start = (0..<64).map {
        InitialSpins.random.spins(count: model.spinCount, seed: 0, replica: UInt32($0))
      }
      let key = StreamKey(seed: 0, purpose: .spinUpdate)
      for rule in UpdateRule.allCases {
        if let lanes = IntegerLanes(model, beta: beta, rule: rule, spins: start, key: key) {
          measure("integer lanes, \(rule.rawValue)", lanes, runs)
        }
        measure(
          "real lanes, \(rule.rawValue)",
          RealLanes(model, beta: beta, rule: rule, spins: start, key: key), runs)
      }
    }
  }

  static func measure(_ name: String, _ sampler: some TemperedReplicaSampler, _ runs: Int) {
    var sampler = sampler
    let count = sampler.replicaCount
    // Every replica at a temperature of its own costs what one temperature costs.
    sampler.betas = (0..<count).map { sampler.beta * (1 + 0.001 * Double($0)) }
    let sweeps = max(1, 4_000_000 / (sampler.model.spinCount * count))
    let time = seconds(runs) { sampler.advance(sweeps: sweeps) }
    let attempts = Double(sweeps * sampler.model.spinCount * count)
    let share = Double(sampler.counts.flips) / Double(sampler.counts.attempts)
    let sweep = time.min_s / Double(sweeps)
    let energies = seconds(runs / 5 + 1) { sampler.energies }.min_s / sweep
    let sources = (0..<count).map { ($0 * 7 + 1) % count }
    let selection = seconds(runs / 5 + 1) { sampler.select(sources) }.min_s / sweep
    let figures = String(
      format: "%.2f attempts/ns, %.3f flips an attempt; energies %.2f and selection %.2f sweeps",
      attempts / time.min_s * 1e-9, share, energies, selection)
    print("  \(name): \(figures)")
  }
}
