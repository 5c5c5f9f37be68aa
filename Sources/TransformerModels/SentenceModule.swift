/// A step of a sentence-transformers model behind its transformer.
enum SentenceModule: Sendable {
  /// The rows of the tokens become one; those of a prompt among them, or not.
  case pool(Pooling, includesPrompt: Bool = true)
  /// A linear layer with an activation.
  case dense(DenseModule)
  /// Divided by its norm.
  case normalize
}

/// The module `Dense` of sentence-transformers: a folder with its own configuration and weights.
struct DenseModule: Sendable {
  let folder: ModelFolder
  let inputs: Int
  let outputs: Int
  let hasBias: Bool
  let activation: Activation

  /// PyTorch's class names of activations.
  private static let activations: [(name: String, activation: Activation)] = [
    ("Tanh", .tanh), ("Identity", .identity), ("GELU", .gelu), ("ReLU", .relu), ("SiLU", .silu),
    ("Sigmoid", .logistic), ("Mish", .mish), ("ReLU6", .relu6), ("Hardswish", .hardSwish),
    ("LeakyReLU", .leakyReLU),
  ]

  /// Reads `config.json` of the module's folder.
  init(folder: ModelFolder) throws(ModelFileError) {
    self.folder = folder
    let file = try JSONFile(path: folder.path(of: "config.json"))
    inputs = try file.integer("in_features", in: 1...1_000_000)
    outputs = try file.integer("out_features", in: 1...1_000_000)
    hasBias = try file.bool("bias", default: true)
    try file.refuse(["use_residual"], expected: "false")
    for key in ["module_input_name", "module_output_name"] where file.value(key) != nil {
      _ = try file.oneOf(key, ["sentence_embedding"])
    }
    let path = try file.string("activation_function", default: "torch.nn.modules.activation.Tanh")
    let name = String(path.split(separator: ".").last ?? "")
    guard let known = Self.activations.first(where: { $0.name == name }) else {
      throw file.failure(
        .unsupported, "activation_function",
        expected: "one of " + Self.activations.map(\.name).joined(separator: ", "))
    }
    activation = known.activation
  }

  /// The operations, one after another.
  ///
  /// - Parameter isOutline: whether shapes are all that is asked for.
  func operations(
    isOutline: Bool
  ) throws(ModelFileError) -> [(name: String, ModelGraph.Operation)] {
    let weights: any WeightSource =
      isOutline ? OutlineWeights() : try Checkpoint(folder: folder)
    let linear = LinearWeights(
      weight: try weights.weight("linear.weight", [outputs, inputs]),
      bias: hasBias ? try weights.weight("linear.bias", [outputs]) : nil)
    guard activation != .identity else { return [("dense", .linear(linear))] }
    return [("dense", .linear(linear)), (activation.rawValue, .activation(activation))]
  }
}
