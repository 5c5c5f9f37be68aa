/// MPNet (Song et al. 2020, arXiv:2004.09297): BERT without token types, with places as RoBERTa's and a bias of
/// scores by distance that all layers share.
struct MPNet: Encoder {
  static let modelTypes = ["mpnet"]
  /// Fixed in the model's code, whatever the configuration says.
  private static let paddingID = 1

  private let settings: EncoderSettings
  private let buckets: Int
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    var encoder = try EncoderSizes(file)
    encoder.tokenTypes = nil
    settings = try EncoderSettings(file, encoder)
    buckets = try file.integer(
      "relative_attention_num_buckets", in: DistanceBias.buckets...1_000_000,
      default: DistanceBias.buckets)
    guard encoder.positions > Self.paddingID + 1 else {
      throw file.failure(.invalidNumber, "max_position_embeddings", expected: "at least 3")
    }
    sizes = settings.sizes(unusedPlaces: Self.paddingID + 1)
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "mpnet."])
    let encoder = settings.encoder
    let embedded = try builder.embed(
      encoder, paddingID: Self.paddingID,
      tiedTo: settings.isTied ? EncoderHeads.roberta(encoder).masked.table : nil)
    var shape = encoder.attention
    shape.distanceBias = DistanceBias(
      values: try builder.weight(
        "encoder.relative_attention_bias.weight", [buckets, encoder.heads]))
    let names = EncoderNames(
      query: "attention.attn.q", key: "attention.attn.k", value: "attention.attn.v",
      attentionOutput: "attention.attn.o", attentionNorm: "attention.LayerNorm")
    return try builder.encode(embedded, sizes: encoder, names: names, shape: shape)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try builder.head(name, of: .roberta(settings.encoder), settings)
  }
}
