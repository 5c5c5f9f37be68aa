import BenchmarkSupport
import DenseAlgebra
import DenseExecutor
import Foundation
import TransformerModels

/// Times loading, tokenising and the dense forward pass; prints one JSON object.
@main
struct Benchmark {
  struct Result: Encodable {
    var texts: Int
    var tokens: Int
    var threads: Int
    /// Opening, checking and mapping the model.
    var load_s: Double
    /// Packing its weights.
    var prepare_s: Double
    var tokenise: Seconds
    /// One call for each text.
    var loop: Seconds
    /// One call for all texts.
    var batch: Seconds
    var embeddings: [[Float]]
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let runs = Int(arguments.count > 3 ? arguments[3] : "10"),
      let threads = Int(arguments.count > 4 ? arguments[4] : "1"), runs > 0, threads > 0,
      let weights = WeightFormat(rawValue: arguments.count > 5 ? arguments[5] : "float32")
    else {
      fail(
        "usage: npu-benchmarks MODEL TEXTS [RUNS [THREADS [float32|bf16|int8]]]", status: 64)
    }
    guard weights.isAvailable else {
      fail("npu-benchmarks: \(weights.rawValue): this processor has no such products", status: 1)
    }
    do {
      let result = try measure(
        folder: arguments[1], texts: try texts(arguments[2]), runs: runs, threads: threads,
        weights: weights)
      print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    } catch {
      fail("npu-benchmarks: \(error)", status: 1)
    }
  }

  static func measure(
    folder: String, texts: [String], runs: Int, threads: Int, weights: WeightFormat
  ) throws -> Result {
    let (model, load) = try timed { try LoadedModel.load(folder: folder) }
    let (executor, prepare) = timed { DenseExecutor(graph: model.graph, weights: weights) }
    let tokens = texts.map { model.tokenizer.encode($0).ids }
    return Result(
      texts: texts.count, tokens: tokens.reduce(0) { $0 + $1.count }, threads: threads,
      load_s: load, prepare_s: prepare,
      tokenise: seconds(runs) { texts.map { model.tokenizer.encode($0).ids } },
      loop: try seconds(runs) {
        try tokens.map { try executor.run(tokens: [$0], threads: threads)[0] }
      },
      batch: try seconds(runs) { try executor.run(tokens: tokens, threads: threads) },
      embeddings: try executor.run(tokens: tokens, threads: threads))
  }
}
