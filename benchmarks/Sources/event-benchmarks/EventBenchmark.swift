import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Times the engines of continuous time on the periodic square lattice, one thread; prints a line an
/// engine: its name, events (or flips) a nanosecond, the energy of a spin.
@main
struct EventBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2, let size = Int(arguments[1]), size >= 2 else {
      fail("usage: event-benchmarks SIZE [BETA [RUNS [ENGINE]]]", status: 64)
    }
    let beta = arguments.count > 2 ? Double(arguments[2]) ?? 0.4 : 0.4
    let runs = arguments.count > 3 ? Int(arguments[3]) ?? 40 : 40
    let only = arguments.count > 4 ? arguments[4] : nil
    let model = try IsingModel(
      spinCount: size * size,
      bonds: (0..<(size * size)).flatMap { site in
        let (row, column) = (site / size, site % size)
        return [
          Bond(site, row * size + (column + 1) % size, 1),
          Bond(site, (row + 1) % size * size + column, 1),
        ]
      })
    let key = StreamKey(seed: 1, purpose: .spinUpdate)
    let spins = InitialSpins.random.spins(count: model.spinCount, seed: 1, replica: 0)
    func measure(
      _ name: String, _ sampler: @autoclosure () throws -> some ContinuousTimeSampler,
      flips: Bool = false
    ) throws {
      guard only == nil || only == name else { return }
      var sampler = try sampler()
      sampler.advance(time: 100)
      var best = 0.0
      for _ in 0..<runs {
        let before = sampler.counts
        let (_, time) = timed { sampler.advance(time: flips ? 10 : 5) }
        let events =
          flips
          ? sampler.counts.flips - before.flips : sampler.counts.attempts - before.attempts
        best = max(best, Double(events) / time * 1e-9)
      }
      var energy = 0.0
      if arguments.count > 5 {
        for _ in 0..<200 {
          sampler.advance(time: 5)
          energy += sampler.energy / Double(model.spinCount) / 200
        }
      } else {
        energy = sampler.energy / Double(model.spinCount)
      }
      print("\(name) \(String(format: "%.4f %.4f", best, energy))")
    }
    func agents(_ delay: CouplingDelay) throws -> AsynchronousSampler {
      try AsynchronousSampler(model, beta: beta, spins: spins, key: key, delay: delay)
    }
    try measure("clocks", agents(.none))
    try measure("fixed-0.05", agents(.fixed(0.05)))
    try measure("fixed-1", agents(.fixed(1)))
    try measure("exponential-0.05", agents(.exponential(mean: 0.05)))
    try measure("exponential-1", agents(.exponential(mean: 1)))
    try measure(
      "n-fold", NFoldWaySampler(model, beta: beta, spins: spins, key: key), flips: true)
    try measure(
      "next-reaction", NextReactionSampler(model, beta: beta, spins: spins, key: key), flips: true)
  }
}
