internal import DenseAlgebra
internal import TransformerModels

/// Runs a plan's steps on one block of texts.
struct BlockRun {
  let plan: ExecutionPlan
  let texts: ArraySlice<[Int]>
  let workspace: Workspace
  /// First row of each text in the block, then the number of rows.
  private let starts: [Int]

  private var rowCount: Int { starts[texts.count] }

  init(_ plan: ExecutionPlan, texts: ArraySlice<[Int]>, workspace: Workspace) {
    self.plan = plan
    self.texts = texts
    self.workspace = workspace
    var starts = [0]
    var scores = 0
    for text in texts {
      starts.append(starts[starts.count - 1] + text.count)
      scores = max(scores, AttentionRows.scoreCount(tokens: text.count))
    }
    self.starts = starts
    workspace.reserve(rows: TextBlocks.productRows(starts[texts.count]), scores: scores)
  }

  /// Runs all steps.
  func run() {
    for step in plan.steps { run(step) }
  }

  /// A copy of one text's rows of a value; `text` counts from 0 in the block.
  func value(_ view: ExecutionPlan.View, text: Int) -> NodeValue {
    let rows = view.isPooled ? text..<(text + 1) : starts[text]..<starts[text + 1]
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
    view.isPooled ? texts.count : rowCount
  }

  private func run(_ step: ExecutionPlan.Step) {
    switch step {
    case .gather(let rows, let output):
      for (index, text) in texts.enumerated() {
        workspace.rows(output).from(row: starts[index]).write { rows.gather(text, into: &$0) }
      }
    case .linear(let weights, let input, let output):
      workspace.rows(input).read { from in
        workspace.rows(output).write { to in
          weights.multiply(
            from, inputStride: input.stride, rows: TextBlocks.productRows(rows(input)), into: &to,
            outputStride: output.stride)
        }
      }
    case .attention(let shape, let query, let key, let value, let output):
      for index in 0..<texts.count {
        let tokens = starts[index + 1] - starts[index]
        func operand(_ view: ExecutionPlan.View) -> SlotRows {
          workspace.rows(view).from(row: starts[index])
        }
        AttentionRows.attend(
          shape, tokens: tokens, query: operand(query), key: operand(key), value: operand(value),
          scores: workspace.scores(stride: AttentionRows.scoreStride(tokens: tokens)),
          into: operand(output))
      }
    case .activation(let activation, let input, let output):
      activate(activation, input, output)
    case .add(let a, let b, let output):
      let (x, y, target) = (workspace.rows(a), workspace.rows(b), workspace.rows(output))
      for row in 0..<rows(output) { target.setSum(x, y, row: row, width: output.width) }
    case .norm(let norm, let input, let output):
      norm.norm(workspace.rows(input), rows: rows(input), into: workspace.rows(output))
    case .normOfSum(let norm, let a, let b, let sum, let output):
      norm.norm(
        sumOf: workspace.rows(a), workspace.rows(b), rows: rows(output),
        sum: sum.map(workspace.rows), into: workspace.rows(output))
    case .meanPool(let input, let output):
      for index in 0..<texts.count {
        workspace.rows(input).from(row: starts[index]).read { values in
          workspace.rows(output).writeRow(index, width: input.width) {
            PoolingRows.mean(
              values, stride: input.stride, rows: starts[index + 1] - starts[index], into: &$0)
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

  private func activate(
    _ activation: Activation, _ input: ExecutionPlan.View, _ output: ExecutionPlan.View
  ) {
    let (from, to) = (workspace.rows(input), workspace.rows(output))
    for row in 0..<rows(input) { to.copyRow(row, width: input.width, of: from) }
    // The output fills its slot: one run of values.
    to.writeRow(0, width: rows(output) * output.width) { values in
      switch activation {
      case .gelu: VectorMaps.gelu(&values)
      case .silu: VectorMaps.silu(&values)
      case .relu: VectorMaps.relu(&values)
      }
    }
  }
}
