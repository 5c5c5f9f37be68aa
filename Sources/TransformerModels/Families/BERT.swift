/// BERT (Devlin et al. 2019, arXiv:1810.04805).
struct BERT: Encoder {
  static let modelTypes = ["bert"]
  private static let table = "cls.predictions.decoder.weight"

  private let settings: EncoderSettings
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    settings = try EncoderSettings(file, EncoderSizes(file))
    sizes = settings.sizes()
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    let encoder = settings.encoder
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "bert."])
    let embedded = try builder.embed(encoder, tiedTo: settings.isTied ? Self.table : nil)
    return try builder.encode(
      embedded, sizes: encoder, names: EncoderNames(), shape: encoder.attention)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    let encoder = settings.encoder
    let heads = EncoderHeads(
      masked: .init(
        dense: "cls.predictions.transform.dense", width: encoder.width,
        activation: encoder.activation, norm: "cls.predictions.transform.LayerNorm",
        epsilon: encoder.epsilon, table: Self.table,
        biases: ["cls.predictions.bias", "cls.predictions.decoder.bias"]),
      classifier: .init(
        dense: builder.prefix + "pooler.dense", activation: .tanh, output: "classifier"))
    return try builder.head(name, of: heads, settings)
  }
}
