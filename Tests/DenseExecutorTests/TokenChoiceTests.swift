import DenseExecutor
import Testing

/// Choices of tokens against the law that they draw from.
@Suite
struct TokenChoiceTests {
  /// e^logit: 8, 4, 2, 1, 1.
  private let logits: [Float] = [2, 3, 1, 0, 0].map { Float($0) * 0.693147181 }

  private func counts(_ choice: TokenChoice, draws: Int = 20_000) -> [Int] {
    var counts = [Int](repeating: 0, count: logits.count)
    for step in 0..<draws {
      counts[choice.token(logits: logits, seed: 5, text: 1, step: step)] += 1
    }
    return counts
  }

  /// Each count within five standard errors of its mean.
  private func check(_ counts: [Int], weights: [Double]) {
    let draws = Double(counts.reduce(0, +))
    let total = weights.reduce(0, +)
    for (count, weight) in zip(counts, weights) {
      let p = weight / total
      #expect(abs(Double(count) - draws * p) <= 5 * (draws * p * (1 - p)).squareRoot())
    }
  }

  @Test func greedy() {
    #expect(TokenChoice(.greedy).token(logits: logits, seed: 1, text: 0, step: 0) == 1)
    #expect(TokenChoice(.greedy).token(logits: [0, 1, 1], seed: 1, text: 0, step: 0) == 1)
  }

  @Test(arguments: [TokenChoice.Rule.temperature, .race])
  func theLaw(rule: TokenChoice.Rule) {
    check(counts(TokenChoice(rule)), weights: [4, 8, 2, 1, 1])
    check(counts(TokenChoice(rule, temperature: 0.5)), weights: [16, 64, 4, 1, 1])
    check(counts(TokenChoice(rule, topK: 2)), weights: [4, 8, 0, 0, 0])
    // 8 + 4 of 16 reach 0.7; two thirds of the first two are the first alone.
    check(counts(TokenChoice(rule, topP: 0.7)), weights: [4, 8, 0, 0, 0])
    check(counts(TokenChoice(rule, topK: 2, topP: 0.6)), weights: [0, 8, 0, 0, 0])
  }

  /// A choice is a function of seed, text and step alone.
  @Test func keys() {
    let choice = TokenChoice(.temperature, temperature: 5)
    let all = (0..<50).map { choice.token(logits: logits, seed: 5, text: 1, step: $0) }
    #expect(all == (0..<50).map { choice.token(logits: logits, seed: 5, text: 1, step: $0) })
    #expect(all != (0..<50).map { choice.token(logits: logits, seed: 6, text: 1, step: $0) })
    #expect(all != (0..<50).map { choice.token(logits: logits, seed: 5, text: 2, step: $0) })
  }
}
