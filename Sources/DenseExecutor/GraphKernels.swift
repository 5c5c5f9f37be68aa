internal import ExecutionRecords
internal import enum MoebiusGeometry.PositionFlow
internal import TransformerModels

/// What kernels' sizes need to know of a batch.
struct BatchSize {
  let texts: Int
  let tokens: Int
  let longest: Int
  /// Tokens of each text, and those of it in a cache.
  private let parts: [(tokens: Int, earlier: Int)]

  /// - Parameter earlier: tokens of each text that are in a cache; none without.
  init(tokenCounts: [Int], earlier: [Int] = []) {
    texts = tokenCounts.count
    parts = tokenCounts.indices.map { (tokenCounts[$0], earlier.isEmpty ? 0 : earlier[$0]) }
    tokens = tokenCounts.reduce(0, +)
    longest = tokenCounts.max() ?? 0
  }

  /// Σ queries · keys over the texts, Σ keys, and the most keys of a text.
  ///
  /// - Parameter window: tokens that a token sees; `nil` for all.
  func attended(window: Int?) -> (scores: Int, keys: Int, most: Int) {
    parts.reduce((0, 0, 0)) { sum, part in
      // Of a cache the tokens of the window before the first query.
      let keys =
        part.tokens + min(part.earlier, window.map { max(0, $0 - 1) } ?? part.earlier)
      return (sum.0 + part.tokens * keys, sum.1 + keys, max(sum.2, keys))
    }
  }
}

/// Collects the kernels of a graph's nodes; the formulas are those of `KernelTrace.trace`.
struct GraphKernels {
  let batch: BatchSize
  let bytesPerElement: Int
  private(set) var kernels: [KernelTrace.Kernel] = []
  /// Rows and width of each value so far.
  private var sizes: [(rows: Int, width: Int)] = []

  init(batch: BatchSize, bytesPerElement: Int) {
    self.batch = batch
    self.bytesPerElement = bytesPerElement
  }

  /// Adds the kernels of a node whose inputs' nodes are added.
  mutating func append(_ node: ModelGraph.Node) {
    let input = node.inputs.first.map { sizes[$0] } ?? (rows: batch.tokens, width: 0)
    let elements = input.rows * input.width
    var output = input
    switch node.operation {
    case .embedding(let tables):
      output.width = tables.word.rowSize
      let gathered = output.rows * output.width
      let count = 1 + (tables.position == nil ? 0 : 1) + (tables.tokenType == nil ? 0 : 1)
      let scaling = tables.scale == 1 ? 0 : gathered
      add(
        .gather, node, [1, output.rows, output.width, 1], flops: (count - 1) * gathered + scaling,
        weights: count * gathered, read: output.rows, written: gathered)
    case .rows(let width): output.width = width
    case .linear(let layer):
      output.width = layer.outputs
      let hasBias = layer.bias != nil
      let results = input.rows * layer.outputs
      add(
        .matrixProduct, node, [1, input.rows, layer.outputs, layer.inputs],
        flops: 2 * results * layer.inputs + (hasBias ? results : 0),
        weights: layer.outputs * layer.inputs + (hasBias ? layer.outputs : 0), read: elements,
        written: results)
    case .attention(let shape):
      output.width = shape.heads * shape.headSize
      attend(node, shape)
    case .rotation:
      rows(.elementwise, node, input, flops: 3 * elements)
    case .activation(let activation):
      rows(.elementwise, node, input, flops: activation.operations * elements)
    case .layerNorm(let norm):
      let hasShift = norm.shift != nil
      rows(
        .norm, node, input, flops: (hasShift ? 7 : 6) * elements,
        weights: (hasShift ? 2 : 1) * input.width)
    case .rootMeanSquareNorm(let norm):
      rows(.norm, node, input, flops: 4 * elements, weights: norm.gain.count)
    case .add, .multiply:
      rows(.elementwise, node, input, flops: elements, read: 2 * elements)
    case .pool(let pooling, _):
      output.rows = batch.texts
      let results = output.rows * output.width
      let (operations, read) = pooling.operations(elements: elements, results: results)
      add(
        .reduction, node, [1, output.rows, output.width, 1], flops: operations, weights: 0,
        read: read, written: results)
    case .unitLength:
      rows(.norm, node, input, flops: 3 * elements)
    }
    sizes.append(output)
  }

