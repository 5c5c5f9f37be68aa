import IsingModels
import ProblemSearch
import Reports
import Sampling

/// The reads as a sample set of dimod.
enum SampleSetOutput {
  /// The most memory of kept spins; of more reads the lowest are kept.
  static let most_bytes = 512 << 20

  /// The text of `sampleset.json`: one row a read, best first.
  static func bytes(
    _ samples: [ReadTally.Sample], best: [Int8], results: AnnealResults
  ) -> [UInt8] {
    let rows = samples.map { results.presolve.expand($0.read.spins) }
    return SampleSetFile(
      problem: results.goal.problem, samples: rows.isEmpty ? [best] : rows,
      info: [
        ("program", .text("ising-npu \(Provenance.currentProgramVersion)")),
        ("method", .text(results.method.name)),
        // As text: no float64 holds every seed.
        ("seed", .text("\(results.request.seed)")),
      ]
    ).bytes()
  }
}
