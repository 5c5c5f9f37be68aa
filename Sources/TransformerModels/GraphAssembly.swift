internal import ByteFormats

/// Puts a graph together: the family's body, and behind it the modules of a sentence model or a head.
struct GraphAssembly {
  let source: ModelSource
  let family: any ModelFamily
  /// Tokens of a prompt before every text.
  var promptTokens = 0

  /// The graph, and what a user must know of what it leaves out.
  ///
  /// - Throws: `ModelFileError` for weights that are missing or wrong, and for a head that the family has
  ///   not.
  func graph(
    maximumTokens: Int
  ) throws(ModelFileError) -> (graph: ModelGraph, notes: [String]) {
    var builder = GraphBuilder(weights: source.weights)
    let rows = try family.body(&builder)
    let architecture = try architecture()
    var notes = try contradictions(architecture)
    var head: ModelHead?
    if let modules = source.sentence?.modules, !modules.isEmpty {
      try builder.append(modules, to: rows, promptTokens: promptTokens)
      if let architecture, architecture.head != nil {
        notes.append(
          "modules.json asks for a vector of each text: the head of \(architecture.name) is not "
            + "computed")
      }
    } else if let architecture, let name = architecture.head {
      guard let built = try family.head(name, builder) else {
        throw source.configuration.failure(
          .unsupported, "architectures",
          expected: "a head that \(type(of: family)) has, or the model without head")
      }
      if case .classification = built.task {
        // A decoder's last token has seen all others, an encoder's first one stands for the text.
        let isDecoder = builder.isCausal
        builder.add("pool", .pool(isDecoder ? .last : .first), [rows])
      }
      head = built
      notes += built.notes
    } else if let sentence = source.sentence, let folder = sentence.transformerFolder {
      throw ModelFileError(
        .unsupported, file: folder.path(of: "modules.json"), found: "the module Transformer alone",
        expected: "Pooling behind it, or the checkpoint of a cross-encoder")
    } else {
      try builder.append(SentenceConfiguration().modules, to: rows, promptTokens: promptTokens)
      if let architecture, !architecture.isBody {
        notes.append(
          "the head of \(architecture.name) is not computed: the result is the mean over the tokens"
        )
      }
    }
    let sizes = family.sizes
    var graph = ModelGraph(
      name: source.name, parameterCount: source.weights.parameterCount,
      hiddenSize: sizes.width, layerCount: sizes.layers, maximumTokens: maximumTokens,
      nodes: builder.nodes, states: builder.states, head: head)
    if let sentence = source.sentence, let width = sentence.truncatedWidth {
      // A width beyond the result's keeps all of it, as slices in Python do.
      graph.resultWidth = min(width, sentence.width(of: family.sizes.width))
    }
    return (graph, notes)
  }

  /// Keys that say something else than what is computed.
  private func contradictions(
    _ architecture: Architecture?
  ) throws(ModelFileError) -> [String] {
    var notes: [String] = []
    let type = try source.configuration.string("model_type")
    if let architecture, !architecture.isClass(of: type) {
      notes.append(
        "architectures names \(architecture.name), which is no class of model_type \(type): the model is "
          + "built as \(type)")
    }
    if source.weights is PlainWeights {
      notes.append("\(PlainWeights.key) is not applied: the weights of the file are plain")
    }
    return notes
  }

  /// A class of transformers that the checkpoint was saved from.
  private struct Architecture {
    var name: String
    /// Its head, if that is one of the known ones.
    var head: HeadName? { HeadName.allCases.first { name.hasSuffix($0.rawValue) } }
    /// Whether it is a body alone.
    var isBody: Bool { name.hasSuffix("Model") && head == nil }

    /// Whether the name begins with the kind's, `GPTNeoX…` of `gpt_neox`, and goes on with another word.
    func isClass(of type: String) -> Bool {
      let word = type.filter { $0 != "_" && $0 != "-" }
      return name.lowercased().hasPrefix(word)
        && name.dropFirst(word.count).first?.isUppercase != false
    }
  }

  /// The first entry of `architectures`; `nil` if there is none.
  private func architecture() throws(ModelFileError) -> Architecture? {
    switch source.configuration.value("architectures") {
    case nil: return nil
    case .array(let values)?:
      guard let first = values.first else { return nil }
      if case .string(let name) = first { return Architecture(name: name) }
      fallthrough
    default:
      throw source.configuration.failure(.wrongType, "architectures", expected: "a list of names")
    }
  }
}

extension GraphBuilder {
  /// Whether some token does not see later ones.
  fileprivate var isCausal: Bool {
    nodes.contains {
      if case .attention(let shape) = $0.operation { shape.causal } else { false }
    }
  }

  /// Adds the modules of a sentence model.
  fileprivate mutating func append(
    _ modules: [SentenceModule], to rows: ModelGraph.ValueID, promptTokens: Int
  ) throws(ModelFileError) {
    var value = rows
    for module in modules {
      switch module {
      case .pool(let pooling, let includesPrompt):
        value = add("pool", .pool(pooling, after: includesPrompt ? 0 : promptTokens), [value])
      case .normalize: value = add("unit", .unitLength, [value])
      case .dense(let dense):
        for (name, operation) in try dense.operations(isOutline: weights is OutlineWeights) {
          value = add(name, operation, [value])
        }
      }
    }
  }
}

extension ModelSource {
  /// The most tokens of a text: what the files say, and for a decoder alone all that its positions allow.
  func maximumTokens(of family: any ModelFamily) throws(ModelFileError) -> Int {
    let positions = family.sizes.positions
    guard sentence != nil || family is any Encoder else { return positions }
    return try tokenLimit?(positions) ?? positions
  }
}
