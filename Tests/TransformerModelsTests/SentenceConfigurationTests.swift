import Testing
import TransformerModels

@Suite struct SentenceConfigurationTests {
  private static func modules(_ types: String..., paths: [String] = ["", "1_Pooling", ""]) -> String
  {
    let entries = zip(types, paths).map { type, path in
      #"{"path": "\#(path)", "type": "sentence_transformers.models.\#(type)"}"#
    }
    return "[\(entries.joined(separator: ","))]"
  }

  private static let mean = #"{"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}"#

  private func model(
    modules: String = modules("Transformer", "Pooling", "Normalize"), pooling: String = mean
  ) -> TinyModelFolder {
    var model = TinyModelFolder()
    model.files["modules.json"] = modules
    model.files["1_Pooling/config.json"] = pooling
    return model
  }

  @Test func modulesDecideTheLastNodes() throws {
    #expect(try model().load().graph.nodes.suffix(2).map(\.name) == ["pool", "unit"])
    let bare = model(modules: SentenceConfigurationTests.modules("Transformer", "Pooling"))
    #expect(try bare.load().graph.nodes.suffix(2).map(\.name) == ["layer1.output.norm", "pool"])
    let newer = model(pooling: #"{"pooling_mode": "mean"}"#)
    #expect(try newer.load().graph.nodes.last?.name == "unit")
    // A plain folder: the mean alone, as sentence-transformers takes it.
    #expect(try TinyModelFolder().load().graph.nodes.last?.name == "pool")
  }

  @Test(arguments: [
    (#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#, Pooling.first),
    (#"{"pooling_mode_max_tokens": true}"#, .max), (#"{"pooling_mode": "cls"}"#, .first),
    (#"{"pooling_mode": "lasttoken"}"#, .last), (#"{"pooling_mode": ["max"]}"#, .max),
    (#"{"pooling_mode_lasttoken": true}"#, .last), (#"{}"#, .mean),
    (#"{"pooling_mode_mean_sqrt_len_tokens": true}"#, .rootMean),
    (#"{"pooling_mode_weightedmean_tokens": true}"#, .weightedMean),
  ])
  func pooling(configuration: String, pooling: Pooling) throws {
    let nodes = try model(pooling: configuration).load().graph.nodes
    guard case .pool(let found, _)? = nodes.first(where: { $0.name == "pool" })?.operation else {
      Issue.record("no pooling")
      return
    }
    #expect(found == pooling)
  }

  @Test(arguments: [
    #"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}"#,
    #"{"pooling_mode": ["cls", "max"]}"#, #"{"pooling_mode_of_tomorrow": true}"#,
    #"{"pooling_mode": "median"}"#,
  ])
  func otherPoolingIsRefused(pooling: String) throws {
    let error = modelFileError { _ = try model(pooling: pooling).load() }
    #expect(error?.problem == .unsupported)
    #expect(error?.file.hasSuffix("1_Pooling/config.json") == true)
  }

  @Test(arguments: [
    modules("Transformer", "Pooling", "CNN"), modules("Pooling"), modules("Transformer", "Dense"),
    modules("Transformer", "Pooling", paths: ["", "../1_Pooling"]),
    modules("Transformer", "Pooling", paths: ["", "/1_Pooling"]),
  ])
  func otherModulesAreRefused(modules: String) throws {
    #expect(modelFileError { _ = try model(modules: modules).load() }?.problem == .unsupported)
  }

  @Test func modulesMustBeAnArray() throws {
    #expect(modelFileError { _ = try model(modules: "{}").load() }?.problem == .wrongType)
    #expect(modelFileError { _ = try model(modules: "[1]").load() }?.problem == .wrongType)
  }

  @Test(
    arguments: [
      (#"{"max_seq_length": 7}"#, 7, nil), (#"{"max_seq_length": null}"#, 10, nil),
      (#"{}"#, 10, nil), (#"{"max_seq_length": 11}"#, 0, ModelFileError.Problem.invalidNumber),
      (#"{"max_seq_length": 2}"#, 0, .inconsistent),
      (#"{"processor_kwargs": {"model_max_length": 6}}"#, 6, nil),
      (#"{"tokenizer_args": {"model_max_length": 600}}"#, 10, nil),
      (#"{"max_seq_length": 7, "do_lower_case": true}"#, 7, nil),
    ] as [(String, Int, ModelFileError.Problem?)])
  func largestNumberOfTokens(
    file: String, tokens: Int, problem: ModelFileError.Problem?
  ) throws {
    var model = TinyModelFolder()
    model.files["sentence_bert_config.json"] = file
    if let problem {
      #expect(modelFileError { _ = try model.load() }?.problem == problem)
    } else {
      #expect(try model.load().tokenizer.maximumTokens == tokens)
    }
  }

  /// As many as there are positions, unless one of three files says less.
  @Test func usualNumberOfTokens() throws {
    var model = TinyModelFolder()
    model.configuration["max_position_embeddings"] = "300"
    model.shapes[1].shape[0] = 300
    #expect(try model.load().graph.maximumTokens == 300)
    model.files["tokenizer_config.json"] = #"{"model_max_length": 1e30}"#
    #expect(try model.load().graph.maximumTokens == 300)
    model.files["tokenizer_config.json"] = #"{"model_max_length": 12}"#
    #expect(try model.load().graph.maximumTokens == 12)
    model.files["sentence_bert_config.json"] = #"{"max_seq_length": 299}"#
    #expect(try model.load().graph.maximumTokens == 299)
  }

  @Test func aTransformerInItsOwnFolder() throws {
    let folder = try TemporaryFolder()
    let model = TinyModelFolder()
    let inner = try TemporaryFolder()
    try model.writeFiles(inner)
    for (name, text) in model.files { try folder.write("0_Transformer/\(name)", text) }
    let members = model.configuration.map { "\"\($0.key)\": \($0.value)" }
    try folder.write("0_Transformer/config.json", "{\(members.joined(separator: ","))}")
    try folder.write("0_Transformer/model.safetensors", model.checkpoint())
    try folder.write("1_Pooling/config.json", SentenceConfigurationTests.mean)
    try folder.write(
      "modules.json",
      SentenceConfigurationTests.modules(
        "Transformer", "Pooling", paths: ["0_Transformer", "1_Pooling"]))
    #expect(try LoadedModel.load(folder: folder.path).graph.nodes.last?.name == "pool")
  }
}
