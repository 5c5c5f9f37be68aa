/// What the parts of the program need to know of a configuration before its graph is built.
struct ModelSizes: Sendable, Equatable {
  /// Width of the hidden state.
  var width: Int
  var layers: Int
  /// The most tokens of a text.
  var positions: Int
  /// Rows of the embedding table.
  var vocabulary: Int
}

/// A family of transformers: how a configuration and weights become a graph.
protocol ModelFamily: Sendable {
  /// Values of `model_type`.
  static var modelTypes: [String] { get }

  /// Reads the configuration.
  ///
  /// - Throws: `ModelFileError` that names the key.
  init(_ file: JSONFile) throws(ModelFileError)

  var sizes: ModelSizes { get }

  /// Adds the body: embedding and layers, all weights checked. Notes the hidden states.
  ///
  /// - Returns: the rows of the tokens that heads read.
  /// - Throws: `ModelFileError` that names the tensor: missing, of another shape, not finite.
  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID

  /// The head of an architecture, e.g. `MaskedLM`; `nil` if the family has none of that name.
  ///
  /// - Parameter builder: has the body.
  func head(
    _ name: HeadName, _ builder: GraphBuilder
  ) throws(ModelFileError) -> ModelHead?
}

/// A family whose tokens all see each other.
protocol Encoder: ModelFamily {}

/// Heads by the ends of transformers' class names.
enum HeadName: String, CaseIterable {
  case causal = "ForCausalLM"
  case causalOlder = "LMHeadModel"
  case masked = "ForMaskedLM"
  case classification = "ForSequenceClassification"
}

/// All families.
enum ModelFamilies {
  static let all: [any ModelFamily.Type] = [
    BERT.self, DistilBERT.self, ELECTRA.self, MPNet.self, RoBERTa.self,
    GPT2.self, GPTNeoX.self, Gemma.self, Llama.self, Mistral.self, Phi.self, Phi3.self,
    Qwen2.self, Qwen3.self,
  ]

  /// Values of `model_type` that this program builds.
  static var modelTypes: [String] { all.flatMap { $0.modelTypes }.sorted() }

  /// The family of a configuration.
  ///
  /// - Throws: `unsupported` for an architecture that is not known, with the list of those that are.
  static func family(_ file: JSONFile) throws(ModelFileError) -> any ModelFamily {
    // Missing is an error of its own.
    _ = try file.string("model_type")
    let type = try file.oneOf("model_type", modelTypes)
    for family in all where family.modelTypes.contains(type) { return try family.init(file) }
    throw file.failure(.unsupported, "model_type", expected: "a known architecture")
  }
}
