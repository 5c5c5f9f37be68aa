import IsingModels
import RandomStreams
import Sampling
import Testing

/// What every optimiser owes.
enum OptimiserChecks {
  /// As many reads as asked for, with their energies, each at a local minimum.
  static func check(_ batch: ReadBatch, _ model: IsingModel, reads: Int) {
    #expect(batch.reads.count == reads)
    for read in batch.reads {
      #expect(read.spins.count == model.spinCount && read.spins.allSatisfy { abs($0) == 1 })
      #expect(read.energy == model.energy(of: read.spins))
      #expect(
        (0..<model.spinCount).allSatisfy {
          Double(read.spins[$0]) * model.localField(at: $0, of: read.spins) >= -1e-9
        })
    }
  }

  /// The same key gives the same reads, another key others; batches do not depend on their size beyond
  /// how many reads of the last group they return.
  static func checkDeterminism(_ method: some Optimiser, key: StreamKey) throws {
    func reads(_ key: StreamKey) -> [Read] {
      method.batch(sweeps: 30, key: key) { _ in true }.reads
    }
    let first = reads(key)
    #expect(first.count == method.batchSize)
    #expect(first == reads(key))
    #expect(first.map(\.spins) != reads(key.replica(key.replica + 1)).map(\.spins))
    // Groups of 64 have random numbers of their own.
    #expect(first.prefix(6).map(\.spins) != first.suffix(6).map(\.spins))
  }

  /// Told to stop, a batch ends early and its reads are still minima; progress only grows.
  static func checkStop(_ method: some Optimiser, key: StreamKey) {
    var calls = 0
    var last = 0
    let sweeps = 1_000_000
    let batch = method.batch(sweeps: sweeps, key: key) { progress in
      calls += 1
      #expect(progress.sweepsDone >= last && progress.sweepsDone <= sweeps)
      last = progress.sweepsDone
      return calls < 3
    }
    #expect(calls == 3 && !batch.isComplete)
    check(batch, method.model, reads: method.batchSize)
    #expect(batch.counts.attempts < UInt64(sweeps * method.model.spinCount))
    var best: Double?
    let whole = method.batch(sweeps: 100, key: key) {
      best = $0.bestEnergy ?? best
      return true
    }
    #expect(whole.isComplete)
    // The last report knows the best energy before the descent, up to float32.
    let lowest = whole.reads.map(\.energy).min() ?? 0
    #expect((best ?? -.infinity) >= lowest - 1e-4 * abs(lowest))
  }
}
