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
    let start = pointer(view)
    let elements = [Float](unsafeUninitializedCapacity: rows.count * view.width) { buffer, count in
      for (index, row) in rows.enumerated() {
        (buffer.baseAddress! + index * view.width)
          .initialize(from: start + row * view.stride, count: view.width)
      }
      count = rows.count * view.width
    }
    return NodeValue(rows: rows.count, columns: view.width, elements: elements)
  }

  private func pointer(_ view: ExecutionPlan.View) -> UnsafeMutablePointer<Float> {
    workspace.slots[view.slot] + view.column
  }

  private func rows(_ view: ExecutionPlan.View) -> Int {
    view.isPooled ? texts.count : rowCount
  }

  private func run(_ step: ExecutionPlan.Step) {
    switch step {
    case .gather(let rows, let output):
      for (index, text) in texts.enumerated() {
        rows.gather(text, into: pointer(output) + starts[index] * output.stride)
      }
    case .linear(let weights, let input, let output):
      weights.multiply(
        pointer(input), inputStride: input.stride, rows: TextBlocks.productRows(rows(input)),
        into: pointer(output), outputStride: output.stride)
    case .attention(let shape, let query, let key, let value, let output):
      for index in 0..<texts.count {
        func operand(_ view: ExecutionPlan.View) -> AttentionRows.Operand {
          .init(pointer: pointer(view) + starts[index] * view.stride, stride: view.stride)
        }
        AttentionRows.attend(
          shape, tokens: starts[index + 1] - starts[index], query: operand(query),
          key: operand(key), value: operand(value), scores: workspace.scores,
          into: operand(output))
      }
    case .activation(let activation, let input, let output):
      activate(activation, input, output)
    case .add(let a, let b, let output):
      for row in 0..<rows(output) {
        let (x, y) = (pointer(a) + row &* a.stride, pointer(b) + row &* b.stride)
        let target = pointer(output) + row &* output.stride
        for column in 0..<output.width { target[column] = x[column] + y[column] }
      }
    case .norm(let norm, let input, let output):
      norm.norm(pointer(input), stride: input.stride, rows: rows(input), into: pointer(output))
    case .normOfSum(let norm, let a, let b, let sum, let output):
      norm.norm(
        sumOf: pointer(a), stride: a.stride, pointer(b), stride: b.stride, rows: rows(output),
        sum: sum.map { pointer($0) }, into: pointer(output))
    case .meanPool(let input, let output):
      for index in 0..<texts.count {
        PoolingRows.mean(
          pointer(input) + starts[index] * input.stride, stride: input.stride,
          rows: starts[index + 1] - starts[index], width: input.width,
          into: pointer(output) + index * output.stride)
      }
    case .unitLength(let input, let output):
      for row in 0..<rows(input) {
        PoolingRows.unitLength(
          pointer(input) + row * input.stride, width: input.width,
          into: pointer(output) + row * output.stride)
      }
    }
  }

  private func activate(
    _ activation: Activation, _ input: ExecutionPlan.View, _ output: ExecutionPlan.View
  ) {
    if input.slot != output.slot {
      for row in 0..<rows(input) {
        (pointer(output) + row * output.stride)
          .update(from: pointer(input) + row * input.stride, count: input.width)
      }
    }
    // The output fills its slot: one run of values.
    let values = UnsafeMutableBufferPointer(
      start: pointer(output), count: rows(output) * output.width)
    switch activation {
    case .gelu: VectorMaps.gelu(values)
    case .silu: VectorMaps.silu(values)
    case .relu: VectorMaps.relu(values)
    }
  }
}
