import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Runs an optimiser on problem files, one thread; prints a line for each file and number of sweeps:
/// the best and mean value of the reads, the share that reached the target, processor seconds a read, and the
/// time to the target with probability 0.99, t ln 0.01 / ln(1 − share), with t the seconds of a batch
/// divided by its reads.
///
/// With `seconds`, two workers run until the best known cut is reached or time is over, for five seeds.
///
/// A target is 99.9 % of the best known cut, from `best_known.csv` beside the files.
@main
struct AnnealBenchmark {
  static func main() throws {
    var options: [String: String] = [:]
    for argument in CommandLine.arguments.dropFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        fail(
          "usage: anneal-benchmarks folder=F files=A,B method=M sweeps=100,1000 [batches=4] "
            + "[size=64] [seed=1] [share=0.999] | seconds=20 [threads=2] [seeds=5] [share=1]",
          status: 64)
      }
      options[parts[0]] = parts[1]
    }
    let folder = options["folder"] ?? "."
    let known = try bestKnown("\(folder)/best_known.csv")
    for name in (options["files"] ?? "").split(separator: ",").map(String.init) {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).txt"))
      let problem = try IsingProblem(bytes: [UInt8](data), fileName: "\(name).txt")
      if options["seconds"] != nil {
        TimedRuns.measure(
          name, problem, known: known[name],
          optimiser: Methods.optimiser(problem.model, options), options)
        continue
      }
      for sweeps in (options["sweeps"] ?? "1000").split(separator: ",").compactMap({ Int($0) }) {
        measure(
          name, problem, known: known[name], sweeps: sweeps,
          optimiser: Methods.optimiser(problem.model, options), options)
      }
    }
  }

  static func measure(
    _ name: String, _ problem: IsingProblem, known: Double?, sweeps: Int,
    optimiser: any Optimiser, _ options: [String: String]
  ) {
    var cuts: [Double] = []
    var attempts: UInt64 = 0
    let batches = Int(options["batches"] ?? "4")!
    let seed = UInt64(options["seed"] ?? "1")!
    // Of the processor: other programs may run at the same time.
    let before = processorSeconds()
    do {
      for batch in 0..<batches {
        let key = StreamKey(seed: seed, purpose: .spinUpdate, replica: UInt32(batch))
        let result = optimiser.batch(sweeps: sweeps, key: key) { _ in true }
        attempts += result.counts.attempts
        cuts += result.reads.map { problem.cut(ofEnergy: $0.energy)! }
      }
    }
    let time = processorSeconds() - before
    let target = (known ?? cuts.max()!) * Double(options["share"] ?? "0.999")!
    let share = Double(cuts.filter { $0 >= target }.count) / Double(cuts.count)
    let each = time / Double(cuts.count)
    let needed = share >= 1 ? 1 : share > 0 ? max(1, log(0.01) / log(1 - share)) : .infinity
    print(
      name, "sweeps", sweeps, "best", Int(cuts.max()!),
      String(
        format: "mean %.1f share %.3f s/read %.5f TTS99 %.4f attempts/ns %.3f",
        cuts.reduce(0, +) / Double(cuts.count), share, each, each * needed,
        Double(attempts) / time * 1e-9))
    fflush(nil)
  }

  /// Cuts by file name: the columns `instance` and `best_known`.
  static func bestKnown(_ path: String) throws -> [String: Double] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let column = lines.first?.firstIndex(where: { $0.hasPrefix("best_known") }) else {
      fail("\(path): no column best_known…", status: 65)
    }
    var result: [String: Double] = [:]
    for line in lines.dropFirst() where line.count > column {
      result[line[0]] = Double(line[column])
    }
    return result
  }
}
