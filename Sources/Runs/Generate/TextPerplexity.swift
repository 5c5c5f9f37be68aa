import DenseExecutor
import HardwareSpecs
import Jobs
import ModelCompiler
import Synchronization
import TransformerModels

/// The perplexity of a text on the reference, and on a chip beside it.
enum TextPerplexity {
  /// A text longer than the context is read in stretches that know nothing of each other; after Ctrl-C those that
  /// are through count, as a stretch takes longer than anybody waits.
  ///
  /// - Returns: the perplexity, and the tokens that the whole text has to predict.
  /// - Throws: `FileError` for a text of fewer than two tokens, and what the model or the chip refuses.
  static func measured(
    of text: String, _ request: GenerationRequest, on chip: ChipSpec?, _ model: LoadedModel,
    _ executor: DenseExecutor
  ) throws -> (perplexity: GenerationReport.Perplexity, all: Int) {
    let ids = model.tokenizer.encodeWhole(text)
    guard ids.count > 1 else {
      throw FileError(
        request.measuredFile ?? "",
        "found \(ids.count) tokens, expected at least 2 for a perplexity")
    }
    var decoder: ChipDecoder?
    if let own = request.chip, let chip {
      decoder = try ChipDecoder(
        own, on: chip, model, result: .logits, mostTokens: min(ids.count, executor.maximumTokens))
    }
    let stretch = min(executor.maximumTokens, decoder?.mostTokens ?? executor.maximumTokens)
    let windows = stride(from: 0, to: ids.count - 1, by: stretch).map {
      Array(ids[$0..<min(ids.count, $0 + stretch)])
    }
    // The first token of a stretch is not predicted.
    let all = windows.reduce(0) { $0 + $1.count - 1 }
    var parts = try onReference(windows, executor)
    var found = GenerationReport.Perplexity(reference: 0, tokens: 0, windows: 0)
    if let decoder {
      let own = try JobRunner(threads: request.chip?.threads ?? 1).map(
        Array(windows.prefix(parts.count))
      ) { try decoder.likelihood(ofTokens: $0) }
      parts = Array(parts.prefix(own.count))
      found.chip = Likelihood(joining: own).perplexity
    }
    guard !parts.isEmpty else { throw InterruptedError() }
    let reference = Likelihood(joining: parts)
    found.reference = reference.perplexity
    found.tokens = reference.tokens
    found.windows = parts.count
    return (found, all)
  }

  /// The likelihoods of stretches, in order; after Ctrl-C of those that are through.
  private static func onReference(
    _ windows: [[Int]], _ executor: DenseExecutor
  ) throws -> [Likelihood] {
    let done = Mutex<[Likelihood]>([])
    var patience = Patience(.milliseconds(300))
    let result = PatientWait.value(until: { patience.isOver() }) {
      Result { () throws(TokenError) in
        for window in windows where !Interruption.isRequested {
          let part = try executor.likelihood(ofTokens: window)
          done.withLock { $0.append(part) }
          Interruption.keep()
        }
      }
    }
    try result?.get()
    return done.withLock { $0 }
  }
}

extension Likelihood {
  /// Stretches together.
  init(joining parts: [Likelihood]) {
    self.init(
      tokens: parts.reduce(0) { $0 + $1.tokens },
      negativeLog: parts.reduce(0) { $0 + $1.negativeLog })
  }
}
