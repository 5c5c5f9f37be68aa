/// Where the weights of a model come from: safetensors files or one GGUF file, under the names of
/// Hugging Face's checkpoints.
package protocol WeightSource: Sendable {
  /// Whether there is a tensor of this name.
  func contains(_ name: String) -> Bool

  /// A trained weight: floating point, of this shape, finite.
  ///
  /// - Throws: `missingTensor`, `wrongShape`, `wrongType`, or `notFinite` with the index.
  func weight(_ name: String, _ shape: [Int]) throws(ModelFileError) -> Tensor

  /// Elements of all floating-point tensors, used or not.
  var parameterCount: Int { get }

  /// The files that hold the weights.
  var weightFiles: [LoadedModel.WeightFile] { get }
}

extension Checkpoint: WeightSource {
  var weightFiles: [LoadedModel.WeightFile] {
    shards.map { LoadedModel.WeightFile(path: $0.path, size: $0.fileSize) }
  }
}
