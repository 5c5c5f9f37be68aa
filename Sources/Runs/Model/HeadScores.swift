import ByteFormats
import DenseExecutor
import Foundation
public import Reports
import TransformerModels

/// What a model's head says of a text.
public enum HeadScores: Sendable {
  /// One entry a class.
  case classes([Score])
  /// One entry a masked place.
  case masked([MaskedPlace])

  /// A logit with its name.
  public struct Score: Sendable {
    /// Name of the class, or the token.
    public var name: String
    /// The token's id; `nil` for a class.
    public var id: Int?
    /// The logit.
    public var logit: Float
    /// Its share of the softmax; of classes that are decided one by one, and of a single class, σ(logit).
    public var probability: Double
  }

  /// The likeliest tokens at a masked place.
  public struct MaskedPlace: Sendable {
    /// Place in the text's tokens, from 0.
    public var position: Int
    /// The likeliest first.
    public var tokens: [Score]
  }

  /// Tokens that a masked place shows.
  static let shownTokens = 5
  /// What tokenizers call the mask.
  private static let masks = ["[MASK]", "<mask>"]

  /// The scores of a text from its output; `nil` for a model without such a head.
  ///
  /// - Parameters:
  ///   - output: the row of the text, or the rows of its tokens, row-major.
  ///   - tokens: the text's tokens.
  ///   - logits: what the head makes of rows.
  init?(
    of output: [Float], tokens: [Int], task: ModelHead.Task?, tokenizer: Tokenizer,
    logits: ([Float]) -> [Float]
  ) {
    switch task {
    case .classification(let labels, let isMultiLabel)?:
      let values = logits(output)
      let probabilities =
        isMultiLabel || values.count == 1
        ? values.map { 1 / (1 + exp(-Double($0))) } : Self.softmax(values)
      self = .classes(
        labels.indices.map {
          Score(name: labels[$0], id: nil, logit: values[$0], probability: probabilities[$0])
        })
    case .maskedToken?:
      let width = output.count / tokens.count
      let ids = Self.masks.compactMap { tokenizer.id(of: $0) }
      self = .masked(
        tokens.indices.filter { ids.contains(TokenWord.id(tokens[$0])) }.map { position in
          let row = Array(output[(position * width)..<((position + 1) * width)])
          return MaskedPlace(
            position: position, tokens: Self.likeliest(logits(row), tokenizer: tokenizer))
        })
    case .nextToken?, nil: return nil
    }
  }

  private static func likeliest(_ logits: [Float], tokenizer: Tokenizer) -> [Score] {
    let probabilities = softmax(logits)
    return logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }.prefix(shownTokens).map {
      Score(
        name: tokenizer.token($0) ?? "", id: $0, logit: logits[$0],
        probability: probabilities[$0])
    }
  }

  private static func softmax(_ logits: [Float]) -> [Double] {
    let largest = Double(logits.max() ?? 0)
    let powers = logits.map { exp(Double($0) - largest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  /// The mean of the rows of a text, where the output has one row a token.
  static func vector(of output: [Float], tokens: Int, task: ModelHead.Task?) -> [Float] {
    guard task == .maskedToken else { return output }
    let width = output.count / tokens
    return (0..<width).map { column in
      var sum: Float = 0
      for row in 0..<tokens { sum += output[row * width + column] }
      return sum / Float(tokens)
    }
  }
}

extension HeadScores: HasFacts {
  /// One object a class, or one a masked place.
  public var list: [Facts] {
    switch self {
    case .classes(let scores): scores.map(\.facts)
    case .masked(let places):
      places.map { ["position": $0.position, "tokens": $0.tokens.map(\.facts)] as Facts }
    }
  }

  /// Keys and values of the JSON object.
  public var facts: Facts { ["scores": list] }

  /// The scores in a line: `POSITIVE 0.93, NEGATIVE 0.07`.
  var words: String {
    func words(_ scores: [Score]) -> String {
      scores.map { "\($0.name) \(Quantity.decimals($0.probability, 4))" }.joined(separator: ", ")
    }
    return switch self {
    case .classes(let scores): words(scores)
    case .masked(let places):
      places.map { "token \($0.position + 1): \(words($0.tokens))" }.joined(separator: "; ")
    }
  }
}

extension HeadScores.Score: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    let values: Facts = ["logit": logit, "probability": probability]
    guard let id else { return ["label": name] + values }
    return ["token_id": id, "token": name] + values
  }
}
