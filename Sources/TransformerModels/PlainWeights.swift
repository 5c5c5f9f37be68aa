/// The weights of a checkpoint whose configuration speaks of quantised ones (`quantization_config`), whose codes
/// and scales this program does not know: those that stand there plainly are read, any other is an error at
/// that key.
struct PlainWeights: WeightSource {
  static let key = "quantization_config"

  let checkpoint: Checkpoint
  let configuration: JSONFile

  func contains(_ name: String) -> Bool { checkpoint.contains(name) }

  func weight(_ name: String, _ shape: [Int]) throws(ModelFileError) -> Tensor {
    // Eight bits are a plain type by itself, but codes that need a scale here.
    if let type = checkpoint.type(of: name), type.isFloatingPoint, type.bits < 16 {
      throw failure("tensor \"\(name)\" with dtype \(type.rawValue)")
    }
    do throws(ModelFileError) {
      return try checkpoint.weight(name, shape)
    } catch {
      switch error.problem {
      case .missingTensor, .wrongShape, .wrongType, .unknownElementType:
        throw failure("\(error.place) with \(error.found)")
      default: throw error
      }
    }
  }

  private func failure(_ found: String) -> ModelFileError {
    let method = (try? configuration.section(Self.key).string("quant_method")) ?? "quantised"
    return ModelFileError(
      .unsupported, file: configuration.path, place: "key \"\(Self.key)\"",
      found: "\(method) weights: \(found)",
      expected: "weights that are not quantised, or a GGUF file")
  }

  var parameterCount: Int { checkpoint.parameterCount }
  var weightFiles: [LoadedModel.WeightFile] { checkpoint.weightFiles }
}
