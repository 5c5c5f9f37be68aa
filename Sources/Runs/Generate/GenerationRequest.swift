public import DenseAlgebra
public import DenseExecutor

/// What `simulate` does with a decoder: continue prompts, or tell how likely a text is.
public struct GenerationRequest: Sendable {
  /// Folder or GGUF file of the model.
  public var model: String
  /// The texts that are continued.
  public var prompts: [String]
  /// A file whose whole text is measured; `nil` for none.
  public var measuredFile: String?
  /// Tokens that each prompt gets.
  public var newTokens: Int
  /// Whether a text ends at the model's end token before it has all of them.
  public var endsAtEndToken = false
  /// Whether prompts are a user's messages by the model's chat template; `nil` for plain texts.
  public var chat: Chat?
  /// How a token is chosen.
  public var choice: TokenChoice
  /// Whether hidden states and logits of the prompts are reported.
  public var keepsHiddenStates: Bool
  /// The reference's weights.
  public var weights: WeightFormat
  /// The chip that makes the texts; `nil` for the dense reference alone.
  public var chip: ChipRequest?
  /// Seed of all draws.
  public var seed: UInt64
  /// Arguments of the command, for the provenance.
  public var arguments: [String]

  /// What stands around a user's message.
  public struct Chat: Sendable {
    /// What the system says before it; `nil` for nothing.
    public var system: String?

    /// Creates what stands around a message.
    public init(system: String? = nil) { self.system = system }
  }

  /// The most new tokens of a prompt.
  public static let mostNewTokens = 1_000_000

  /// Creates a request.
  public init(
    model: String, prompts: [String], measuredFile: String? = nil, newTokens: Int,
    choice: TokenChoice, keepsHiddenStates: Bool = false, weights: WeightFormat = .float32,
    seed: UInt64 = 0, arguments: [String] = []
  ) {
    self.model = model
    self.prompts = prompts
    self.measuredFile = measuredFile
    self.newTokens = newTokens
    self.choice = choice
    self.keepsHiddenStates = keepsHiddenStates
    self.weights = weights
    self.seed = seed
    self.arguments = arguments
  }
}
