import ArgumentParser
import DenseAlgebra
import DenseExecutor
import Foundation
import Runs
import VirtualChip

/// What `simulate` calls a fidelity: those of the chip, and the dense reference alone.
enum SimulationFidelity: String, ExpressibleByArgument, CaseIterable {
  case reference
  case expectation
  case sampled
  case event

  /// The chip's word; `nil` for the reference.
  var word: Fidelity.Word? { Fidelity.Word(rawValue: rawValue) }
}

/// Options of a decoder that continues texts.
struct DecoderOptions: ParsableArguments {
  @Option(parsing: .upToNextOption, help: "Texts that a decoder continues.")
  var prompt: [String] = []

  @Option(help: "Tokens that each prompt gets (default 32).")
  var newTokens: Int?

  @Option(
    help:
      "How a decoder's tokens are chosen: \(names(TokenChoice.Rule.self)), a draw of the softmax by one number or by a race (default greedy)."
  )
  var sampling: TokenChoice.Rule?

  @Option(parsing: .unconditional, help: "Temperature of the draws, above 0 (default 1).")
  var temperature: Double?

  @Option(help: "Only so many of the likeliest tokens are drawn.")
  var topK: Int?

  @Option(
    parsing: .unconditional,
    help: "Only the fewest tokens whose probabilities reach this sum are drawn: above 0, up to 1.")
  var topP: Double?

  @Flag(
    help:
      "Each prompt is a user's message by the model's chat template; an answer ends at the model's end token."
  )
  var chat = false

  @Option(help: "What the system says before each message (--chat).")
  var system: String?

  @Flag(help: "End a text at the model's end token.")
  var untilEnd = false

  @Option(help: "A file whose --perplexity is told.")
  var input: String?

  @Flag(help: "Tell the perplexity of --input: its whole text, as one.")
  var perplexity = false

  @Flag(help: "Report hidden states of the prompts and the logits behind them.")
  var hiddenStates = false

  @Option(help: "Weights of the reference: \(names(WeightFormat.self)) (default float32).")
  var referenceWeights: WeightFormat?

  /// The first option that was given; `nil` for none.
  var given: String? {
    [
      ("prompt", !prompt.isEmpty), ("new-tokens", newTokens != nil), ("sampling", sampling != nil),
      ("temperature", temperature != nil), ("top-k", topK != nil), ("top-p", topP != nil),
      ("chat", chat), ("system", system != nil), ("until-end", untilEnd), ("input", input != nil),
      ("perplexity", perplexity),
      ("hidden-states", hiddenStates), ("reference-weights", referenceWeights != nil),
    ].first(where: \.1)?.0
  }

  /// Whether text is shown as it is made: on a terminal.
  var streams: Bool { !prompt.isEmpty && !hiddenStates && isatty(STDOUT_FILENO) == 1 }

  func validate() throws {
    guard (input != nil) == perplexity else {
      throw ValidationError(
        perplexity
          ? "perplexity: found no --input, expected a file" : "input: expected --perplexity with it"
      )
    }
    guard system == nil || chat else {
      throw ValidationError("system: found no --chat, expected it with --system")
    }
    guard !chat || !prompt.isEmpty else {
      throw ValidationError("chat: found no --prompt, expected a user's message")
    }
    if let temperature, !(temperature > 0 && temperature.isFinite) {
      throw ValidationError("temperature: found \(temperature), expected a finite number above 0")
    }
    if let topK, topK < 1 { throw ValidationError("top-k: found \(topK), expected at least 1") }
    if let topP, !(topP > 0 && topP <= 1) {
      throw ValidationError("top-p: found \(topP), expected a number above 0, up to 1")
    }
    if let other = [
      ("temperature", temperature != nil), ("top-k", topK != nil), ("top-p", topP != nil),
    ].first(where: \.1)?.0, (sampling ?? .greedy) == .greedy {
      throw ValidationError("\(other): found it with greedy sampling, expected temperature or race")
    }
  }

  func request(
    model: String, seed: UInt64, arguments: [String]
  ) throws -> GenerationRequest {
    let format = try (referenceWeights ?? .float32).checked()
    var request = GenerationRequest(
      model: model, prompts: prompt, measuredFile: input, newTokens: newTokens ?? 32,
      choice: TokenChoice(
        sampling ?? .greedy, temperature: temperature ?? 1, topK: topK, topP: topP),
      keepsHiddenStates: hiddenStates, weights: format, seed: seed, arguments: arguments)
    request.endsAtEndToken = untilEnd || chat
    request.chat = chat ? GenerationRequest.Chat(system: system) : nil
    return request
  }
}
