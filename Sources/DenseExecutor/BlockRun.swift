internal import DenseAlgebra
internal import TransformerModels

/// Runs a plan's steps on one block of texts, or on rows that a head is given.
struct BlockRun {
  let plan: ExecutionPlan
  let workspace: Workspace
  private let sequences: [BlockSequence]
  /// Rows for a head, one behind the other.
  private let given: [Float]
  /// First row of each text in the block, then the number of rows.
  private let starts: [Int]

  private var rowCount: Int { starts[starts.count - 1] }

  init(_ plan: ExecutionPlan, _ sequences: [BlockSequence], workspace: Workspace) {
    self.plan = plan
    self.sequences = sequences
    self.workspace = workspace
    given = []
    var starts = [0]
    for sequence in sequences {
      starts.append(starts[starts.count - 1] + sequence.tokens.count)
      sequence.cache?.reserve(sequence.past + sequence.tokens.count)
    }
    self.starts = starts
    workspace.reserve(
      rows: TextBlocks.productRows(starts[sequences.count]),
      scores: sequences.map(plan.scoreCount).max() ?? 0)
  }

  /// A head on rows.
  init(_ plan: ExecutionPlan, given: [Float], rows: Int, workspace: Workspace) {
    self.plan = plan
    self.workspace = workspace
    self.given = given
    sequences = []
    starts = [0, rows]
    workspace.reserve(rows: TextBlocks.productRows(rows), scores: 0)
  }

  /// Runs all steps; caches grow by the texts' tokens.
  func run() {
    for step in plan.steps { run(step) }
    for sequence in sequences { sequence.cache?.advance(sequence.tokens.count) }
  }

  /// A copy of one text's rows of a value; `text` counts from 0 in the block.
  ///
  /// - Parameter last: only that many of its last rows; `nil` for all.
  func value(_ view: ExecutionPlan.View, text: Int, last: Int? = nil) -> NodeValue {
    var rows = view.isPooled ? text..<(text + 1) : starts[text]..<starts[text + 1]
    if let last { rows = max(rows.lowerBound, rows.upperBound - last)..<rows.upperBound }
    let elements = workspace.rows(view).read { values in
      [Float](capacity: rows.count * view.width) { elements in
        for row in rows {
          let start = row * view.stride
          for place in start..<(start + view.width) { elements.append(values[place]) }
        }
      }
    }
    return NodeValue(rows: rows.count, columns: view.width, elements: elements)
  }

  private func rows(_ view: ExecutionPlan.View) -> Int {
    view.isPooled ? sequences.count : rowCount
  }

  private func run(_ step: ExecutionPlan.Step) {
    switch step {
    case .gather(let rows, let output):
      for (index, text) in sequences.enumerated() {
        workspace.rows(output).from(row: starts[index]).write {
          rows.gather(text.tokens, past: text.past, into: &$0)
        }
      }
    case .given(let output):
      workspace.rows(output).write { $0.copy(given.span) }
    case .linear(let weights, let input, let output, let finish):
      workspace.rows(input).read { from in
        workspace.rows(output).write { to in
          weights.multiply(
            from, inputStride: input.stride, rows: rows(input), into: &to,
            outputStride: output.stride, finish: finish)
        }
      }
    case .attention(let attention, let query, let key, let value, let output):
      for index in sequences.indices {
        attend(attention, text: index, query, key, value, into: output)
      }
    case .rotation(let rotary, let input, let output):
      let (from, to) = (workspace.rows(input), workspace.rows(output))
      for row in 0..<rows(input) { to.copyRow(row, width: input.width, of: from) }
      for (index, text) in sequences.enumerated() {
        RotationRows.turn(
          to.from(row: starts[index]), rows: text.tokens.count, width: output.width,
          rotary: rotary, first: text.past, length: text.length)
      }
    case .activation(let activation, let input, let output):
      let (from, to) = (workspace.rows(input), workspace.rows(output))
      for row in 0..<rows(input) { to.copyRow(row, width: input.width, of: from) }
      // The output fills its slot: one run of values.
      to.writeRow(0, width: rows(output) * output.width) { activation.apply(&$0) }
    case .add(let a, let b, let output):
      let (x, y, target) = (workspace.rows(a), workspace.rows(b), workspace.rows(output))
      for row in 0..<rows(output) { target.setSum(x, y, row: row, width: output.width) }
    case .multiply(let a, let b, let output):
      let (x, y, target) = (workspace.rows(a), workspace.rows(b), workspace.rows(output))
      for row in 0..<rows(output) { target.setProduct(x, y, row: row, width: output.width) }
    case .norm(let norm, let input, let output):
      norm.norm(
        workspace.rows(input), rows: rows(input), rowWidth: input.width,
        into: workspace.rows(output))
    case .normOfSum(let norm, let a, let b, let sum, let output):
      norm.norm(
        sumOf: workspace.rows(a), workspace.rows(b), rows: rows(output),
        sum: sum.map(workspace.rows), into: workspace.rows(output))
    case .pool(let pooling, let first, let input, let output):
      for index in sequences.indices {
        workspace.rows(input).from(row: starts[index]).read { values in
          workspace.rows(output).writeRow(index, width: input.width) {
            PoolingRows.pool(
              pooling, after: first, values, stride: input.stride,
              rows: starts[index + 1] - starts[index],
              into: &$0)
          }
        }
      }
    case .unitLength(let input, let output):
      let (from, to) = (workspace.rows(input), workspace.rows(output))
      for row in 0..<rows(input) {
        to.copyRow(row, width: input.width, of: from)
        to.writeRow(row, width: input.width) { PoolingRows.unitLength(&$0) }
      }
    }
  }

  private func attend(
    _ attention: ExecutionPlan.Attention, text: Int, _ query: ExecutionPlan.View,
    _ key: ExecutionPlan.View, _ value: ExecutionPlan.View, into output: ExecutionPlan.View
  ) {
    let sequence = sequences[text]
    let tokens = sequence.tokens.count
    func operand(_ view: ExecutionPlan.View) -> SlotRows {
      workspace.rows(view).from(row: starts[text])
    }
    guard attention.shape.runsByCausalRows else {
      AttentionRows.attend(
        attention.shape, bias: attention.bias, tokens: tokens, query: operand(query),
        key: operand(key), value: operand(value),
        scores: workspace.scores(stride: AttentionRows.scoreStride(tokens: tokens)),
        into: operand(output))
      return
    }
    var (keys, values) = (operand(key), operand(value))
    if let cache = sequence.cache {
      (keys, values) = cache.append(
        attention: attention.number, rows: tokens, key: keys, value: values)
    }
    CausalAttention(shape: attention.shape, past: sequence.past, rows: tokens).attend(
      query: operand(query), key: keys, value: values,
      scores: workspace.scores(
        stride: AttentionRows.scoreStride(tokens: sequence.past + tokens)),
      into: operand(output))
  }
}

extension AttentionShape {
  /// Whether queries see a stretch of the keys, without biases by distance: the way of decoders.
  var runsByCausalRows: Bool { causal && position == nil && distanceBias == nil }
}

extension ExecutionPlan {
  /// Attention scores that a text needs room for.
  func scoreCount(_ sequence: BlockSequence) -> Int {
    var count = 0
    for case .attention(let attention, _, _, _, _) in steps {
      let tokens = sequence.tokens.count
      count = max(
        count,
        attention.shape.runsByCausalRows
          ? CausalAttention.scoreCount(
            attention.shape, rows: tokens, total: sequence.past + tokens)
          : AttentionRows.scoreCount(tokens: tokens))
    }
    return count
  }
}
