/// DistilBERT (Sanh et al. 2019, arXiv:1910.01108): BERT without token types, under names of its own.
struct DistilBERT: Encoder {
  static let modelTypes = ["distilbert"]

  private static let table = "vocab_projector.weight"

  private let settings: EncoderSettings
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    settings = try EncoderSettings(file, EncoderSizes(distilled: file))
    sizes = settings.sizes()
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "distilbert."])
    let encoder = settings.encoder
    let embedded = try builder.embed(encoder, tiedTo: settings.isTied ? Self.table : nil)
    let names = EncoderNames(
      layers: "transformer.layer", query: "attention.q_lin", key: "attention.k_lin",
      value: "attention.v_lin", attentionOutput: "attention.out_lin",
      attentionNorm: "sa_layer_norm", intermediate: "ffn.lin1", output: "ffn.lin2",
      outputNorm: "output_layer_norm")
    return try builder.encode(embedded, sizes: encoder, names: names, shape: encoder.attention)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    let encoder = settings.encoder
    let heads = EncoderHeads(
      masked: .init(
        dense: "vocab_transform", width: encoder.width, activation: encoder.activation,
        norm: "vocab_layer_norm", epsilon: encoder.epsilon, table: Self.table,
        biases: ["vocab_projector.bias"]),
      classifier: .init(dense: "pre_classifier", activation: .relu, output: "classifier"))
    return try builder.head(name, of: heads, settings)
  }
}

extension EncoderSizes {
  /// Sizes as DistilBERT's `config.json` names them; its norms have a fixed ε.
  fileprivate init(distilled file: JSONFile) throws(ModelFileError) {
    let sizes = 1...1_000_000
    width = try file.integer("dim", in: sizes, default: 768)
    layers = try file.integer("n_layers", in: 1...10_000, default: 6)
    heads = try file.integer("n_heads", in: sizes, default: 12)
    inner = try file.integer("hidden_dim", in: sizes, default: 3072)
    positions = try file.integer("max_position_embeddings", in: sizes, default: 512)
    tokenTypes = nil
    vocabulary = try file.integer("vocab_size", in: 1...TokenizerParts.largestID)
    activation = try file.activation("activation", default: .gelu)
    epsilon = 1e-12
    guard width % heads == 0 else {
      throw file.failure(.inconsistent, "n_heads", expected: "a divisor of dim \(width)")
    }
  }
}
