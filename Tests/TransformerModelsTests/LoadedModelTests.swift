import Foundation
import Testing
import TransformerModels

@Suite struct LoadedModelTests {
  @Test(.enabled(if: TestFiles.hasModel)) func theRealModel() throws {
    let model = try LoadedModel.load(folder: TestFiles.modelFolder)
    #expect(model.parameterCount == 22_713_216)
    #expect(model.graph.parameterCount == model.parameterCount)
    #expect(model.graph.hiddenSize == 384)
    #expect(model.graph.layerCount == 6)
    #expect(model.graph.maximumTokens == 256)
    #expect(model.graph.nodes.count == 2 + 6 * 12 + 2)
    #expect(model.weightFiles.map(\.size) == [90_868_376])
    var linear = 0
    for node in model.graph.nodes {
      switch node.operation {
      case .embedding(let tables):
        #expect(tables.word.shape == [30_522, 384])
        #expect(tables.position?.shape == [512, 384])
        #expect(tables.tokenType?.shape == [2, 384])
        #expect(tables.word.isView)
      case .linear(let weights):
        linear += weights.weight.count
        #expect(weights.bias?.shape == [weights.outputs])
        #expect(weights.weight.isView)
      case .attention(let shape):
        #expect(
          shape
            == AttentionShape(
              heads: 12, keyValueHeads: 12, headSize: 32, scale: Float(1 / 32.0.squareRoot()),
              causal: false))
      case .layerNorm(let weights): #expect(weights.epsilon == 1e-12)
      default: break
      }
    }
    #expect(linear == 6 * (4 * 384 * 384 + 2 * 384 * 1536))
  }

  @Test func nodesOfATinyModel() throws {
    let model = try TinyModelFolder().load()
    let layer = [
      "query", "key", "value", "attention", "attention.output", "attention.residual",
      "attention.norm", "intermediate", "gelu", "output", "output.residual", "output.norm",
    ]
    let nodes = model.graph.nodes
    #expect(
      nodes.map(\.name) == ["embedding", "embedding.norm"]
        + layer.map { "layer0.\($0)" } + layer.map { "layer1.\($0)" } + ["pool"])
    #expect(
      nodes.map(\.inputs) == [
        [], [0], [1], [1], [1], [2, 3, 4], [5], [6, 1], [7], [8], [9], [10], [11, 8], [12],
        [13], [13], [13], [14, 15, 16], [17], [18, 13], [19], [20], [21], [22], [23, 20], [24],
        [25],
      ])
    #expect(nodes.map(\.layer)[1...2] == [nil, 0])
    #expect(nodes.last?.layer == nil)
    #expect(model.graph.maximumTokens == 10)
    #expect(model.parameterCount == 396)
    #expect(model.tokenizer.encode("a bc").ids == [2, 5, 6, 7, 3])
    if case .linear(let weights) = nodes[9].operation {
      #expect(weights.outputs == 6)
      #expect(weights.inputs == 4)
      #expect(weights.weight.row(5) == [20, 21, 22, 23].map { Float($0) / 64 })
    } else {
      Issue.record("node 9 is \(nodes[9].name)")
    }
  }

  @Test func prefixedAndOlderNames() throws {
    var model = TinyModelFolder()
    model.shapes = model.shapes.map {
      let name = $0.name.replacingOccurrences(of: "LayerNorm.weight", with: "LayerNorm.gamma")
        .replacingOccurrences(of: "LayerNorm.bias", with: "LayerNorm.beta")
      return ("bert." + name, $0.shape)
    }
    #expect(try model.load().graph.nodes.count == 27)
  }

  @Test(
    arguments: [
      ("model_type", "\"mamba\"", ModelFileError.Problem.unsupported),
      ("model_type", nil, .missingKey),
      ("model_type", "3", .wrongType),
      ("hidden_size", "5", .inconsistent),
      ("hidden_size", "0", .invalidNumber),
      ("hidden_size", "\"4\"", .wrongType),
      ("hidden_size", nil, .missingKey),
      ("num_hidden_layers", "-2", .invalidNumber),
      ("num_hidden_layers", "1e400", .invalidJSON),
      ("num_hidden_layers", "3", .missingTensor),
      ("num_attention_heads", "3", .inconsistent),
      ("intermediate_size", "7", .wrongShape),
      ("max_position_embeddings", "11", .wrongShape),
      ("vocab_size", "7", .inconsistent),
      ("vocab_size", "9", .wrongShape),
      ("hidden_act", "\"xielu\"", .unsupported),
      ("layer_norm_eps", "0", .invalidNumber),
      ("layer_norm_eps", "1e300", .invalidNumber),
      ("layer_norm_eps", "true", .wrongType),
      ("position_embedding_type", "\"relative_key\"", .unsupported),
      ("is_decoder", "true", .unsupported),
    ] as [(String, String?, ModelFileError.Problem)])
  func brokenConfigurations(
    key: String, value: String?, problem: ModelFileError.Problem
  ) throws {
    var model = TinyModelFolder()
    model.configuration[key] = value
    let error = modelFileError { _ = try model.load() }
    #expect(error?.problem == problem, "\(error?.description ?? "")")
    if key == "model_type", problem == .unsupported {
      #expect(error?.expected.contains("\"bert\"") == true)
      #expect(error?.found == "\"mamba\"")
    }
  }

  @Test func activationsOfTheContract() throws {
    for (name, node) in [("relu", "layer0.relu"), ("swish", "layer0.silu")] {
      var model = TinyModelFolder()
      model.configuration["hidden_act"] = "\"\(name)\""
      #expect(try model.load().graph.nodes[10].name == node)
    }
  }

  @Test func weightsThatAreNotFinite() throws {
    for bad in [Float.nan, .infinity] {
      var model = TinyModelFolder()
      model.values["encoder.layer.1.output.dense.weight"] = [13: bad]
      let error = modelFileError { _ = try model.load() }
      #expect(error?.problem == .notFinite)
      #expect(error?.place == "tensor \"encoder.layer.1.output.dense.weight\", element 13")
    }
  }

  @Test func weightFilesThatAreMissing() throws {
    let folder = try TemporaryFolder()
    #expect(
      modelFileError { _ = try LoadedModel.load(folder: folder.path + "/no") }?.problem
        == .missingFile)
    let empty = modelFileError { _ = try LoadedModel.load(folder: folder.path) }
    #expect(empty?.problem == .missingFile)
    #expect(empty?.file.hasSuffix("config.json") == true)
    try TinyModelFolder().writeFiles(folder)
    try folder.write("pytorch_model.bin", "x")
    let weights = modelFileError { _ = try LoadedModel.load(folder: folder.path) }
    #expect(weights?.problem == .missingFile)
    #expect(weights?.found == "only pytorch_model.bin")
  }

  @Test func shards() throws {
    let folder = try TemporaryFolder()
    let model = TinyModelFolder()
    try model.writeFiles(folder)
    try folder.write("1.safetensors", model.checkpoint { $0.hasPrefix("embeddings") })
    try folder.write("2.safetensors", model.checkpoint { !$0.hasPrefix("embeddings") })
    func index(_ file: (String) -> String) -> String {
      "{\"weight_map\": {"
        + model.shapes.map { "\"\($0.name)\": \"\(file($0.name))\"" }.joined(separator: ",") + "}}"
    }
    let name = "model.safetensors.index.json"
    try folder.write(name, index { $0.hasPrefix("embeddings") ? "1.safetensors" : "2.safetensors" })
    let loaded = try LoadedModel.load(folder: folder.path)
    #expect(loaded.parameterCount == 396)
    #expect(loaded.weightFiles.count == 2)
    try folder.write(name, index { $0.hasSuffix("bias") ? "1.safetensors" : "2.safetensors" })
    #expect(
      modelFileError { _ = try LoadedModel.load(folder: folder.path) }?.problem == .missingTensor)
    try folder.write(name, index { _ in "../1.safetensors" })
    #expect(
      modelFileError { _ = try LoadedModel.load(folder: folder.path) }?.problem == .unsupported)
    try folder.write("2.safetensors", model.checkpoint())
    try folder.write(name, index { $0.hasPrefix("embeddings") ? "1.safetensors" : "2.safetensors" })
    #expect(
      modelFileError { _ = try LoadedModel.load(folder: folder.path) }?.problem == .duplicateName)
  }
  /// A shard that is cut off, lacks a tensor, or is not there.
  @Test func damagedShards() throws {
    let folder = try TemporaryFolder()
    let model = TinyModelFolder()
    try model.writeFiles(folder)
    let first = model.checkpoint { $0.hasPrefix("embeddings") }
    let second = model.checkpoint { !$0.hasPrefix("embeddings") }
    try folder.write("1.safetensors", first)
    let map = model.shapes.map {
      "\"\($0.name)\": \"\($0.name.hasPrefix("embeddings") ? 1 : 2).safetensors\""
    }
    try folder.write(
      "model.safetensors.index.json", "{\"weight_map\": {" + map.joined(separator: ",") + "}}")
    func error() -> ModelFileError? {
      modelFileError { _ = try LoadedModel.load(folder: folder.path) }
    }
    let absent = error()
    #expect(absent?.problem == .missingFile && absent?.file.hasSuffix("2.safetensors") == true)
    for length in [second.count - 1, second.count / 2, 12, 0] {
      try folder.write("2.safetensors", Array(second[..<length]))
      let cut = error()
      #expect(cut?.file.hasSuffix("2.safetensors") == true, "\(length)")
      #expect(cut?.problem == .truncated || cut?.problem == .offsetsOutOfRange, "\(length)")
    }
    let lost = "encoder.layer.1.output.dense.weight"
    try folder.write(
      "2.safetensors", model.checkpoint { !$0.hasPrefix("embeddings") && $0 != lost })
    let missing = error()
    #expect(missing?.problem == .missingTensor && missing?.place.contains(lost) == true)
    try folder.write("2.safetensors", second)
    #expect(try LoadedModel.load(folder: folder.path).weightFiles.count == 2)
  }
}
