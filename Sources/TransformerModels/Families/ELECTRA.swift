/// ELECTRA (Clark et al. 2020, arXiv:2003.10555): BERT, with embeddings of another width.
struct ELECTRA: Encoder {
  static let modelTypes = ["electra"]

  private let encoder: EncoderSizes
  private let embeddingWidth: Int
  private let labels: ClassLabels
  private let isTied: Bool
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    encoder = try EncoderSizes(file)
    embeddingWidth = try file.integer("embedding_size", in: 1...1_000_000, default: 128)
    labels = try ClassLabels(file)
    isTied = try file.bool("tie_word_embeddings", default: true)
    sizes = ModelSizes(
      width: encoder.width, layers: encoder.layers, positions: encoder.positions,
      vocabulary: encoder.vocabulary)
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "electra."])
    var value = try builder.embed(
      encoder, width: embeddingWidth, tiedTo: isTied ? "generator_lm_head.weight" : nil)
    if embeddingWidth != encoder.width {
      value = builder.add(
        "embedding.projected",
        try builder.linear("embeddings_project", from: embeddingWidth, to: encoder.width), [value])
    }
    return try builder.encode(
      value, sizes: encoder, names: EncoderNames(), shape: encoder.attention)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    switch name {
    case .masked:
      var head = HeadBuilder(builder, width: encoder.width, isTied: isTied)
      try head.dense("generator_predictions.dense", to: embeddingWidth)
      head.activate(.gelu)
      try head.norm("generator_predictions.LayerNorm", epsilon: encoder.epsilon)
      try head.decode(
        tied: builder.prefix + "embeddings.word_embeddings.weight",
        own: "generator_lm_head.weight", biases: ["generator_lm_head.bias"],
        vocabulary: encoder.vocabulary)
      return head.head(.maskedToken)
    case .classification:
      return try builder.robertaClassifier(labels, width: encoder.width, activation: .gelu)
    case .causal, .causalOlder: return nil
    }
  }
}
