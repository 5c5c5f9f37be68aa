import ByteFormats

/// The classes of transformers (5.23) that build their own steps, whatever `tokenizer.json` says of them: of
/// that file they take vocabulary, merges and added tokens. All others take the file as it stands.
enum TokenizerClass: String {
  case bert = "BertTokenizer"
  case distilBert = "DistilBertTokenizer"
  case electra = "ElectraTokenizer"
  case mpnet = "MPNetTokenizer"
  case gpt2 = "GPT2Tokenizer"
  case roberta = "RobertaTokenizer"
  case neoX = "GPTNeoXTokenizer"
  case qwen2 = "Qwen2Tokenizer"
  case llama = "LlamaTokenizer"
  case gemma = "GemmaTokenizer"
  case xlmRoberta = "XLMRobertaTokenizer"
  case t5 = "T5Tokenizer"

  /// The class that a model's kind has where no file of the tokenizer names one.
  private static let classes: [String: TokenizerClass] = [
    "bert": .bert, "distilbert": .bert, "electra": .bert, "megatron-bert": .bert,
    "nomic_bert": .bert,
    "convbert": .bert, "mpnet": .mpnet, "gpt2": .gpt2, "gpt_neo": .gpt2, "gptj": .gpt2,
    "opt": .gpt2,
    "roberta": .roberta, "longformer": .roberta, "gpt_neox": .neoX, "qwen2": .qwen2,
    "qwen3": .qwen2,
    "llama": .llama, "gemma": .gemma, "gemma2": .gemma, "gemma3_text": .gemma,
    "xlm-roberta": .xlmRoberta, "t5": .t5, "mt5": .t5,
  ]

  /// Kinds of models whose files are known to name a wrong class: they are taken as they stand.
  private static let misnamed: Set<String> = [
    "phi3", "phimoe", "modernbert", "modernbert-decoder", "internlm2", "internlm3", "minicpm3",
    "nemotron",
    "jamba", "arctic", "ernie4_5", "smolvlm", "siglip2",
  ]

  /// The name of the class for the model in a folder, where the tokenizer's files do not name it (`usual`),
  /// and one that counts whatever they name (`fixed`).
  static func names(
    folder: ModelFolder
  ) throws(ModelFileError) -> (usual: String, fixed: String?) {
    guard folder.contains("config.json") else { return ("", nil) }
    let file = try JSONFile(path: folder.path(of: "config.json"))
    let kind = try file.string("model_type", default: "")
    let fixed =
      kind == "qwen2" ? qwen2.rawValue : misnamed.contains(kind) ? "TokenizersBackend" : nil
    if file.value("tokenizer_class") != nil { return (try file.string("tokenizer_class"), fixed) }
    return (classes[kind]?.rawValue ?? "", fixed)
  }

  /// Names of tokens that the class has where no file says it.
  var usualTokens: [String: String] {
    switch self {
    case .bert, .distilBert, .electra:
      [
        "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]",
        "mask_token": "[MASK]",
      ]
    case .mpnet, .roberta, .xlmRoberta:
      [
        "bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>",
        "unk_token": self == .mpnet ? "[UNK]" : "<unk>", "pad_token": "<pad>",
        "mask_token": "<mask>",
      ]
    case .gpt2, .neoX:
      [
        "unk_token": "<|endoftext|>", "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>",
      ]
    case .qwen2:
      [
        "unk_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>",
      ]
    case .llama: ["unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"]
    case .gemma:
      [
        "unk_token": "<unk>", "bos_token": "<bos>", "eos_token": "<eos>", "pad_token": "<pad>",
        "mask_token": "<mask>",
      ]
    case .t5: ["eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"]
    }
  }

  /// Whether models are told the types of tokens where no file says it; those of all others are 0.
  var givesTypes: Bool { self != .distilBert && self != .mpnet }

