import Dispatch
import Foundation
import IsingModels
import RandomStreams
import Sampling
import Synchronization

/// Runs of limited time: workers with a batch each, until the target is reached or time is over.
enum TimedRuns {
  struct Best {
    var energy = Double.infinity
    var seconds = 0.0
  }

  /// The best cut of one run and when it was found; batches k, k + T, … belong to worker k of T.
  static func run(
    _ problem: IsingProblem, optimiser: any Optimiser, seed: UInt64, workers: Int,
    seconds: Double, target: Double
  ) -> (cut: Double, seconds: Double) {
    let best = Mutex(Best())
    let start = ContinuousClock.now
    @Sendable func elapsed() -> Double { (ContinuousClock.now - start) / .seconds(1) }
    @Sendable func goesOn(_ energy: Double?) -> Bool {
      best.withLock {
        if let energy, energy < $0.energy { $0 = Best(energy: energy, seconds: elapsed()) }
        return problem.cut(ofEnergy: $0.energy)! < target && elapsed() < seconds
      }
    }
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      var batch = UInt32(worker)
      while goesOn(nil) {
        let key = StreamKey(seed: seed, purpose: .spinUpdate, replica: batch)
        let reads = optimiser.batch(sweeps: .max, key: key) { goesOn($0.bestEnergy) }.reads
        for read in reads { _ = goesOn(read.energy) }
        batch += UInt32(workers)
      }
    }
    let found = best.withLock { $0 }
    return (problem.cut(ofEnergy: found.energy)!, found.seconds)
  }

  /// Prints the median of the best cuts of several seeds, and when they were found.
  static func measure(
    _ name: String, _ problem: IsingProblem, known: Double?, optimiser: any Optimiser,
    _ options: [String: String]
  ) {
    let results = (1...UInt64(options["seeds"] ?? "5")!).map { seed in
      run(
        problem, optimiser: optimiser, seed: seed, workers: Int(options["threads"] ?? "2")!,
        seconds: Double(options["seconds"]!)!,
        target: (known ?? .infinity) * Double(options["share"] ?? "1")!)
    }
    let cuts = results.map(\.cut).sorted()
    print(
      name, "cuts", cuts.map { Int($0) }, "median", Int(cuts[cuts.count / 2]), "found after",
      results.map { String(format: "%.2f", $0.seconds) }.joined(separator: " "), "s")
    fflush(nil)
  }
}
