/// Gemma (Gemma Team 2024, arXiv:2403.08295): Llama, with embeddings times √width, norms whose gain is one
/// more than the stored one, and GeGLU.
struct Gemma: ModelFamily {
  static let modelTypes = ["gemma"]

  private let decoder: GatedDecoder
  var sizes: ModelSizes { decoder.sizes.summary(decoder.rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    var decoder = try GatedDecoder(
      file, sizes: DecoderSizes(file, headSize: 256), isTied: true,
      activation: file.value("hidden_activation") == nil ? "hidden_act" : "hidden_activation",
      usualActivation: .geluTanh)
    // The first folders said "gelu" and meant this.
    if decoder.activation == .gelu { decoder.activation = .geluTanh }
    try file.refuse(["use_bidirectional_attention"], expected: "false: a decoder")
    let bias = try file.bool("attention_bias", default: false)
    (decoder.projectionBias, decoder.outputBias) = (bias, bias)
    decoder.embeddingScale = Float(Double(decoder.sizes.width).squareRoot())
    decoder.gainAddsOne = true
    self.decoder = decoder
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    try decoder.body(&builder)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try decoder.head(name, builder)
  }
}
