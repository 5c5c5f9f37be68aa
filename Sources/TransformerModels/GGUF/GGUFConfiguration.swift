import ByteFormats

/// What a GGUF file says of its model, in the words of Hugging Face's `config.json`, so that families read
/// one dialect.
struct GGUFConfiguration {
  /// Divisors of the frequencies of rotations, as Llama 3.1 has them.
  static let rotationFactors = "rope_freqs.weight"

  let file: GGUFFile
  let sizes: GGUFSizes
  private var members: [JSONObject.Member] = []

  /// - Throws: `ModelFileError` with GGUF's own key.
  init(_ file: GGUFFile, sizes: GGUFSizes) throws(ModelFileError) {
    self.file = file
    self.sizes = sizes
    guard let words = file.entry("token_embd.weight"), words.shape.count == 2 else {
      throw ModelFileError(
        .missingTensor, file: file.file.path, place: "tensor \"token_embd.weight\"",
        found: file.entry("token_embd.weight").map { "shape \($0.shape)" } ?? "no such tensor",
        expected: "a row for each token")
    }
    add("vocab_size", .integer(words.shape[0]))
    switch sizes.architecture {
    case .llama, .qwen2, .qwen3, .gemma: try addLlama()
    case .phi2: try addPhi()
    case .gpt2: try addGPT2()
    case .gptneox: try addNeoX()
    case .bert: try addBERT()
    }
    for (name, key) in [("bos", "bos"), ("pad", "padding")] {
      if let id = try id(of: key) { add("\(name)_token_id", .integer(id)) }
    }
    // A turn, or a message, ends a text too.
    var ends: [Int] = []
    for key in ["eos", "eot", "eom"] {
      if let id = try id(of: key), !ends.contains(id) { ends.append(id) }
    }
    if ends.count > 1 {
      add("eos_token_id", .array(ends.map { .integer($0) }))
    } else if let end = ends.first {
      add("eos_token_id", .integer(end))
    }
  }

  /// The object, as if it were a file.
  var object: JSONFile {
    JSONFile(path: file.file.path, prefix: "", object: JSONObject(members: members))
  }

  private func id(of key: String) throws(ModelFileError) -> Int? {
    try file.metadata.integer("tokenizer.ggml.\(key)_token_id", in: 0...Int(Int32.max))
  }

  private mutating func add(_ key: String, _ value: JSONValue) {
    members.append(JSONObject.Member(key: key, value: value))
  }

  private mutating func add(type: String, class name: String) {
    add("model_type", .string(type))
    add("architectures", .array([.string(name)]))
    add("tie_word_embeddings", .bool(file.entry("output.weight") == nil))
  }

  /// A number with the fewest decimals that are it in float32: 10⁻⁵, not 9.999999747378752·10⁻⁶.
  private func number(_ key: String) throws(ModelFileError) -> JSONValue? {
    try file.metadata.number(sizes.key(key)).map { number in
      .number(Double("\(Float(number))") ?? number)
    }
  }

  private mutating func addNumber(_ key: String, _ source: String) throws(ModelFileError) {
    guard let value = try number(source) else {
      throw file.metadata.failure(.missingKey, sizes.key(source), expected: "a number")
    }
    add(key, value)
  }

  private mutating func addCommon() throws(ModelFileError) {
    add("hidden_size", .integer(sizes.width))
    add("num_hidden_layers", .integer(sizes.layers))
    add("num_attention_heads", .integer(sizes.heads))
    add("num_key_value_heads", .integer(sizes.keyValueHeads))
    add("intermediate_size", .integer(try count("feed_forward_length")))
    add("max_position_embeddings", .integer(try count("context_length")))
  }

  private func count(_ key: String) throws(ModelFileError) -> Int {
    try file.metadata.required(sizes.key(key), in: 1...1_000_000_000)
  }

  private mutating func addLlama() throws(ModelFileError) {
    let window = try file.metadata.integer(
      sizes.key("attention.sliding_window"), in: 0...1_000_000_000, default: 0)
    switch sizes.architecture {
    case .gemma: add(type: "gemma", class: "GemmaForCausalLM")
    case .qwen2: add(type: "qwen2", class: "Qwen2ForCausalLM")
    case .qwen3: add(type: "qwen3", class: "Qwen3ForCausalLM")
    default:
      // Mistral's models are of the architecture llama, some with a window.
      if window > 0 {
        add(type: "mistral", class: "MistralForCausalLM")
      } else {
        add(type: "llama", class: "LlamaForCausalLM")
      }
    }
    if window > 0 {
      add("sliding_window", .integer(window))
      add("use_sliding_window", .bool(true))
      add("max_window_layers", .integer(0))
    }
    try addCommon()
    add("head_dim", .integer(sizes.headSize))
    add("hidden_act", .string(sizes.architecture == .gemma ? "gelu_pytorch_tanh" : "silu"))
    try addNumber("rms_norm_eps", "attention.layer_norm_rms_epsilon")
    add("attention_bias", .bool(file.entry("blk.0.attn_q.bias") != nil))
    add("mlp_bias", .bool(file.entry("blk.0.ffn_up.bias") != nil))
    try addRotation()
  }

