import DenseExecutor
import Foundation
import Testing
import TransformerModels

/// Decoders of all families against transformers.
@Suite
struct DecoderFamilyTests {
  static let names = [
    "gpt2", "llama-gqa-tied", "llama-untied", "llama-rope-linear", "llama-rope-dynamic",
    "llama-rope-yarn", "llama-rope-llama3", "mistral", "qwen2", "qwen3", "gemma", "phi", "gpt-neox",
  ]

  /// What the project promises: float32 in another order of sums, on hidden values up to 30.
  private let tolerance: Float = 2e-5

  @Test(arguments: names)
  func hiddenStatesAndLogits(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let executor = DenseExecutor(graph: graph)
    for prompt in reference.prompts {
      let (states, output) = try executor.hiddenStates(tokens: prompt.ids)
      #expect(states.count == graph.layerCount + 1)
      let named = ["embeddings"] + (0..<graph.layerCount).map { "layer\($0)" }
      for (key, value) in zip(named + ["final"], states + [output]) {
        let expected = try #require(prompt.hidden[key])
        #expect(
          expected.difference(from: value) <= tolerance, "\(key), \(prompt.ids.count) tokens")
      }
      guard case .tokens(let expected)? = prompt.logits else {
        Issue.record("no logits")
        continue
      }
      let logits = executor.logits(ofRows: output.elements)
      let width = logits.count / prompt.ids.count
      #expect(largestDifference(logits.suffix(width), expected.last) <= tolerance)
      let best = (0..<prompt.ids.count).map { row in
        let values = logits[(row * width)..<((row + 1) * width)]
        return values.indices.max { values[$0] < values[$1] }! - row * width
      }
      #expect(best == expected.argmax)
    }
  }

  /// Prompts of different lengths together, one token at a time behind a cache.
  @Test(arguments: names)
  func greedyTextWithCache(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let executor = DenseExecutor(graph: graph)
    let session = DecodingSession(executor, texts: reference.prompts.count)
    var next = reference.prompts.map(\.ids)
    var made = [[Int]](repeating: [], count: next.count)
    for _ in 0..<64 {
      let logits = try session.extend(next)
      next = logits.map { row in [row.indices.max { row[$0] < row[$1] }!] }
      for index in made.indices { made[index] += next[index] }
    }
    for (found, prompt) in zip(made, reference.prompts) {
      #expect(found == prompt.greedy?.ids)
    }
  }

  @Test(arguments: names)
  func perplexity(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let expected = try #require(reference.perplexity)
    let found = try DenseExecutor(graph: graph).likelihood(ofTokens: expected.ids)
    #expect(found.tokens == expected.ids.count - 1)
    #expect(abs(found.perplexity / expected.perplexity - 1) < 1e-4)
  }

  /// A prompt in two parts gives what it gives at once.
  @Test(arguments: ["mistral", "llama-gqa-tied", "gpt2"])
  func promptsInParts(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let executor = DenseExecutor(graph: graph)
    let ids = try #require(reference.prompts.last).ids
    let whole = try DecodingSession(executor, texts: 1).extend([ids])[0]
    let parts = DecodingSession(executor, texts: 1)
    _ = try parts.extend([Array(ids.prefix(19))])
    let found = try parts.extend([Array(ids.dropFirst(19))])[0]
    #expect(largestDifference(found, whole) <= tolerance)
    #expect(parts.tokens == [ids])
  }

  @Test(arguments: names)
  func frequencies(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let rotary = graph.nodes.lazy.compactMap { node -> RotaryEmbedding? in
      if case .rotation(let rotary) = node.operation { rotary } else { nil }
    }.first
    guard let expected = reference.inverseFrequencies else {
      #expect(rotary == nil)
      return
    }
    let found = try #require(rotary).frequencies(length: 1)
    #expect(found.count == expected.count)
    // A last bit of the power.
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 2e-7 * b) }
  }

  /// Without a cache the oldest keys turn as the newest length asks.
  @Test func dynamicRotationWithoutCache() throws {
    let (graph, reference) = try FamilyReference.load("llama-rope-dynamic")
    let executor = DenseExecutor(graph: graph)
    for prompt in reference.prompts {
      guard let expected = prompt.greedyWithoutCache?.ids else { continue }
      var tokens = prompt.ids
      for _ in expected {
        let output = try executor.hiddenStates(tokens: tokens).output
        let row = executor.logits(ofRows: Array(output.elements.suffix(output.columns)))
        tokens.append(row.indices.max { row[$0] < row[$1] }!)
      }
      #expect(Array(tokens.dropFirst(prompt.ids.count)) == expected)
    }
  }

  @Test func refusals() throws {
    let (graph, reference) = try FamilyReference.load("gpt2")
    let executor = DenseExecutor(graph: graph)
    let session = DecodingSession(executor, texts: 1)
    #expect(throws: TokenError(text: 0, reason: .tooLong(found: 193, maximum: 192))) {
      try session.extend([[Int](repeating: 1, count: 193)])
    }
    _ = try session.extend([[Int](repeating: 1, count: 192)])
    #expect(throws: TokenError(text: 0, reason: .tooLong(found: 193, maximum: 192))) {
      try session.extend([[1]])
    }
    #expect(
      throws: TokenError(text: 0, reason: .outOfRange(position: 1, id: 448, vocabulary: 448))
    ) { try DecodingSession(executor, texts: 1).extend([[0, 448]]) }
    #expect(throws: TokenError(text: 0, reason: .empty)) {
      _ = try executor.hiddenStates(tokens: [])
    }
    #expect(throws: TokenError(text: 0, reason: .empty)) {
      _ = try executor.likelihood(ofTokens: [])
    }
    #expect(reference.prompts.count == 3)
  }
}
