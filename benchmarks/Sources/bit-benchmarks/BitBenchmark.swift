import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Times the bit-sliced engines; prints a line each: update attempts a nanosecond, the best of several
/// runs after a warm-up, and the share of flips.
@main
struct BitBenchmark {
  /// Whether a line was asked for.
  static func isWanted(_ title: String) -> Bool {
    CommandLine.arguments.dropFirst(2).allSatisfy { title.contains($0) }
  }

  static let key = StreamKey(seed: 0, purpose: .spinUpdate)

  static func main() throws {
    let arguments = CommandLine.arguments
    guard let runs = Int(arguments.count > 1 ? arguments[1] : "7"), runs > 0 else {
      fail("usage: bit-benchmarks [RUNS [WORDS-OF-A-LINE]]", status: 64)
    }
    let critical = SquareIsing.criticalBeta
    for rule in UpdateRule.allCases {
      for side in [32, 64, 256, 1000, 1024, 10_000] {
        for threads in [1, 2] where side == 1024 || side == 10_000 || threads == 1 {
          try lattice([side, side], critical, rule, threads, runs)
        }
      }
      for side in [16, 32, 64, 100] {
        for threads in [1, 2] where side != 16 || threads == 1 {
          try lattice([side, side, side], 0.9, rule, threads, runs, signed: true)
        }
      }
      for (sides, beta, signed) in [
        ([16, 16, 16], 0.9, true), ([32, 32, 32], 0.9, true), ([256, 256], critical, false),
      ] {
        for count in [512, 256, 128, 64, 192] where count == 512 || sides == [16, 16, 16] {
          try replicas(count, sides, beta, rule, runs, signed: signed)
        }
      }
      try lattice([64, 64, 64], 0.22165463, rule, 1, runs)
      try lattice([1 << 20], 0.5, rule, 1, runs)
      try lattice([16, 16, 16, 16], 0.15, rule, 1, runs)
    }
  }

  static func lattice(
    _ sides: [Int], _ beta: Double, _ rule: UpdateRule, _ threads: Int, _ runs: Int,
    signed: Bool = false
  ) throws {
    let title =
      "lattice \(sides.map(String.init).joined(separator: "x"))\(signed ? " ±J" : "") \(rule.rawValue), \(threads) threads"
    guard isWanted(title) else { return }
    let count = sides.reduce(1, *)
    var (lattice, start) = try timed {
      signed
        ? try BitSlicedLattice(
          sides: sides, beta: beta, rule: rule, key: key, threads: threads, isNegative: isNegative)
        : try BitSlicedLattice(sides: sides, beta: beta, rule: rule, key: key, threads: threads)
    }
    let sweeps = max(1, 40_000_000 / count)
    lattice.advance(sweeps: 5 * sweeps)
    let before = lattice.counts
    let time = seconds(runs) { lattice.advance(sweeps: sweeps) }
    let difference = lattice.counts - before
    let attempts = Double(sweeps) * Double(count)
    let energy = seconds(runs) { lattice.energy }
    print(
      "\(title): "
        + String(
          format:
            "%.2f attempts/ns, %.3f flips an attempt; energy %.4f a spin in %.3f of a sweep; start %.3f s",
          attempts / time.min_s * 1e-9,
          Double(difference.flips) / Double(difference.attempts),
          lattice.energy / Double(count),
          energy.min_s / time.min_s * Double(sweeps), start))
  }

  /// Signs from a hash of the bond.
  static func isNegative(_ site: Int, _ axis: Int) -> Bool {
    (UInt64(site * 4 + axis) &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(site) << 40).nonzeroBitCount % 2
      == 1
  }

  static func replicas(
    _ replicaCount: Int, _ sides: [Int], _ beta: Double, _ rule: UpdateRule, _ runs: Int,
    signed: Bool
  ) throws {
    let title =
      "\(replicaCount) replicas of \(sides.map(String.init).joined(separator: "x"))\(signed ? " ±J" : "") \(rule.rawValue)"
    guard isWanted(title) else { return }
    let count = sides.reduce(1, *)
    var bonds: [Bond] = []
    for site in 0..<count {
      var stride = 1
      for (axis, side) in sides.enumerated().reversed() {
        let next = site + stride - (site / stride % side == side - 1 ? side * stride : 0)
        bonds.append(Bond(site, next, signed && isNegative(site, axis) ? -1 : 1))
        stride *= side
      }
    }
    let model = try IsingModel(spinCount: count, bonds: bonds)
    var (engine, start) = try timed {
      try BitSlicedReplicas(model, beta: beta, rule: rule, replicaCount: replicaCount, key: key)
    }
    let sweeps = max(1, 40_000_000 / count / replicaCount)
    engine.advance(sweeps: 5 * sweeps)
    let before = engine.counts
    let time = seconds(runs) { engine.advance(sweeps: sweeps) }
    let difference = engine.counts - before
    let attempts = Double(sweeps) * Double(count * replicaCount)
    let energies = seconds(runs) { engine.energies }
    let mean = engine.energies.reduce(0, +) / Double(count * replicaCount)
    print(
      "\(title): "
        + String(
          format:
            "%.2f attempts/ns, %.3f flips an attempt; energy %.4f a spin in %.3f of a sweep; start %.3f s",
          attempts / time.min_s * 1e-9,
          Double(difference.flips) / Double(difference.attempts), mean,
          energies.min_s / time.min_s * Double(sweeps), start))
  }
}