  private mutating func addPhi() throws(ModelFileError) {
    add(type: "phi", class: "PhiForCausalLM")
    try addCommon()
    add("hidden_act", .string("gelu_new"))
    try addNumber("layer_norm_eps", "attention.layer_norm_epsilon")
    try addRotation()
  }

  private mutating func addNeoX() throws(ModelFileError) {
    add(type: "gpt_neox", class: "GPTNeoXForCausalLM")
    try addCommon()
    add("hidden_act", .string("gelu"))
    try addNumber("layer_norm_eps", "attention.layer_norm_epsilon")
    add(
      "use_parallel_residual",
      .bool(try file.metadata.bool(sizes.key("use_parallel_residual")) ?? true))
    add("attention_bias", .bool(file.entry("blk.0.attn_qkv.bias") != nil))
    try addRotation()
  }

  private mutating func addGPT2() throws(ModelFileError) {
    add(type: "gpt2", class: "GPT2LMHeadModel")
    add("n_embd", .integer(sizes.width))
    add("n_layer", .integer(sizes.layers))
    add("n_head", .integer(sizes.heads))
    add("n_inner", .integer(try count("feed_forward_length")))
    add("n_positions", .integer(try count("context_length")))
    add("activation_function", .string("gelu_new"))
    try addNumber("layer_norm_epsilon", "attention.layer_norm_epsilon")
  }

  private mutating func addBERT() throws(ModelFileError) {
    add(type: "bert", class: "BertModel")
    try addCommon()
    add("hidden_act", .string("gelu"))
    try addNumber("layer_norm_eps", "attention.layer_norm_epsilon")
    add("type_vocab_size", .integer(file.entry("token_types.weight")?.shape[0] ?? 1))
    if try file.metadata.bool(sizes.key("attention.causal")) == true {
      throw file.metadata.failure(
        .unsupported, sizes.key("attention.causal"), expected: "false: an encoder")
    }
  }

  /// Base, share and scaling of rotations.
  private mutating func addRotation() throws(ModelFileError) {
    add("rope_theta", try number("rope.freq_base") ?? .number(10_000))
    let turning = try file.metadata.integer(
      sizes.key("rope.dimension_count"), in: 2...1_000_000, default: sizes.headSize)
    guard turning <= sizes.headSize else {
      throw file.metadata.failure(
        .inconsistent, sizes.key("rope.dimension_count"),
        expected: "at most the \(sizes.headSize) channels of a head")
    }
    if turning < sizes.headSize {
      add("partial_rotary_factor", .number(Double(turning) / Double(sizes.headSize)))
    }
    if let scaling = try scaling() {
      add("rope_scaling", .object(JSONObject(members: scaling)))
    }
  }

  private func scaling() throws(ModelFileError) -> [JSONObject.Member]? {
    func member(_ key: String, _ value: JSONValue) -> JSONObject.Member {
      .init(key: key, value: value)
    }
    if let entry = file.entry(Self.rotationFactors) {
      guard entry.type == .F32, entry.shape.count == 1 else {
        throw ModelFileError(
          .wrongType, file: file.file.path, place: "tensor \"\(entry.name)\"",
          found: "\(entry.type.name) \(entry.shape)", expected: "a row of F32")
      }
      let factors = Tensor(
        name: entry.name, shape: entry.shape, rows: GGUFRows(file: file.file, entry: entry)
      ).floats.map { JSONValue.number(Double($0)) }
      return [
        member("rope_type", .string("longrope")), member("short_factor", .array(factors)),
        member("long_factor", .array(factors)), member("attention_factor", .integer(1)),
      ]
    }
    let key = sizes.key("rope.scaling.type")
    let type = try file.metadata.string(key) ?? "none"
    var factor = try number("rope.scaling.factor")
    if factor == nil { factor = try number("rope.scale_linear") }
    switch type {
    case "none":
      guard let factor, factor != .number(1) else { return nil }
      return [member("rope_type", .string("linear")), member("factor", factor)]
    case "linear", "yarn":
      guard let factor else {
        throw file.metadata.failure(
          .missingKey, sizes.key("rope.scaling.factor"), expected: "a number")
      }
      let words = [member("rope_type", .string(type)), member("factor", factor)]
      guard type == "yarn" else { return words }
      let context = try count("rope.scaling.original_context_length")
      return words + [member("original_max_position_embeddings", .integer(context))]
    default:
      throw file.metadata.failure(
        .unsupported, key, expected: "one of none, linear, yarn")
    }
  }
}
