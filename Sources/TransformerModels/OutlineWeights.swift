import Synchronization

/// The weights of a model of which only the configuration is there: whatever a family asks for, in the shape that it
/// asks for, without elements.
final class OutlineWeights: WeightSource {
  /// Elements of the tensors that were asked for, by name.
  private let sizes = Mutex<[String: Int]>([:])

  init() {}

  /// Nothing is there before it is asked for, so that families take their usual names, and tied tables one.
  func contains(_ name: String) -> Bool { false }

  func weight(_ name: String, _ shape: [Int]) throws(ModelFileError) -> Tensor {
    let tensor = Tensor(outline: name, shape: shape)
    sizes.withLock { $0[name] = tensor.count }
    return tensor
  }

  /// Elements of all tensors that were asked for.
  var parameterCount: Int { sizes.withLock { $0.values.reduce(0, +) } }

  /// None.
  var weightFiles: [LoadedModel.WeightFile] { [] }
}
