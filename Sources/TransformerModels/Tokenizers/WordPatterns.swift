/// The patterns that byte-level vocabularies were trained with, by the names of `tokenizer.ggml.pre`.
enum WordPatterns {
  private static let llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let qwen2 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let tekken =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let gpt4o =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let deepSeek3 =
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"##

  /// A way to cut a text: patterns one after the other.
  struct Words {
    var patterns: [String]
    /// Whether a word that is a token is left whole.
    var ignoresMerges = false
    /// Whether a text gets a beginning, where the file does not say.
    var addsBeginning = false
  }

  private static let table: [(names: [String], words: Words)] = [
    (
      [
        "gpt-2", "phi-2", "mpt", "olmo", "exaone", "jina-es", "jina-de", "jina-v1-en", "jina-v2-es",
        "jina-v2-de", "jina-v2-code", "gigachat", "trillion", "roberta-bpe", "jais",
      ], Words(patterns: [PatternSplit.byteLevelWords])
    ),
    (
      ["smollm", "starcoder", "refact", "command-r", "codeshell", "minerva-7b"],
      Words(patterns: [#"\p{N}"#, PatternSplit.byteLevelWords])
    ),
    (
      ["llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"],
      Words(patterns: [llama3], ignoresMerges: true, addsBeginning: true)
    ),
    (["dbrx", "smaug-bpe", "glm4", "chatglm-bpe"], Words(patterns: [llama3])),
    (
      ["qwen2", "deepseek-r1-qwen", "stablelm2", "hunyuan", "megrez", "kormo"],
      Words(patterns: [qwen2])
    ),
    (["tekken"], Words(patterns: [tekken], ignoresMerges: true, addsBeginning: true)),
    (["gpt-4o", "llama4", "kanana2", "minimax-m2"], Words(patterns: [gpt4o])),
    (
      ["deepseek-v3", "hunyuan-dense", "joyai-llm"],
      Words(patterns: [#"\p{N}{1,3}"#, "[一-龥\u{3040}-ゟ゠-ヿ]+", deepSeek3])
    ),
    (["bloom", "poro-chat", "gpt3-finnish"], Words(patterns: [#" ?[^(\s|.,!?…。，、।۔،)]+"#])),
  ]

  /// All names, in the order of the table.
  static var names: [String] { table.flatMap(\.names) }

  /// The words of a name; `nil` if it is not known. No name means GPT-2's.
  static func words(_ name: String?) -> Words? {
    let wanted = name == nil || name == "default" ? "gpt-2" : name
    return table.first { row in row.names.contains { $0 == wanted } }?.words
  }

  /// The pre-tokeniser of these words.
  static func preTokenizer(
    _ words: Words, addsPrefixSpace: Bool = false
  ) throws(PatternError) -> any PreTokenizer {
    var steps: [any PreTokenizer] = []
    for pattern in words.patterns {
      steps.append(PatternSplit(pattern: try TextPattern(pattern), behavior: .isolated))
    }
    return PreTokenizerSequence(
      steps: steps + [ByteLevelSplit(addsPrefixSpace: addsPrefixSpace, words: nil)])
  }
}
