internal import DenseAlgebra
internal import TransformerModels

/// Assigns values to slots: a slot is free again after the last use of what it holds, and element-wise
/// steps write over an input that nobody needs any more.
struct PlanBuilder {
  private var slotWidths: [Int] = []
  /// The node that reads a slot last.
  private var slotLives: [Int] = []
  private var views: [ExecutionPlan.View?]
  private var steps: [ExecutionPlan.Step] = []
  private let lastUses: [Int]

  /// - Parameter keepsAll: whether every node's value stays readable until the end.
  static func plan(_ graph: PreparedGraph, keepsAll: Bool) -> ExecutionPlan {
    var builder = PlanBuilder(graph, keepsAll: keepsAll)
    for entry in graph.entries { builder.append(entry, keepsAll: keepsAll) }
    return ExecutionPlan(
      slotWidths: builder.slotWidths, steps: builder.steps, views: builder.views,
      output: builder.views[graph.names.count - 1]!)
  }

  private init(_ graph: PreparedGraph, keepsAll: Bool) {
    views = Array(repeating: nil, count: graph.names.count)
    lastUses = keepsAll ? graph.lastUses.map { _ in Int.max } : graph.lastUses
  }

  /// A slot for the values of `nodes`: free, new, or that of an input that dies here.
  private mutating func place(
    _ nodes: Range<Int>, width: Int, isPooled: Bool, over inputs: [ExecutionPlan.View] = []
  ) -> ExecutionPlan.View {
    let life = nodes.map { lastUses[$0] }.max()!
    let reusable = inputs.first {
      $0.column == 0 && $0.width == width && $0.stride == width && $0.isPooled == isPooled
        && slotLives[$0.slot] < nodes.upperBound
    }
    let slot: Int
    if let reusable {
      slot = reusable.slot
    } else if let free = slotWidths.indices.first(where: {
      slotWidths[$0] == width && slotLives[$0] < nodes.lowerBound
    }) {
      slot = free
    } else {
      slot = slotWidths.count
      slotWidths.append(width)
      slotLives.append(0)
    }
    slotLives[slot] = life
    return .init(slot: slot, column: 0, width: width, stride: width, isPooled: isPooled)
  }

  private mutating func append(_ entry: PreparedGraph.Entry, keepsAll: Bool) {
    let nodes = entry.nodes
    let inputs = entry.inputs.map { views[$0]! }
    let output: ExecutionPlan.View
    switch entry.operation {
    case .embedding(let rows):
      output = place(nodes, width: rows.width, isPooled: false)
      steps.append(.gather(rows, into: output))
    case .rows(let width):
      output = place(nodes, width: width, isPooled: false)
      steps.append(.given(into: output))
    case .linear(let layers, let widths, let activation):
      // The product's own values are there only where they are kept.
      let products =
        activation != nil && keepsAll ? nodes.lowerBound..<(nodes.upperBound - 1) : nodes
      let finish = products == nodes ? activation?.finish : nil
      output = place(
        products, width: widths.reduce(0, +), isPooled: inputs[0].isPooled)
      var part = output
      for layer in layers {
        Self.expect(inputs[0].width, layer.inputs, "a linear layer's input")
        part.width = layer.outputs
        steps.append(.linear(layer, of: inputs[0], into: part, finish: finish))
        part.column += layer.outputs
      }
      var column = 0
      for (node, width) in zip(nodes, widths) {
        views[node] = output
        views[node]!.column = column
        views[node]!.width = width
        column += width
      }
      guard let activation else { return }
      let last = nodes.upperBound - 1
      guard products != nodes else {
        views[nodes.lowerBound] = nil
        views[last] = output
        return
      }
      views[last] = place(last..<(last + 1), width: output.width, isPooled: output.isPooled)
      steps.append(.activation(activation, of: output, into: views[last]!))
      return
    case .attention(let shape, let number, let bias):
      Self.expect(inputs[0].width, shape.heads * shape.headSize, "queries")
      Self.expect(inputs[1].width, shape.keyValueHeads * shape.headSize, "keys")
      Self.expect(inputs[2].width, shape.keyValueHeads * shape.headSize, "values")
      Self.expect(shape.heads % shape.keyValueHeads, 0, "heads left over by key and value heads")
      output = place(nodes, width: inputs[0].width, isPooled: false)
      steps.append(
        .attention(
          .init(shape: shape, number: number, bias: bias), query: inputs[0], key: inputs[1],
          value: inputs[2], into: output))
    case .rotation(let rotary):
      Self.expect(inputs[0].width % rotary.headSize, 0, "channels left over by heads")
      // Side by side with others in a slot, a value that nobody reads again turns where it lies.
      if lastUses[entry.inputs[0]] < nodes.upperBound {
        output = inputs[0]
        slotLives[output.slot] = max(slotLives[output.slot], lastUses[nodes.lowerBound])
      } else {
        output = place(nodes, width: inputs[0].width, isPooled: inputs[0].isPooled)
      }
      steps.append(.rotation(rotary, of: inputs[0], into: output))
    case .activation(let activation):
      output = place(nodes, width: inputs[0].width, isPooled: inputs[0].isPooled, over: inputs)
      steps.append(.activation(activation, of: inputs[0], into: output))
    case .norm(let norm):
      precondition(
        norm.fits(inputs[0].width), "a norm's input: \(inputs[0].width), expected \(norm.width)")
      output = place(nodes, width: inputs[0].width, isPooled: inputs[0].isPooled, over: inputs)
      steps.append(.norm(norm, of: inputs[0], into: output))
    case .add:
      Self.expect(inputs[0].width, inputs[1].width, "a summand")
      output = place(nodes, width: inputs[0].width, isPooled: inputs[0].isPooled, over: inputs)
      steps.append(.add(inputs[0], inputs[1], into: output))
    case .multiply:
      Self.expect(inputs[0].width, inputs[1].width, "a factor")
      output = place(nodes, width: inputs[0].width, isPooled: inputs[0].isPooled, over: inputs)
      steps.append(.multiply(inputs[0], inputs[1], into: output))
    case .addThenNorm(let norm):
      Self.expect(inputs[0].width, norm.width, "a summand")
      Self.expect(inputs[1].width, norm.width, "a summand")
      let isPooled = inputs[0].isPooled
      let first = nodes.lowerBound
      let sum = keepsAll ? place(first..<(first + 1), width: norm.width, isPooled: isPooled) : nil
      views[first] = sum
      output = place(nodes, width: norm.width, isPooled: isPooled, over: inputs)
      steps.append(.normOfSum(norm, inputs[0], inputs[1], sum: sum, into: output))
    case .pool(let pooling, let first):
      output = place(nodes, width: inputs[0].width, isPooled: true)
      steps.append(.pool(pooling, after: first, of: inputs[0], into: output))
    case .unitLength:
      output = place(nodes, width: inputs[0].width, isPooled: inputs[0].isPooled, over: inputs)
      steps.append(.unitLength(of: inputs[0], into: output))
    }
    views[nodes.upperBound - 1] = output
  }

  private static func expect(_ found: Int, _ expected: Int, _ what: String) {
    precondition(found == expected, "\(what): \(found), expected \(expected)")
  }
}
