/// RoBERTa (Liu et al. 2019, arXiv:1907.11692) and XLM-R (Conneau et al. 2020, arXiv:1911.02116): BERT, with
/// places that start behind the padding's id.
struct RoBERTa: Encoder {
  static let modelTypes = ["roberta", "xlm-roberta"]

  private let settings: EncoderSettings
  private let paddingID: Int
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    settings = try EncoderSettings(file, EncoderSizes(file))
    paddingID = try file.integer("pad_token_id", in: 0...TokenizerParts.largestID, default: 1)
    guard settings.encoder.positions > paddingID + 1 else {
      throw file.failure(
        .inconsistent, "max_position_embeddings",
        expected: "more than pad_token_id + 1 = \(paddingID + 1)")
    }
    sizes = settings.sizes(unusedPlaces: paddingID + 1)
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "roberta."])
    let encoder = settings.encoder
    let embedded = try builder.embed(
      encoder, paddingID: paddingID,
      tiedTo: settings.isTied ? EncoderHeads.roberta(encoder).masked.table : nil)
    return try builder.encode(
      embedded, sizes: encoder, names: EncoderNames(), shape: encoder.attention)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try builder.head(name, of: .roberta(settings.encoder), settings)
  }
}
