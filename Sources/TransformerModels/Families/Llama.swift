/// Llama (Touvron et al. 2023, arXiv:2302.13971): RMSNorm, RoPE, grouped queries, SwiGLU.
struct Llama: ModelFamily {
  static let modelTypes = ["llama"]

  private let decoder: GatedDecoder
  var sizes: ModelSizes { decoder.sizes.summary(decoder.rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    var decoder = try GatedDecoder(file, sizes: DecoderSizes(file))
    let attentionBias = try file.bool("attention_bias", default: false)
    (decoder.projectionBias, decoder.outputBias) = (attentionBias, attentionBias)
    decoder.feedForwardBias = try file.bool("mlp_bias", default: false)
    self.decoder = decoder
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    try decoder.body(&builder)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try decoder.head(name, builder)
  }
}
