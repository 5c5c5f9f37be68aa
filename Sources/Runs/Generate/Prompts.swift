import DenseExecutor
import Jobs
import TransformerModels

/// Prompts that are continued, together or one after the other.
struct Prompts {
  private let request: GenerationRequest
  private let model: LoadedModel
  private let executor: DenseExecutor
  let ids: [[Int]]
  /// The reference's new tokens.
  private var made: [[Int]]
  /// The chip's; `nil` without one.
  var byChip: [[Int]]?
  private(set) var speed = GenerationReport.Speed()
  /// Whether Ctrl-C left tokens out.
  private(set) var isInterrupted = false

  /// Tokens of the prompts.
  ///
  /// - Throws: `FileError` for a prompt without tokens, and for one that leaves no room for the new ones.
  init(
    _ request: GenerationRequest, _ model: LoadedModel, _ executor: DenseExecutor
  ) throws {
    self.request = request
    self.model = model
    self.executor = executor
    ids = try request.prompts.map { prompt in
      guard let chat = request.chat else { return model.tokenizer.encodeWhole(prompt) }
      return model.tokenizer.ids(
        of: try model.tokenizer.text(ofTurns: [prompt], system: chat.system))
    }
    made = [[Int]](repeating: [], count: ids.count)
    for (index, prompt) in ids.enumerated() {
      let place = "prompt \(index + 1)"
      guard !prompt.isEmpty else {
        throw FileError(place, "found no tokens, expected at least 1")
      }
      // The last token that is made is not read again.
      let needed = prompt.count + max(0, request.newTokens - 1)
      guard needed <= executor.maximumTokens else {
        throw FileError(
          place,
          "found \(prompt.count) tokens and \(request.newTokens) new ones, expected at most "
            + "\(executor.maximumTokens) that \(model.name) reads")
      }
    }
  }

  /// Continues some prompts together; after Ctrl-C each has the tokens that were made.
  ///
  /// - Parameter shows: is handed the first one's text and what is added to it.
  mutating func run(_ texts: [Int], shows: (String) throws -> Void) throws {
    guard let first = texts.first, request.newTokens > 0 else { return }
    let session = DecodingSession(executor, texts: texts.count)
    var next = texts.map { ids[$0] }
    speed.promptTokens += next.reduce(0) { $0 + $1.count }
    // An answer begins on a line of its own.
    try shows(request.prompts[first] + (request.chat == nil ? "" : "\n"))
    var shown = ""
    for step in 0..<request.newTokens where next.contains(where: { !$0.isEmpty }) {
      guard !Interruption.isRequested else {
        isInterrupted = true
        break
      }
      let count = next.reduce(0) { $0 + $1.count }
      let began = ContinuousClock.now
      let logits = try session.extend(next)
      let seconds = (ContinuousClock.now - began) / .seconds(1)
      if step == 0 {
        speed.prompt_s += seconds
      } else {
        speed.steps += count
        speed.steps_s += seconds
      }
      for (place, text) in texts.enumerated() {
        guard !logits[place].isEmpty else {
          next[place] = []
          continue
        }
        let token = request.choice.token(
          logits: logits[place], seed: request.seed, text: text, step: step)
        made[text].append(token)
        next[place] =
          request.endsAtEndToken && model.endTokens.contains(token) ? [] : [token]
      }
      Interruption.keep()
      let text = decoded(made[first])
      // A character may need several tokens: what is not whole yet waits.
      if text.hasPrefix(shown), !text.hasSuffix("\u{FFFD}") {
        try shows(String(text.dropFirst(shown.count)))
        shown = text
      }
    }
    let text = decoded(made[first])
    if text.hasPrefix(shown) { try shows(String(text.dropFirst(shown.count))) }
    try shows("\n")
  }

  /// The text of new tokens.
  func decoded(_ ids: [Int]) -> String {
    model.tokenizer.decode(ids, skippingSpecialTokens: false)
  }

  /// Each prompt with what was made of it.
  func outputs() throws -> [GenerationReport.Output] {
    try ids.indices.map { index in
      let own = byChip?[index] ?? made[index]
      var output = GenerationReport.Output(
        prompt: request.prompts[index], promptIDs: ids[index], tokenIDs: own, text: decoded(own),
        referenceTokenIDs: made[index])
      guard request.keepsHiddenStates else { return output }
      let (states, final) = try executor.hiddenStates(tokens: ids[index])
      output.states = states.enumerated().map { place, value in
        .init(place == 0 ? "embeddings" : "layer\(place - 1)", value)
      }
      output.states.append(.init("final", final))
      output.logits = executor.logits(
        ofRows: Array(final.elements.suffix(final.columns)))
      return output
    }
  }
}
