import DenseExecutor
import Foundation
import TransformerModels

/// Times loading, tokenising and the dense forward pass; prints one JSON object.
@main
struct Benchmark {
  /// Least and median of several runs.
  struct Seconds: Encodable {
    var min_s: Double
    var median_s: Double
  }

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
      let threads = Int(arguments.count > 4 ? arguments[4] : "1"), runs > 0, threads > 0
    else {
      let usage = "usage: npu-benchmarks MODEL-FOLDER TEXTS [RUNS [THREADS]]\n"
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    do {
      let result = try measure(
        folder: arguments[1], texts: try texts(arguments[2]), runs: runs, threads: threads)
      print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    } catch {
      FileHandle.standardError.write(Data("npu-benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }

  static func measure(folder: String, texts: [String], runs: Int, threads: Int) throws -> Result {
    var start = ContinuousClock.now
    let model = try LoadedModel.load(folder: folder)
    let load = ContinuousClock.now - start
    start = ContinuousClock.now
    let executor = DenseExecutor(graph: model.graph)
    let prepare = ContinuousClock.now - start
    let tokens = texts.map { model.tokenizer.encode($0).ids }
    return Result(
      texts: texts.count, tokens: tokens.reduce(0) { $0 + $1.count }, threads: threads,
      load_s: load / .seconds(1), prepare_s: prepare / .seconds(1),
      tokenise: seconds(runs) { texts.map { model.tokenizer.encode($0).ids } },
      loop: try seconds(runs) {
        try tokens.map { try executor.run(tokens: [$0], threads: threads)[0] }
      },
      batch: try seconds(runs) { try executor.run(tokens: tokens, threads: threads) },
      embeddings: try executor.run(tokens: tokens, threads: threads))
  }

  /// Least and median time of `runs` calls after one that warms up.
  static func seconds<Value>(_ runs: Int, _ body: () throws -> Value) rethrows -> Seconds {
    _ = try body()
    var times: [Double] = []
    for _ in 0..<runs {
      let start = ContinuousClock.now
      _ = try body()
      times.append((ContinuousClock.now - start) / .seconds(1))
    }
    times.sort()
    return Seconds(min_s: times[0], median_s: times[times.count / 2])
  }

  /// The texts of a JSON file (strings, or objects with `text`), or the lines of any other file.
  static func texts(_ path: String) throws -> [String] {
    struct Sentence: Decodable { let text: String }
    struct Sentences: Decodable { let sentences: [Sentence] }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    guard path.hasSuffix(".json") else {
      return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        .filter { !$0.allSatisfy(\.isWhitespace) }
    }
    if let texts = try? JSONDecoder().decode([String].self, from: data) { return texts }
    return try JSONDecoder().decode(Sentences.self, from: data).sentences.map(\.text)
  }
}
