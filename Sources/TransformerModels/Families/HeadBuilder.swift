internal import ByteFormats

/// Collects the nodes of a head, one after another.
struct HeadBuilder {
  private let weights: any WeightSource
  private var nodes: [ModelGraph.Node]
  private var width: Int
  /// Whether logits have the embedding's table.
  private let isTied: Bool
  private var notes: [String] = []

  /// A head that reads rows of `width` values.
  init(_ builder: GraphBuilder, width: Int, isTied: Bool = true) {
    weights = builder.weights
    self.isTied = isTied
    self.width = width
    nodes = [.init(name: "head.rows", layer: nil, operation: .rows(width: width), inputs: [])]
  }

  private mutating func add(_ name: String, _ operation: ModelGraph.Operation) {
    nodes.append(
      .init(name: "head.\(name)", layer: nil, operation: operation, inputs: [nodes.count - 1]))
  }

  /// A linear layer under its full name.
  mutating func dense(
    _ name: String, to outputs: Int, hasBias: Bool = true
  ) throws(ModelFileError) {
    add(
      "dense\(nodes.count)",
      .linear(
        LinearWeights(
          weight: try weights.weight("\(name).weight", [outputs, width]),
          bias: hasBias ? try weights.weight("\(name).bias", [outputs]) : nil)))
    width = outputs
  }

  mutating func activate(_ activation: Activation) {
    add(activation.rawValue, .activation(activation))
  }

  mutating func norm(_ name: String, epsilon: Float) throws(ModelFileError) {
    let older = weights.contains("\(name).gamma")
    add(
      "norm",
      .layerNorm(
        NormWeights(
          gain: try weights.weight("\(name).\(older ? "gamma" : "weight")", [width]),
          shift: try weights.weight("\(name).\(older ? "beta" : "bias")", [width]),
          epsilon: epsilon)))
  }

  /// Logits of all tokens, with the embedding's table, or with one of the head's own where the model ties
  /// nothing or its file holds two tables that differ, as in transformers.
  ///
  /// - Parameter biases: names that the bias may have; none without a bias.
  mutating func decode(
    tied: String, own: String, biases: [String], vocabulary: Int
  ) throws(ModelFileError) {
    let bias = biases.first { weights.contains($0) } ?? biases.first
    add(
      "logits",
      .linear(
        LinearWeights(
          weight: try outputTable(tied: tied, own: own, [vocabulary, width]),
          bias: try bias.map { name throws(ModelFileError) in
            try weights.weight(name, [vocabulary])
          })))
    width = vocabulary
  }

  private mutating func outputTable(
    tied: String, own: String, _ shape: [Int]
  ) throws(ModelFileError) -> Tensor {
    guard isTied, weights.contains(own) else {
      return try weights.weight(isTied ? tied : own, shape)
    }
    let stored = try weights.weight(own, shape)
    guard weights.contains(tied) else { return stored }
    let table = try weights.weight(tied, shape)
    if table.hasElements(of: stored) { return table }
    notes.append(
      "\(own) differs from \(tied), to which the configuration ties it: logits have the stored \(own)"
    )
    return stored
  }

  func head(_ task: ModelHead.Task) -> ModelHead {
    var head = ModelHead(task: task, nodes: nodes)
    head.notes = notes
    return head
  }
}

extension GraphBuilder {
  /// Logits of the next token.
  ///
  /// - Parameters:
  ///   - table: the embedding's table behind the prefix.
  ///   - own: the head's weights where it has some.
  func nextTokenHead(
    table: String, own: String, isTied: Bool, bias: String? = nil, vocabulary: Int, width: Int
  ) throws(ModelFileError) -> ModelHead {
    var head = HeadBuilder(self, width: width, isTied: isTied)
    try head.decode(
      tied: prefix + table, own: own, biases: bias.map { [$0] } ?? [], vocabulary: vocabulary)
    return head.head(.nextToken)
  }
}

/// The classes of a classifier, from `id2label` or `num_labels`.
struct ClassLabels: Sendable {
  var names: [String]
  /// Whether each class is decided by itself.
  var isMultiLabel: Bool

  var task: ModelHead.Task { .classification(labels: names, isMultiLabel: isMultiLabel) }

  init(_ file: JSONFile) throws(ModelFileError) {
    isMultiLabel = file.value("problem_type") == .string("multi_label_classification")
    guard file.value("id2label") != nil else {
      let count = try file.integer("num_labels", in: 1...1_000_000, default: 2)
      names = (0..<count).map { "LABEL_\($0)" }
      return
    }
    let labels = try file.section("id2label")
    var names: [String] = []
    for id in labels.object.members.indices { names.append(try labels.string("\(id)")) }
    guard !names.isEmpty else {
      throw file.failure(.inconsistent, "id2label", expected: "at least one class")
    }
    self.names = names
  }
}
