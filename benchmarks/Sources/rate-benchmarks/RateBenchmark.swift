import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Times samplers on the workloads of `benchmarks/peers/sampler_workloads.py` at a fixed temperature on
/// one thread; prints a line `workload engine rate energy-a-spin` each: update attempts a nanosecond, the
/// best of several runs after a warm-up.
@main
struct RateBenchmark {
  static let key = StreamKey(seed: 1, purpose: .spinUpdate)
  static let runs = 5

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      fail("usage: rate-benchmarks FOLDER [WORKLOAD ...]", status: 64)
    }
    let names =
      arguments.count > 2
      ? Array(arguments[2...])
      : ["square256", "square1024", "glass16", "glass32", "sparse800", "sk1024"]
    for name in names {
      let path = "\(arguments[1])/\(name).txt"
      guard let data = FileManager.default.contents(atPath: path) else {
        fail("\(path): cannot be read", status: 65)
      }
      let model = try IsingProblem(bytes: Array(data), fileName: path, format: .rudy).model
      switch name {
      case "square256": try lattice(name, model, [256, 256], 0.4406868)
      case "square1024": try lattice(name, model, [1024, 1024], 0.4406868)
      case "glass16": try lattice(name, model, [16, 16, 16], 0.9)
      case "glass32": try lattice(name, model, [32, 32, 32], 0.9)
      case "sparse800": try graph(name, model, 0.3)
      default: try dense(name, model, 1)
      }
    }
  }

  /// Steps that take about a third of a second, timed several times.
  static func report(
    _ name: String, _ engine: String, attemptsPerSweep: Int, energy: () -> Double,
    advance: (Int) -> Void
  ) {
    var sweeps = 1
    while seconds(1, { advance(sweeps) }).min_s < 0.2, sweeps < 1 << 30 { sweeps *= 2 }
    let time = seconds(runs) { advance(sweeps) }
    let rate = Double(sweeps * attemptsPerSweep) / time.min_s * 1e-9
    print("\(name) \(engine) \(String(format: "%.4f %.3f", rate, energy()))")
  }

  static func replicas(
    _ name: String, _ engine: String, _ start: some ReplicaSampler
  ) {
    var chains = start
    let sites = chains.model.spinCount
    report(
      name, "\(engine)-\(chains.replicaCount)", attemptsPerSweep: sites * chains.replicaCount,
      energy: {
        chains.energies.reduce(0, +) / Double(sites * chains.replicaCount)
      }, advance: { chains.advance(sweeps: $0) })
  }

  static func chain(_ name: String, _ engine: String, _ start: some Sampler) {
    var chain = start
    let sites = chain.model.spinCount
    report(
      name, engine, attemptsPerSweep: sites, energy: { chain.energy / Double(sites) },
      advance: { chain.advance(sweeps: $0) })
  }

  static func starts(_ count: Int, _ model: IsingModel) -> [[Int8]] {
    (0..<count).map {
      InitialSpins.random.spins(count: model.spinCount, seed: 1, replica: UInt32($0))
    }
  }

  static func lattice(
    _ name: String, _ model: IsingModel, _ sides: [Int], _ beta: Double
  ) throws {
    let adjacency = model.adjacency
    var strides = sides.map { _ in 1 }
    for axis in strides.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * sides[axis + 1]
    }
    let isUniform = model.bonds.allSatisfy { $0.coupling == 1 }
    for rule in UpdateRule.allCases {
      var engine =
        isUniform
        ? try BitSlicedLattice(sides: sides, beta: beta, rule: rule, key: key)
        : try BitSlicedLattice(sides: sides, beta: beta, rule: rule, key: key) { site, axis in
          let isLast = site / strides[axis] % sides[axis] == sides[axis] - 1
          let next = Int32(site + (isLast ? 1 - sides[axis] : 1) * strides[axis])
          let entry = adjacency.range(of: site).first { adjacency.neighbours[$0] == next }!
          return adjacency.couplings[entry] < 0
        }
      let count = Double(model.spinCount)
      report(
        name, "bit-sliced-lattice-\(rule.rawValue)", attemptsPerSweep: model.spinCount,
        energy: { engine.energy / count }, advance: { engine.advance(sweeps: $0) })
    }
    if model.spinCount < 100_000 {
      for count in [64, 512] {
        replicas(
          name, "bit-sliced-replicas",
          try BitSlicedReplicas(
            model, beta: beta, rule: .metropolis, spins: starts(count, model), key: key))
      }
      try lanes(name, model, beta)
    }
    chain(
      name, "sequential",
      SequentialSampler(
        model, beta: beta, rule: .metropolis, spins: starts(1, model)[0], key: key))
  }

  static func lanes(_ name: String, _ model: IsingModel, _ beta: Double) throws {
    guard
      let integer = IntegerLanes(
        model, beta: beta, rule: .metropolis, spins: starts(64, model), key: key)
    else { return }
    replicas(name, "integer-lanes", integer)
  }

  static func graph(_ name: String, _ model: IsingModel, _ beta: Double) throws {
    try lanes(name, model, beta)
    for rule in UpdateRule.allCases {
      chain(
        name, "sequential-\(rule.rawValue)",
        SequentialSampler(
          model, beta: beta, rule: rule, spins: starts(1, model)[0], key: key))
    }
  }

  static func dense(_ name: String, _ model: IsingModel, _ beta: Double) throws {
    for rule in UpdateRule.allCases {
      replicas(
        name, "dense-replicas-\(rule.rawValue)",
        DenseReplicas(model, beta: beta, rule: rule, spins: starts(64, model), key: key))
    }
    chain(
      name, "sequential",
      SequentialSampler(
        model, beta: beta, rule: .metropolis, spins: starts(1, model)[0], key: key))
  }
}
