internal import ByteFormats

/// Mistral (Jiang et al. 2023, arXiv:2310.06825): Llama, with a sliding window: a token sees itself and the
/// window − 1 tokens before it.
struct Mistral: ModelFamily {
  static let modelTypes = ["mistral"]

  private let decoder: GatedDecoder
  var sizes: ModelSizes { decoder.sizes.summary(decoder.rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    var sizes = try DecoderSizes(file)
    if file.object["num_key_value_heads"] == nil {
      sizes.keyValueHeads = sizes.heads % 8 == 0 ? 8 : sizes.heads
    }
    var decoder = try GatedDecoder(file, sizes: sizes)
    // A missing key means 4096, null means all; a window of 0 would hide a token from itself.
    let window: Int? =
      file.object["sliding_window"] == .null
      ? nil : try file.integer("sliding_window", in: 1...100_000_000, default: 4096)
    decoder.windows = [Int?](repeating: window, count: sizes.layers)
    self.decoder = decoder
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    try decoder.body(&builder)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try decoder.head(name, builder)
  }
}
