/// RoBERTa (Liu et al. 2019, arXiv:1907.11692) and XLM-R (Conneau et al. 2020, arXiv:1911.02116): BERT, with
/// places that start behind the padding's id.
struct RoBERTa: Encoder {
  static let modelTypes = ["roberta", "xlm-roberta"]

  private let encoder: EncoderSizes
  private let labels: ClassLabels
  private let isTied: Bool
  private let paddingID: Int
  let sizes: ModelSizes

  init(_ file: JSONFile) throws(ModelFileError) {
    encoder = try EncoderSizes(file)
    labels = try ClassLabels(file)
    isTied = try file.bool("tie_word_embeddings", default: true)
    paddingID = try file.integer("pad_token_id", in: 0...TokenizerParts.largestID, default: 1)
    guard encoder.positions > paddingID + 1 else {
      throw file.failure(
        .inconsistent, "max_position_embeddings",
        expected: "more than pad_token_id + 1 = \(paddingID + 1)")
    }
    sizes = ModelSizes(
      width: encoder.width, layers: encoder.layers, positions: encoder.positions - paddingID - 1,
      vocabulary: encoder.vocabulary)
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embeddings.position_embeddings.weight", ["", "roberta."])
    let embedded = try builder.embed(
      encoder, paddingID: paddingID, tiedTo: isTied ? "lm_head.decoder.weight" : nil)
    return try builder.encode(
      embedded, sizes: encoder, names: EncoderNames(), shape: encoder.attention)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    switch name {
    case .masked:
      return try builder.robertaMaskedHead(
        vocabulary: encoder.vocabulary, width: encoder.width, epsilon: encoder.epsilon,
        isTied: isTied)
    case .classification:
      return try builder.robertaClassifier(labels, width: encoder.width, activation: .tanh)
    case .causal, .causalOlder: return nil
    }
  }
}

extension GraphBuilder {
  /// The masked-token head of RoBERTa and MPNet.
  func robertaMaskedHead(
    vocabulary: Int, width: Int, epsilon: Float, isTied: Bool
  ) throws(ModelFileError) -> ModelHead {
    var head = HeadBuilder(self, width: width, isTied: isTied)
    try head.dense("lm_head.dense", to: width)
    head.activate(.gelu)
    try head.norm("lm_head.layer_norm", epsilon: epsilon)
    try head.decode(
      tied: prefix + "embeddings.word_embeddings.weight", own: "lm_head.decoder.weight",
      biases: ["lm_head.bias", "lm_head.decoder.bias"], vocabulary: vocabulary)
    return head.head(.maskedToken)
  }

  /// The classifier of RoBERTa, MPNet and ELECTRA, which reads the first token's row.
  func robertaClassifier(
    _ labels: ClassLabels, width: Int, activation: Activation
  ) throws(ModelFileError) -> ModelHead {
    var head = HeadBuilder(self, width: width)
    try head.dense("classifier.dense", to: width)
    head.activate(activation)
    try head.dense("classifier.out_proj", to: labels.names.count)
    return head.head(labels.task)
  }
}