  /// Adds the kernels of a head that reads the last row of each text.
  mutating func append(_ head: ModelHead) {
    sizes = []
    for node in head.nodes {
      guard case .rows(let width) = node.operation else {
        append(node)
        continue
      }
      sizes.append((batch.texts, width))
    }
  }

  private mutating func attend(_ node: ModelGraph.Node, _ shape: AttentionShape) {
    let (heads, size) = (shape.heads, shape.headSize)
    let attended = batch.attended(window: shape.window)
    let scores = attended.scores * heads
    let queries = batch.tokens * heads * size
    let keys = attended.keys * shape.keyValueHeads * size
    let placing: Int
    switch shape.position {
    case nil: placing = 0
    case .elliptic?: placing = 3 * (queries + keys)
    case .hyperbolic?, .parabolic?: placing = scores
    }
    let biasing = shape.distanceBias == nil ? 0 : scores
    add(
      .batchedMatrixProduct, node, part: ".scores",
      [batch.texts * heads, batch.longest, attended.most, size],
      flops: 2 * scores * size + scores + placing + biasing, weights: 0, read: queries + keys,
      written: scores
    )
    add(
      .softmax, node, part: ".softmax", [1, batch.tokens * heads, attended.most, 1],
      flops: 5 * scores, weights: 0, read: scores, written: scores)
    add(
      .batchedMatrixProduct, node, part: ".values",
      [batch.texts * heads, batch.longest, size, attended.most], flops: 2 * scores * size,
      weights: 0, read: scores + keys, written: queries)
  }

  /// A kernel that reads and writes rows of one size.
  private mutating func rows(
    _ kind: KernelTrace.Kind, _ node: ModelGraph.Node, _ size: (rows: Int, width: Int),
    flops: Int, weights: Int = 0, read: Int? = nil
  ) {
    let elements = size.rows * size.width
    add(
      kind, node, [1, size.rows, size.width, 1], flops: flops, weights: weights,
      read: read ?? elements, written: elements)
  }

  /// Weights, reads and writes in elements.
  private mutating func add(
    _ kind: KernelTrace.Kind, _ node: ModelGraph.Node, part: String = "", _ shape: [Int],
    flops: Int, weights: Int, read: Int, written: Int
  ) {
    func bytes(_ elements: Int) -> UInt64 { UInt64(elements * bytesPerElement) }
    kernels.append(
      .init(
        kind: kind, name: node.name + part, layer: node.layer, shape: shape, flops: UInt64(flops),
        weightBytes: bytes(weights), readBytes: bytes(read), writtenBytes: bytes(written)))
  }
}

extension Activation {
  /// Operations of one value: an exponential, an error function, a root, a division and a comparison are one
  /// each.
  fileprivate var operations: Int {
    switch self {
    case .identity: 0
    case .relu: 1
    case .squaredReLU, .relu6, .leakyReLU: 2
    case .logistic, .rootSoftplus: 3
    case .silu: 4
    case .gelu, .quickGELU, .hardSwish, .laplace, .tanh: 5
    case .clippedGELU, .mish: 7
    case .geluTanh: 9
    }
  }
}

extension Pooling {
  /// Operations, and elements that are read.
  fileprivate func operations(elements: Int, results: Int) -> (operations: Int, read: Int) {
    switch self {
    case .mean, .rootMean: (elements + results, elements)
    case .first, .last: (0, results)
    case .max: (elements, elements)
    case .weightedMean: (2 * elements + results, elements)
    }
  }
}
