/// Phi-3 (Abdin et al. 2024, arXiv:2404.14219): Llama, with fused tensors and longrope.
struct Phi3: ModelFamily {
  static let modelTypes = ["phi3"]

  private let decoder: GatedDecoder
  var sizes: ModelSizes { decoder.sizes.summary(decoder.rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    var decoder = try GatedDecoder(
      file, sizes: DecoderSizes(file), usualEpsilon: 1e-5, yarnIsLongRope: true)
    decoder.isFused = true
    if file.value("sliding_window") != nil {
      let window = try file.integer("sliding_window", in: 1...100_000_000)
      decoder.windows = [Int?](repeating: window, count: decoder.sizes.layers)
    }
    self.decoder = decoder
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    try decoder.body(&builder)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try decoder.head(name, builder)
  }
}

extension GraphBuilder {
  /// Queries, keys and values from one tensor, one below the other.
  mutating func projectFused(
    _ input: ModelGraph.ValueID, sizes: DecoderSizes, layer: Int, under prefix: String
  ) throws(ModelFileError) -> Projections {
    let (queries, keys) = (sizes.queryWidth, sizes.keyWidth)
    let all = try weight(
      prefix + "self_attn.qkv_proj.weight", [queries + 2 * keys, sizes.width])
    func rows(_ part: String, _ range: Range<Int>) -> ModelGraph.ValueID {
      add(
        "layer\(layer).\(part)", layer: layer,
        .linear(LinearWeights(weight: all.rows(range), bias: nil)), [input])
    }
    return Projections(
      query: rows("query", 0..<queries), key: rows("key", queries..<(queries + keys)),
      value: rows("value", (queries + keys)..<(queries + 2 * keys)))
  }
}