  /// Gives a tokenizer the steps of its class; leaves one alone whose model is of another kind.
  func apply(
    to parts: inout TokenizerParts, _ settings: TokenizerSettings
  ) throws(ModelFileError) {
    func name(_ role: String) -> String? { settings.token(role) ?? usualTokens[role] }
    func id(_ role: String) -> Int? { name(role).flatMap { parts.id(of: $0) } }
    let file = settings.file
    switch (self, parts.model) {
    case (.bert, .wordPiece), (.distilBert, .wordPiece), (.electra, .wordPiece),
      (.mpnet, .wordPiece):
      let lowersCase = try file.bool("do_lower_case", default: true)
      parts.normalizer = TextNormalizer(
        separatesIdeographs: try file.bool("tokenize_chinese_chars", default: true),
        stripsAccents: try file.bool("strip_accents", default: lowersCase), lowersCase: lowersCase)
      parts.preTokenizer = BERTWords()
      parts.decoder = .wordPiece(prefix: ["#", "#"], cleansUp: true)
      if let start = id("cls_token"), let end = id("sep_token") {
        parts.template =
          self == .mpnet ? .roberta(start: start, end: end) : .bert(start: start, end: end)
      }
    case (.gpt2, .bytePairs), (.roberta, .bytePairs), (.neoX, .bytePairs), (.qwen2, .bytePairs):
      let addsPrefix = try file.bool("add_prefix_space", default: false)
      do throws(PatternError) {
        if self == .qwen2, let words = WordPatterns.words("qwen2") {
          parts.preTokenizer = try WordPatterns.preTokenizer(words, addsPrefixSpace: addsPrefix)
        } else {
          parts.preTokenizer = ByteLevelSplit(
            addsPrefixSpace: addsPrefix,
            words: PatternSplit(
              pattern: try TextPattern(PatternSplit.byteLevelWords), behavior: .isolated))
        }
      } catch { throw file.failure(.unsupported, "tokenizer_class", expected: error.expected) }
      parts.normalizer =
        self == .neoX || self == .qwen2 ? UnicodeForm(isCompatible: false, composes: true) : nil
      parts.decoder = .byteLevel
      if self == .roberta, let start = id("cls_token"), let end = id("sep_token") {
        parts.template = .roberta(start: start, end: end)
      }
    case (.llama, .bytePairs(let model)):
      var options = model.options
      (options.unknown, options.fusesUnknown, options.fallsBackToBytes) = (nil, true, true)
      options.ignoresMerges = false
      parts.model = .bytePairs(model.with(options))
      let addsPrefix = try file.bool("add_prefix_space", default: true)
      let isLegacy = try file.bool("legacy", default: false)
      parts.normalizer = nil
      parts.preTokenizer = MetaspaceSplit(
        replacement: "▁", prepending: !addsPrefix ? .never : isLegacy ? .always : .first,
        splits: false)
      parts.decoder = .sentencePieces(stripsFirst: addsPrefix)
    case (.gemma, .bytePairs(let model)):
      var options = model.options
      options.unknown = id("unk_token")
      (options.fusesUnknown, options.fallsBackToBytes) = (true, true)
      parts.model = .bytePairs(model.with(options))
      parts.normalizer = ReplaceMatches(
        pattern: TextPattern(literal: " "), content: ["▁"], single: " ")
      parts.preTokenizer = nil
      parts.decoder = .sentencePieces(stripsFirst: false)
    case (.xlmRoberta, .unigram), (.t5, .unigram):
      let addsPrefix = self == .t5 ? true : try file.bool("add_prefix_space", default: true)
      parts.normalizer = parts.normalizer.flatMap(TokenizerClass.map)
      parts.preTokenizer = PreTokenizerSequence(steps: [
        ScalarSplit(kind: .whitespace, behavior: .removed),
        MetaspaceSplit(
          replacement: "▁", prepending: addsPrefix ? .always : .never, splits: true),
      ])
      parts.decoder = .metaspace("▁", dropsFirst: addsPrefix)
      if self == .t5, let end = parts.id(of: "</s>") {
        parts.template = EncodingTemplate(
          single: [.text(0, type: 0), .token(end, type: 0)],
          pair: [.text(0, type: 0), .token(end, type: 0), .text(1, type: 0), .token(end, type: 0)])
      } else if let start = id("bos_token"), let end = id("eos_token") {
        parts.template = .roberta(start: start, end: end)
      }
    default: return
    }
  }

  /// The map of characters among some steps: all of them that these classes keep.
  private static func map(_ normalizer: any Normalizer) -> (any Normalizer)? {
    switch normalizer {
    case is PrecompiledMap: normalizer
    case let sequence as NormalizerSequence: sequence.steps.lazy.compactMap(map).first
    default: nil
    }
  }
}
