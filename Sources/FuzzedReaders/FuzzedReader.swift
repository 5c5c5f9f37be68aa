/// A reader of what comes from outside, as a fuzzer and the tests of what it kept call it.
///
/// A new reader of files has a case here, a seed or two among the fixtures of `FuzzedReadersTests`, and what it
/// does with bytes in `ReaderBench`.
public enum FuzzedReader: String, CaseIterable, Sendable {
  /// Problem files of any format: two bytes choose format, name and kind, the rest is the file.
  case problem
  /// Couplings of `lattice`, from a file of any format.
  case couplings
  /// Sizes, temperatures and parameters of lattices, a word a line.
  case latticeWords = "lattice-words"
  /// Programs in text form, of values or of agents.
  case programText = "program-text"
  /// Programs in binary form: the sum at the end is made right.
  case programBinary = "program-binary"
  /// Chip descriptions, with all that follows from one.
  case chip
  /// Reference devices.
  case device
  /// Measured devices.
  case measured
  /// Tables of devices.
  case deviceTable = "device-table"
  /// Figures of `spec new --set`, one a line.
  case specChanges = "spec-changes"
  /// Weights.
  case safetensors
  /// The list of a checkpoint's files.
  case weightIndex = "weight-index"
  /// `config.json` of a model.
  case configuration
  /// `tokenizer.json`, with texts that it encodes.
  case tokenizer
  /// `vocab.txt`.
  case vocabulary
  /// `modules.json`.
  case modules
  /// The pooling's `config.json`.
  case pooling
  /// `sentence_bert_config.json`.
  case sentence
  /// JSON as a tree, and skipped.
  case json
  /// Decimal numbers.
  case decimal
  /// Parts of a checkpoint: the seal is made right.
  case checkpoint
  /// The state of a session of agents, behind its identity.
  case agentState = "agent-state"
  /// The state of a session of values, behind its identity.
  case valueState = "value-state"
  /// Summaries of results as `diff` reads them.
  case results
  /// The list of files of a result folder.
  case resultList = "result-list"
  /// Texts, one a line, and their tokens.
  case texts
  /// Texts as an array in JSON.
  case textsJSON = "texts-json"
  /// Documents and queries of `run --retrieval`.
  case retrieval
  /// Arrays of NumPy.
  case npy
  /// `config.json` of a model of any family, beside the weights of all of them.
  case familyConfiguration = "family-configuration"
  /// `modules.json`, and behind a byte 0 the configuration of its module Dense.
  case dense
  /// GGUF files, whole models.
  case gguf
  /// Tokenizers of GGUF files.
  case ggufTokenizer = "gguf-tokenizer"
  /// `tokenizer.json` of any kind behind a line of text, which it encodes.
  case anyTokenizer = "any-tokenizer"
  /// A pattern of pre-tokenizers, and behind its line a text that it cuts.
  case pattern
  /// `tokenizer_config.json`, `special_tokens_map.json`, `vocab.json` and `merges.txt`, a byte 0 between them.
  case tokenizerSettings = "tokenizer-settings"
  /// Templates of chats, and behind a byte 0 a conversation in JSON.
  case chatTemplate = "chat-template"
  /// Measured curves of devices, which `spec fit` fits.
  case deviceCurves = "device-curves"
  /// Published results, with their formulas.
  case publishedResult = "published-result"
  /// Sweeps, with all of their points.
  case sweep
}
