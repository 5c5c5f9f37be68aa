import Foundation
import Testing
import TransformerModels

/// Keys of `config.json` that contradict each other or the weights.
@Suite struct ContradictionTests {
  /// The tiny model with other keys, as one of a decoder's family where a kind is given.
  private func configuration(_ kind: String, _ keys: [String: String]) -> TinyModelFolder {
    var model = TinyModelFolder()
    model.configuration["model_type"] = "\"\(kind)\""
    model.configuration.merge(keys) { $1 }
    return model
  }

  private func error(
    _ kind: String, _ keys: [String: String]
  ) -> ModelFileError? {
    modelFileError { try graph(configuration(kind, keys)) }
  }

  /// Builds the graph alone: tokenizers of other kinds need other files.
  private func graph(_ model: TinyModelFolder) throws {
    let folder = try TemporaryFolder()
    try model.writeFiles(folder)
    try folder.write("model.safetensors", model.checkpoint())
    _ = try LoadedModel.graph(folder: folder.path)
  }

  @Test func tokenTypesThatTheConfigurationDenies() {
    for count in [0, 1, 3] {
      let error = error("bert", ["type_vocab_size": "\(count)"])
      #expect(error?.problem == .wrongShape, "\(count)")
      #expect(error?.place.contains("token_type_embeddings") == true)
    }
    // Without types and without a table there is nothing to refuse.
    var model = configuration("bert", ["type_vocab_size": "0"])
    model.shapes.removeAll { $0.name.contains("token_type") }
    #expect(throws: Never.self) { try model.load() }
  }

  @Test(
    arguments: [
      ("qwen3", ["layer_types": #"["full_attention"]"#], "layer_types"),
      ("qwen2", ["layer_types": #"["full_attention", "odd_attention"]"#], "layer_types"),
      ("qwen3", ["layer_types": #"["full_attention", "sliding_attention"]"#], "layer_types"),
      ("mistral", ["sliding_window": "0"], "sliding_window"),
    ] as [(String, [String: String], String)])
  func windows(kind: String, keys: [String: String], key: String) {
    #expect(error(kind, keys)?.place == "key \"\(key)\"")
  }

  /// These go on to the weights, which are BERT's.
  @Test(
    arguments: [
      ("qwen3", ["layer_types": #"["full_attention", "full_attention"]"#]),
      (
        "qwen2",
        [
          "layer_types": #"["full_attention", "sliding_attention"]"#,
          "use_sliding_window": "true", "sliding_window": "3",
        ]
      ),
      ("mistral", ["sliding_window": "null"]), ("mistral", ["sliding_window": "4"]),
    ] as [(String, [String: String])])
  func soundWindows(kind: String, keys: [String: String]) {
    #expect(error(kind, keys)?.problem == .missingTensor)
  }

  /// The defaults of transformers' GPT2Config: the first weight that is asked for has their shape.
  @Test func defaultsOfGPT2() {
    var model = configuration("gpt2", [:])
    model.configuration = ["model_type": "\"gpt2\""]
    model.shapes = [("transformer.wte.weight", [50_257, 1])]
    let error = modelFileError { try graph(model) }
    #expect(error?.problem == .wrongShape && error?.expected == "[50257, 768]")
    model.configuration["n_embd"] = "770"
    #expect(modelFileError { try graph(model) }?.expected == "a divisor of n_embd 770")
  }

  @Test func classesOfAnotherKind() throws {
    func notes(_ name: String) throws -> [String] {
      try configuration("bert", ["architectures": "[\"\(name)\"]"]).load().notes
    }
    #expect(try notes("BertModel").isEmpty)
    let note = try #require(try notes("MambaModel").first)
    #expect(note.contains("MambaModel") && note.contains("built as bert"))
    #expect(try !notes("Bert3Model").isEmpty)
  }

  @Test func quantisedWeights() throws {
    let keys = ["quantization_config": #"{"quant_method": "gptq", "bits": 4}"#]
    let plain = try configuration("bert", keys).load()
    #expect(
      plain.notes == ["quantization_config is not applied: the weights of the file are plain"])
    #expect(try TinyModelFolder().load().notes.isEmpty)
    var packed = configuration("bert", keys)
    packed.shapes = packed.shapes.map {
      ($0.name.replacingOccurrences(of: "query.weight", with: "query.qweight"), $0.shape)
    }
    let error = modelFileError { _ = try packed.load() }
    #expect(error?.problem == .unsupported && error?.place == "key \"quantization_config\"")
    #expect(error?.found.contains("gptq weights") == true)
  }

  /// Eight bits need a scale: without the key they are plain numbers, with it they are codes.
  @Test func codesOfEightBits() throws {
    let name = "encoder.layer.0.attention.self.query.weight"
    func load(_ keys: [String: String]) throws -> LoadedModel {
      let model = configuration("bert", keys)
      let folder = try TemporaryFolder()
      try model.writeFiles(folder)
      try folder.write("1.safetensors", model.checkpoint { $0 != name })
      let entry = "{\"\(name)\":{\"dtype\":\"F8_E4M3\",\"shape\":[4,4],\"data_offsets\":[0,16]}}"
      let data = [UInt8](repeating: 0x38, count: 16)
      try folder.write("2.safetensors", safetensors(header: entry, data: data))
      let map = model.shapes.map { "\"\($0.name)\": \"\($0.name == name ? 2 : 1).safetensors\"" }
      try folder.write(
        "model.safetensors.index.json", "{\"weight_map\": {\(map.joined(separator: ","))}}")
      return try LoadedModel.load(folder: folder.path)
    }
    #expect(try load([:]).notes.isEmpty)
    let error = modelFileError {
      _ = try load(["quantization_config": #"{"quant_method": "fp8"}"#])
    }
    #expect(error?.found.contains("F8_E4M3") == true)
  }
}
