/// ELECTRA (Clark et al. 2020, arXiv:2003.10555): BERT, with embeddings of another width.
struct ELECTRA: Encoder {
  static let modelTypes = ["electra"]

  private static let table = "generator_lm_head.weight"

  private let settings: EncoderSettings
  private let embeddingWidth: Int
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    settings = try EncoderSettings(file, EncoderSizes(file))
    embeddingWidth = try file.integer("embedding_size", in: 1...1_000_000, default: 128)
    sizes = settings.sizes()
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "electra."])
    let encoder = settings.encoder
    var value = try builder.embed(
      encoder, width: embeddingWidth, tiedTo: settings.isTied ? Self.table : nil)
    if embeddingWidth != encoder.width {
      value = builder.add(
        "embedding.projected",
        try builder.linear("embeddings_project", from: embeddingWidth, to: encoder.width), [value])
    }
    return try builder.encode(
      value, sizes: encoder, names: EncoderNames(), shape: encoder.attention)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    let heads = EncoderHeads(
      masked: .init(
        dense: "generator_predictions.dense", width: embeddingWidth, activation: .gelu,
        norm: "generator_predictions.LayerNorm", epsilon: settings.encoder.epsilon,
        table: Self.table, biases: ["generator_lm_head.bias"]),
      classifier: .init(
        dense: "classifier.dense", activation: .gelu, output: "classifier.out_proj"))
    return try builder.head(name, of: heads, settings)
  }
}
