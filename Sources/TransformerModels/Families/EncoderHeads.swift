/// The heads of an encoder, by the names of their weights and what lies between these.
struct EncoderHeads {
  /// Logits of masked tokens: a linear layer, an activation, a norm, a table of words.
  struct Masked {
    var dense: String
    /// Outputs of the linear layer.
    var width: Int
    var activation: Activation
    var norm: String
    var epsilon: Float
    /// The head's own table, where it has one.
    var table: String
    /// Names that the bias of the logits may have.
    var biases: [String]
  }

  /// Logits of classes from the first token's row: two linear layers with an activation between.
  struct Classifier {
    var dense: String
    var activation: Activation
    var output: String
  }

  var masked: Masked
  var classifier: Classifier
}

extension EncoderHeads {
  /// The heads of RoBERTa and MPNet.
  static func roberta(_ encoder: EncoderSizes) -> EncoderHeads {
    EncoderHeads(
      masked: Masked(
        dense: "lm_head.dense", width: encoder.width, activation: .gelu,
        norm: "lm_head.layer_norm", epsilon: encoder.epsilon, table: "lm_head.decoder.weight",
        biases: ["lm_head.bias", "lm_head.decoder.bias"]),
      classifier: Classifier(
        dense: "classifier.dense", activation: .tanh, output: "classifier.out_proj"))
  }
}

extension GraphBuilder {
  /// A head of an encoder; `nil` for one that encoders have not.
  func head(
    _ name: HeadName, of heads: EncoderHeads, _ settings: EncoderSettings
  ) throws(ModelFileError) -> ModelHead? {
    let encoder = settings.encoder
    var head = HeadBuilder(self, width: encoder.width, isTied: settings.isTied)
    switch name {
    case .masked:
      let names = heads.masked
      try head.dense(names.dense, to: names.width)
      head.activate(names.activation)
      try head.norm(names.norm, epsilon: names.epsilon)
      try head.decode(
        tied: prefix + "embeddings.word_embeddings.weight", own: names.table,
        biases: names.biases, vocabulary: encoder.vocabulary)
      return head.head(.maskedToken)
    case .classification:
      try head.dense(heads.classifier.dense, to: encoder.width)
      head.activate(heads.classifier.activation)
      try head.dense(heads.classifier.output, to: settings.labels.names.count)
      return head.head(settings.labels.task)
    case .causal, .causalOlder: return nil
    }
  }
}

/// What every encoder's configuration says: sizes, classes, whether logits have the embedding's table.
struct EncoderSettings {
  var encoder: EncoderSizes
  let labels: ClassLabels
  let isTied: Bool

  /// Reads classes and ties.
  init(_ file: JSONFile, _ encoder: EncoderSizes) throws(ModelFileError) {
    self.encoder = encoder
    labels = try ClassLabels(file)
    isTied = try file.bool("tie_word_embeddings", default: true)
  }

  /// The sizes that the program needs of a model whose first places are not used.
  func sizes(unusedPlaces: Int = 0) -> ModelSizes {
    ModelSizes(
      width: encoder.width, layers: encoder.layers, positions: encoder.positions - unusedPlaces,
      vocabulary: encoder.vocabulary)
  }
}
