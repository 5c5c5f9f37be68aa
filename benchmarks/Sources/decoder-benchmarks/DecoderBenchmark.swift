import BenchmarkSupport
import DenseAlgebra
import DenseExecutor
import Foundation
import TransformerModels

/// Times a decoder's tokens and prompts; prints one JSON object.
@main
struct DecoderBenchmark {
  struct Result: Encodable {
    /// Weights of all tensors that are used, the table once.
    var parameters: Int
    /// Loading and preparing.
    var prepare_s: Double
    var prompt_tokens: Int
    /// The whole prompt.
    var prompt: Seconds
    /// A token behind a short prompt.
    var token: Seconds
    /// Greedy tokens.
    var tokens: [Int]
    /// The most memory that was resident so far.
    var peak_bytes: Int
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let weights = WeightFormat(rawValue: arguments[2]),
      let tokens = Int(arguments.count > 3 ? arguments[3] : "32"),
      let runs = Int(arguments.count > 4 ? arguments[4] : "2"), tokens > 0, runs > 0
    else {
      fail("usage: decoder-benchmarks MODEL float32|bf16|int8 [TOKENS [PROMPTS]]", status: 64)
    }
    guard weights.isAvailable else {
      fail(
        "decoder-benchmarks: \(weights.rawValue): this processor has no such products", status: 1)
    }
    do {
      let result = try measure(arguments[1], weights, tokens: tokens, runs: runs)
      print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    } catch {
      fail("decoder-benchmarks: \(error)", status: 1)
    }
  }

  static func measure(
    _ path: String, _ weights: WeightFormat, tokens count: Int, runs: Int
  ) throws -> Result {
    let ((model, executor), prepare) = try timed {
      let model = try LoadedModel.load(folder: path)
      return (model, DenseExecutor(graph: model.graph, weights: weights))
    }
    let sentence = "The Ising model describes a magnet as a lattice of spins. "
    let text = String(repeating: sentence, count: 40)
    let prompt = Array(model.tokenizer.encodeWhole(text).prefix(256))
    let session = DecodingSession(executor, texts: 1)
    var logits = try session.extend([model.tokenizer.encodeWhole("The capital of France is")])[0]
    var tokens: [Int] = []
    let token = try seconds(count) {
      tokens.append(logits.indices.max { logits[$0] < logits[$1] }!)
      logits = try session.extend([[tokens[tokens.count - 1]]])[0]
    }
    let whole = try seconds(runs) {
      try DecodingSession(executor, texts: 1).extend([prompt])[0].count
    }
    var usage = rusage()
    getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
    return Result(
      parameters: model.parameterCount, prepare_s: prepare, prompt_tokens: prompt.count,
      prompt: whole, token: token, tokens: tokens, peak_bytes: usage.ru_maxrss * 1024)
  }
}
