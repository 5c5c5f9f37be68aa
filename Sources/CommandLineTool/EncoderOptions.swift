import ArgumentParser
import DenseAlgebra
import Runs

/// What becomes of texts on their way to an embedding, and how the reference holds its weights.
struct EncoderOptions: ParsableArguments {
  @Option(
    help:
      "The prompt before every text: a name in config_sentence_transformers.json (default: the model's default prompt)."
  )
  var promptName: String?

  @Option(help: "Channels of an embedding that are kept, the first ones (default: as the model).")
  var truncateDim: Int?

  @Option(help: "Weights of the reference: \(names(WeightFormat.self)).")
  var referenceWeights = WeightFormat.float32

  func validate() throws {
    if let truncateDim, truncateDim < 1 {
      throw ValidationError("truncate-dim: found \(truncateDim), expected at least 1")
    }
  }

  /// Puts them into a request.
  ///
  /// - Throws: `RunFailure` for a format that this processor has not.
  func apply(to request: inout ModelRun.Request) throws {
    request.promptName = promptName
    request.truncatedWidth = truncateDim
    request.referenceWeights = try referenceWeights.checked()
  }
}

extension WeightFormat {
  /// The format.
  ///
  /// - Throws: `RunFailure` where this processor has no products of it.
  func checked() throws -> WeightFormat {
    guard isAvailable else {
      throw RunFailure(
        .usage, "--reference-weights \(rawValue): this processor has no such products")
    }
    return self
  }
}
