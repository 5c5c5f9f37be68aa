import DenseExecutor
public import Reports

/// What a decoder made of prompts and of a text.
public struct GenerationReport: Report {
  /// A prompt and how it goes on.
  public struct Output: Sendable {
    /// The prompt as given.
    public var prompt: String
    /// Its tokens, special ones included.
    public var promptIDs: [Int]
    /// The new tokens.
    public var tokenIDs: [Int]
    /// Their text, special tokens included.
    public var text: String
    /// The new tokens by the dense reference.
    public var referenceTokenIDs: [Int]
    /// The hidden states of the prompt; empty unless asked for.
    public var states: [HiddenState] = []
    /// The logits behind the prompt; empty unless asked for.
    public var logits: [Float] = []
  }

  /// A hidden state of a prompt, in sums and two of its rows.
  public struct HiddenState: Sendable {
    /// `embeddings`, `layer0` and so on, `final`.
    public var layer: String
    /// Tokens and width.
    public var shape: [Int]
    /// Sum of all elements.
    public var sum: Double
    /// Sum of their squares.
    public var sumOfSquares: Double
    /// The first token's row.
    public var firstRow: [Float]
    /// The last token's row.
    public var lastRow: [Float]

    init(_ layer: String, _ value: NodeValue) {
      self.layer = layer
      shape = [value.rows, value.columns]
      sum = value.elements.reduce(0) { $0 + Double($1) }
      sumOfSquares = value.elements.reduce(0) { $0 + Double($1) * Double($1) }
      firstRow = Array(value.elements.prefix(value.columns))
      lastRow = Array(value.elements.suffix(value.columns))
    }
  }

  /// How likely a text is.
  public struct Perplexity: Sendable {
    /// By the dense reference.
    public var reference: Double
    /// By the chip; `nil` without one.
    public var chip: Double?
    /// Tokens that were predicted.
    public var tokens: Int
    /// Stretches that were read apart, because the text is longer than the model's context.
    public var windows: Int
  }

  /// Tokens and how long they took.
  public struct Speed: Sendable {
    /// Tokens of all prompts together.
    public var promptTokens = 0
    /// Seconds for them.
    public var prompt_s = 0.0
    /// Tokens that were made behind them, one step after the other.
    public var steps = 0
    /// Seconds for them.
    public var steps_s = 0.0
  }

  /// Where the result comes from.
  public var provenance: Provenance
  /// The model.
  public var model: ModelName
  /// Fidelity, choice and seed.
  public var settings: Facts
  /// Whether prompts are a user's messages, and texts the answers.
  public var isChat = false
  /// One a prompt.
  public var outputs: [Output] = []
  /// The text's perplexity; `nil` unless asked for.
  public var perplexity: Perplexity?
  /// How fast it went.
  public var speed = Speed()
  /// What the prompts cost the chip; `nil` without one.
  public var chip: Chip?
  /// Sentences.
  public var warnings: [String] = []
}
