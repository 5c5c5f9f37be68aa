internal import ByteFormats

/// Qwen 2 (Yang et al. 2024, arXiv:2407.10671): Llama, with biases of queries, keys and values.
struct Qwen2: ModelFamily {
  static let modelTypes = ["qwen2"]

  private let decoder: GatedDecoder
  var sizes: ModelSizes { decoder.sizes.summary(decoder.rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    var decoder = try GatedDecoder(file, sizes: DecoderSizes(file))
    decoder.projectionBias = true
    decoder.windows = try SlidingLayers.windows(file, layers: decoder.sizes.layers)
    self.decoder = decoder
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    try decoder.body(&builder)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try decoder.head(name, builder)
  }
}

/// Qwen 3 (Yang et al. 2025, arXiv:2505.09388): Llama, with a norm of each head's query and key.
struct Qwen3: ModelFamily {
  static let modelTypes = ["qwen3"]

  private let decoder: GatedDecoder
  var sizes: ModelSizes { decoder.sizes.summary(decoder.rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    var decoder = try GatedDecoder(file, sizes: DecoderSizes(file, headSize: 128))
    decoder.normalizesHeads = true
    let bias = try file.bool("attention_bias", default: false)
    (decoder.projectionBias, decoder.outputBias) = (bias, bias)
    decoder.windows = try SlidingLayers.windows(file, layers: decoder.sizes.layers)
    self.decoder = decoder
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    try decoder.body(&builder)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    try decoder.head(name, builder)
  }
}

/// Which layers of a Qwen have a sliding window.
enum SlidingLayers {
  /// From `use_sliding_window`, `sliding_window`, `layer_types` and `max_window_layers`.
  static func windows(_ file: JSONFile, layers: Int) throws(ModelFileError) -> [Int?] {
    let slides = try slidingLayers(file, layers: layers)
    guard try file.bool("use_sliding_window", default: false) else {
      guard slides?.contains(true) != true else {
        throw file.failure(
          .inconsistent, "layer_types",
          expected: "\"full_attention\" alone without use_sliding_window")
      }
      return [Int?](repeating: nil, count: layers)
    }
    let window = try file.integer("sliding_window", in: 1...100_000_000, default: 4096)
    let first = try file.integer("max_window_layers", in: 0...100_000, default: 28)
    return (0..<layers).map { (slides?[$0] ?? ($0 >= first)) ? window : nil }
  }

  /// `layer_types`: whether each layer has a window; `nil` without the key.
  private static func slidingLayers(
    _ file: JSONFile, layers: Int
  ) throws(ModelFileError) -> [Bool]? {
    guard let types = file.value("layer_types") else { return nil }
    guard case .array(let values) = types, values.count == layers else {
      throw file.failure(
        .inconsistent, "layer_types", expected: "a word for each of \(layers) layers")
    }
    var slides: [Bool] = []
    for value in values {
      switch value {
      case .string("sliding_attention"): slides.append(true)
      case .string("full_attention"): slides.append(false)
      default:
        throw file.failure(
          .unsupported, "layer_types", expected: "\"sliding_attention\" or \"full_attention\"")
      }
    }
    return slides
  }
}
