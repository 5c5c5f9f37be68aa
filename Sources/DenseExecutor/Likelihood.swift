internal import Foundation
internal import TransformerModels

/// How likely a decoder finds a text.
public struct Likelihood: Sendable, Equatable {
  /// Tokens that were predicted: all but the first.
  public var tokens: Int
  /// −Σ ln p over them, in nats.
  public var negativeLog: Double

  /// Creates a likelihood.
  public init(tokens: Int, negativeLog: Double) {
    self.tokens = tokens
    self.negativeLog = negativeLog
  }

  /// e^(−Σ ln p/tokens): the number of equally likely tokens that would be as hard to guess.
  public var perplexity: Double { exp(negativeLog / Double(tokens)) }

  /// −ln p of a token from logits, in double precision.
  package static func negativeLog(of id: Int, logits: ArraySlice<Float>) -> Double {
    var largest = -Float.infinity
    for value in logits { largest = max(largest, value) }
    var sum = 0.0
    for value in logits { sum += exp(Double(value - largest)) }
    return Double(largest - logits[logits.startIndex + id]) + log(sum)
  }
}

extension DenseExecutor {
  /// How likely the model finds a text, run at once without a cache.
  ///
  /// - Parameter tokens: at least 2 ids.
  /// - Throws: `TokenError` as `run`, and `empty` for a text of which no token is predicted.
  /// - Precondition: the model is a decoder with a head for the next token.
  public func likelihood(ofTokens tokens: [Int]) throws(TokenError) -> Likelihood {
    precondition(task == .nextToken, "a model without logits of the next token")
    guard tokens.count > 1 else { throw TokenError(text: 0, reason: .empty) }
    let rows = try run(tokens: [tokens], threads: 1)[0]
    let width = rows.count / tokens.count
    var total = 0.0
    // Logits of a large vocabulary are not kept for all tokens at once.
    let part = 64
    for first in stride(from: 0, to: tokens.count - 1, by: part) {
      let end = min(tokens.count - 1, first + part)
      let logits = logits(ofRows: Array(rows[(first * width)..<(end * width)]))
      let size = logits.count / (end - first)
      for place in first..<end {
        let start = (place - first) * size
        total += Likelihood.negativeLog(
          of: tokens[place + 1], logits: logits[start..<(start + size)])
      }
    }
    return Likelihood(tokens: tokens.count - 1, negativeLog: total)
  }
}
