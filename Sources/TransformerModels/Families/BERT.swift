/// BERT (Devlin et al. 2019, arXiv:1810.04805).
struct BERT: Encoder {
  static let modelTypes = ["bert"]

  private let encoder: EncoderSizes
  private let labels: ClassLabels
  private let isTied: Bool
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    encoder = try EncoderSizes(file)
    labels = try ClassLabels(file)
    isTied = try file.bool("tie_word_embeddings", default: true)
    sizes = ModelSizes(
      width: encoder.width, layers: encoder.layers, positions: encoder.positions,
      vocabulary: encoder.vocabulary)
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "bert."])
    let embedded = try builder.embed(
      encoder, tiedTo: isTied ? "cls.predictions.decoder.weight" : nil)
    return try builder.encode(
      embedded, sizes: encoder, names: EncoderNames(), shape: encoder.attention)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    let width = encoder.width
    switch name {
    case .masked:
      var head = HeadBuilder(builder, width: width, isTied: isTied)
      try head.dense("cls.predictions.transform.dense", to: width)
      head.activate(encoder.activation)
      try head.norm("cls.predictions.transform.LayerNorm", epsilon: encoder.epsilon)
      try head.decode(
        tied: builder.prefix + "embeddings.word_embeddings.weight",
        own: "cls.predictions.decoder.weight",
        biases: ["cls.predictions.bias", "cls.predictions.decoder.bias"],
        vocabulary: encoder.vocabulary)
      return head.head(.maskedToken)
    case .classification:
      var head = HeadBuilder(builder, width: width, isTied: isTied)
      try head.dense(builder.prefix + "pooler.dense", to: width)
      head.activate(.tanh)
      try head.dense("classifier", to: labels.names.count)
      return head.head(labels.task)
    case .causal, .causalOlder: return nil
    }
  }
}
