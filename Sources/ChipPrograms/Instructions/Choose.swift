extension Instruction {
  /// The next token of a text: of as many agents as the vocabulary has tokens, each with rate
  /// e^{logit/T}, the first to fire.
  public struct Choose: Computation {
    /// How it is chosen.
    public var choice: TokenDraw
    /// The logits: one row.
    public var logits: Value
    /// The value that it makes: the token's number.
    public var into: Value

    /// `choose`.
    public static let mnemonic = "choose"
    /// The logits.
    public var operands: [Value] { [logits] }
    /// The most tokens of a vocabulary: float32 holds their numbers.
    public static let mostTokens = 1 << 24
  }

  /// How a token is chosen from logits.
  public struct TokenDraw: Sendable, Equatable {
    /// T, which the β DAC sets as 1/T; `nil` for the largest logit, T → 0.
    public var temperature: Double?
    /// Only so many of the largest logits race; `nil` for all.
    public var topK: Int?
    /// Only the likeliest tokens race, the fewest whose probabilities reach this sum, among those of `topK`;
    /// `nil` for all.
    public var topP: Double?

    /// The largest logit.
    public static let greedy = TokenDraw(temperature: nil)

    /// Creates a choice.
    public init(temperature: Double?, topK: Int? = nil, topP: Double? = nil) {
      self.temperature = temperature
      self.topK = topK
      self.topP = topP
    }

    /// The legal temperatures.
    public static let temperatureRange = 1e-6...1e6
  }
}

extension Instruction.TokenDraw {
  /// `greedy`, or `race temperature 0.8 top-k 40 top-p 0.95`.
  package var words: String {
    guard let temperature else { return "greedy" }
    return "race temperature \(Listing.number(temperature))"
      + (topK.map { " top-k \($0)" } ?? "")
      + (topP.map { " top-p \(Listing.number($0))" } ?? "")
  }

  fileprivate func check() throws(Fault.Reason) {
    if let temperature {
      try Fault.Reason.expect("temperature", temperature, in: Self.temperatureRange)
    } else if topK != nil || topP != nil {
      throw .init("greedy with top-k or top-p", "a race with them")
    }
    if let topK, topK < 1 { throw .init("top-k \(topK)", "1 at least") }
    if let topP, !(topP > 0 && topP <= 1) { throw .init("top-p \(topP)", "above 0, up to 1") }
  }
}

extension Instruction.Choose {
  /// `greedy`, or `race temperature 0.8 top-k 40 top-p 0.95`.
  public func details(_ agents: Program.Agents?) -> String { choice.words }

  /// Reads `%20 greedy` or `%20 race temperature 0.8 top-k 40 top-p 0.95`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    logits = try words.value()
    choice = .greedy
    guard !words.take("greedy") else { return }
    try words.expect("race")
    try words.expect("temperature")
    choice.temperature = try words.number("temperature", Instruction.TokenDraw.temperatureRange)
    if words.take("top-k") {
      choice.topK = try words.integer("tokens that race", 1...Listing.largestNumber)
    }
    if words.take("top-p") { choice.topP = try words.number("top-p", 0...1) }
  }

  /// One row of logits becomes one number.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try choice.check()
    let width = state.program.values[logits].width
    guard width <= Self.mostTokens else {
      throw .init("\(width) logits", "up to \(Self.mostTokens)")
    }
    try state.expect(logits, .init(kind: .field, width: width, pooled: true))
    try state.expect(into, .init(kind: .field, width: 1, pooled: true))
  }
}

extension Instruction.Operation where Self == Instruction.Choose {
  /// Chooses the next token.
  public static func choose(
    _ choice: Instruction.TokenDraw, _ logits: Instruction.Value, into: Instruction.Value
  ) -> Self {
    Self(choice: choice, logits: logits, into: into)
  }
}
