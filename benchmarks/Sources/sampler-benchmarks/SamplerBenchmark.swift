import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Times samplers on the square lattice at β = 0.44, one thread; prints a line each: update attempts
/// a nanosecond, the best of several runs after a warm-up, and the share of flips.
@main
struct SamplerBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard let side = Int(arguments.count > 1 ? arguments[1] : "256"), side >= 4, side % 2 == 0,
      let runs = Int(arguments.count > 2 ? arguments[2] : "5"), runs > 0
    else { fail("usage: sampler-benchmarks [EVEN-SIDE [RUNS]]", status: 64) }
    let count = side * side
    var bonds: [Bond] = []
    var blocks: [[Int32]] = [[], []]
    for site in 0..<count {
      let (row, column) = (site / side, site % side)
      bonds.append(Bond(site, row * side + (column + 1) % side, 1))
      bonds.append(Bond(site, (row + 1) % side * side + column, 1))
      blocks[(row + column) % 2].append(Int32(site))
    }
    let model = try IsingModel(spinCount: count, bonds: bonds)
    // No common unit: the path of real couplings, with a law that is nearly the same.
    let real = try IsingModel(
      spinCount: count,
      bonds: bonds.enumerated().map {
        Bond(
          Int($1.first), Int($1.second),
          1 + 1e-3 * (Double($0) * 0.618).truncatingRemainder(dividingBy: 1))
      })
    let start = InitialSpins.random.spins(count: count, seed: 0, replica: 0)
    let key = StreamKey(seed: 0, purpose: .spinUpdate)
    let sweeps = max(1, 4_000_000 / count)

    func measure(_ name: String, _ sampler: some Sampler, sweeps: Int = sweeps) {
      var sampler = sampler
      sampler.advance(sweeps: sweeps)
      let before = sampler.counts
      let time = seconds(runs) { sampler.advance(sweeps: sweeps) }
      let attempts = Double(sampler.counts.attempts - before.attempts) / Double(runs + 1)
      let flips = Double(sampler.counts.flips - before.flips) / Double(runs + 1)
      print(
        "\(name): \(String(format: "%.4f attempts/ns, %.3f flips an attempt", attempts / time.min_s * 1e-9, flips / attempts))"
      )
    }
    measure(
      "reference", ReferenceSampler(model, beta: 0.44, spins: start, key: key),
      sweeps: max(1, sweeps / 8))
    measure("synchronous", try SynchronousSampler(model, beta: 0.44, spins: start, key: key))
    measure(
      "synchronous, update probability 0.1",
      try SynchronousSampler(
        model, beta: 0.44, updateProbability: 0.1, spins: start, key: key))
    for pairs in ExchangePairs.allCases {
      measure(
        "Kawasaki, \(pairs.rawValue)",
        try KawasakiSampler(model, beta: 0.44, pairs: pairs, spins: start, key: key))
    }
    // Their attempts are spins that joined a cluster.
    let up = InitialSpins.up.spins(count: count, seed: 0, replica: 0)
    var wolff = WolffSampler(model, beta: 0.44, spins: up, key: key)
    wolff.advance(sweeps: 200)
    wolff.calibrate(clusters: 200)
    measure("Wolff", wolff)
    measure("Swendsen-Wang", SwendsenWangSampler(model, beta: 0.44, spins: start, key: key))
    for states in [2, 3, 10] {
      let potts = try PottsModel(agentCount: count, stateCount: states, bonds: bonds)
      // The critical point of q states on the square lattice.
      let beta = log(1 + Double(states).squareRoot())
      for rule in UpdateRule.allCases {
        var sampler = PottsSampler(
          potts, beta: beta, rule: rule, states: Array(repeating: 0, count: count), key: key)
        let few = max(1, sweeps / 8)
        let time = seconds(runs) { sampler.advance(sweeps: few) }
        let rate = Double(few * count) / time.min_s * 1e-9
        print("Potts q = \(states), \(rule.rawValue): \(String(format: "%.4f", rate)) attempts/ns")
      }
    }
    for rule in UpdateRule.allCases {
      for (kind, model) in [("integer", model), ("real", real)] {
        measure(
          "sequential, \(rule.rawValue), \(kind)",
          SequentialSampler(model, beta: 0.44, rule: rule, spins: start, key: key))
        measure(
          "random site, \(rule.rawValue), \(kind)",
          RandomSiteSampler(model, beta: 0.44, rule: rule, spins: start, key: key))
        measure(
          "chromatic, \(rule.rawValue), \(kind)",
          try ChromaticSampler(
            model, beta: 0.44, rule: rule, blocks: blocks, spins: start, key: key))
      }
    }
  }
}
