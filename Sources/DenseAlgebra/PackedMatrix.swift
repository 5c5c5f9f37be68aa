internal import COneDNN

/// What products are made of.
typealias Number = BitwiseCopyable & Numeric

/// [outputs × inputs] weights in the library's own order, made once and read by any thread.
final class PackedMatrix: @unchecked Sendable {
  let kind: ProductKind
  let outputs: Int
  let inputs: Int
  private let bytes: WeightMemory
  private let memory: dnnl_memory_t

  /// Packs row-major weights with `inputs` elements a row.
  convenience init<Weight: Number>(
    kind: ProductKind, weights: Span<Weight>, outputs: Int, inputs: Int
  ) {
    precondition(
      weights.count == outputs * inputs, "\(weights.count) weights for \(outputs) × \(inputs)")
    self.init(kind: kind, outputs: outputs, inputs: inputs, rowsAtATime: outputs) {
      (row, target: inout MutableSpan<Weight>) in
      target.copy(weights.extracting((row * inputs)..<((row + 1) * inputs)))
    }
  }

  /// Packs rows that `fill` writes one after the other; at no time are more of them than `rowsAtATime` in
  /// memory beside the packed ones, so that large matrices are there once.
  init<Weight: Number>(
    kind: ProductKind, outputs: Int, inputs: Int, rowsAtATime: Int = 1536,
    fill: (_ row: Int, _ target: inout MutableSpan<Weight>) -> Void
  ) {
    precondition(MemoryLayout<Weight>.size == kind.elementBytes)
    self.kind = kind
    self.outputs = outputs
    self.inputs = inputs
    var layout = ProductPlan.weightLayout(kind: kind, outputs: outputs, inputs: inputs)
    // Kernels load whole vectors: the tail of the last one lies behind the weights.
    bytes = WeightMemory(byteCount: dnnl_memory_desc_get_size(&layout) + 64)
    memory = Library.memory(layout, bytes.start)
    var first = 0
    while first < outputs {
      var count = min(rowsAtATime, outputs - first)
      var part = Self.part(of: layout, inputs: inputs, rows: first..<(first + count))
      if part == nil {
        // A layout that cannot be written in parts of this size.
        precondition(first == 0, "\(outputs) × \(inputs): parts of \(count) rows")
        count = outputs
        part = layout
      }
      withUnwrittenScratch(count * inputs, of: Weight.self) { rows in
        for row in 0..<count {
          var target = rows._mutatingExtracting((row * inputs)..<((row + 1) * inputs))
          fill(first + row, &target)
        }
        write(rows.span, rows: count, to: part!)
      }
      first += count
    }
  }

  /// The place of some rows in a layout; `nil` where its blocks do not end there.
  private static func part(
    of layout: dnnl_memory_desc_t, inputs: Int, rows: Range<Int>
  ) -> dnnl_memory_desc_t? {
    var (layout, part) = (layout, dnnl_memory_desc_t())
    let sizes = [Int64(inputs), Int64(rows.count)]
    let starts = [Int64(0), Int64(rows.lowerBound)]
    let status = dnnl_memory_desc_init_submemory(&part, &layout, sizes, starts)
    return status == dnnl_success ? part : nil
  }

  /// Writes row-major rows to their place.
  private func write<Weight: Number>(
    _ weights: Span<Weight>, rows: Int, to layout: dnnl_memory_desc_t
  ) {
    // Seen as [inputs × rows], row-major weights have column stride `inputs`.
    var plain = Library.matrix(kind.weight, rows: inputs, columns: rows, strides: (1, inputs))
    var layout = layout
    // The library only reads them, though it asks for a mutable pointer; the span outlives the call.
    let source = weights.withUnsafeBytes {
      Library.memory(plain, UnsafeMutableRawPointer(mutating: $0.baseAddress))
    }
    defer { dnnl_memory_destroy(source) }
    let target = Library.memory(layout, bytes.start)
    defer { dnnl_memory_destroy(target) }
    var description: dnnl_primitive_desc_t?
    Library.check(
      dnnl_reorder_primitive_desc_create(
        &description, &plain, Library.engine, &layout, Library.engine, nil),
      "dnnl_reorder_primitive_desc_create")
    defer { dnnl_primitive_desc_destroy(description) }
    var reorder: dnnl_primitive_t?
    Library.check(dnnl_primitive_create(&reorder, description), "dnnl_primitive_create reorder")
    defer { dnnl_primitive_destroy(reorder) }
    var stream: dnnl_stream_t?
    Library.check(dnnl_stream_create(&stream, Library.engine, 0), "dnnl_stream_create")
    defer { dnnl_stream_destroy(stream) }
    let arguments = [
      dnnl_exec_arg_t(arg: DNNL_ARG_FROM, memory: source),
      dnnl_exec_arg_t(arg: DNNL_ARG_TO, memory: target),
    ]
    Library.check(dnnl_primitive_execute(reorder, stream, 2, arguments), "reorder")
    dnnl_stream_wait(stream)
  }

  deinit { dnnl_memory_destroy(memory) }

  /// output[rows × outputs] (+)= input[rows × inputs] · weightsᵀ + bias, with rows `inputStride` and
  /// `outputStride` elements apart.
  ///
  /// The library's fast kernels take only dense rows, so others are copied first (a fraction 1/outputs
  /// and 1/inputs of the product's work).
  func multiply<Input: Number, Output: Number>(
    input: Span<Input>, inputStride: Int, rows: Int, bias: Span<Float>?,
    output: inout MutableSpan<Output>, outputStride: Int, accumulates: Bool
  ) {
    if inputStride != inputs {
      withUnwrittenScratch(rows * inputs, of: Input.self) { dense in
        copyRows(from: input, stride: inputStride, to: &dense, stride: inputs, rows, width: inputs)
        multiply(
          input: dense.span, inputStride: inputs, rows: rows, bias: bias, output: &output,
          outputStride: outputStride, accumulates: accumulates)
      }
      return
    }
    if outputStride != outputs {
      withUnwrittenScratch(rows * outputs, of: Output.self) { dense in
        if accumulates {
          copyRows(
            from: output.span, stride: outputStride, to: &dense, stride: outputs, rows,
            width: outputs)
        }
        multiply(
          input: input, inputStride: inputs, rows: rows, bias: bias, output: &dense,
          outputStride: outputs, accumulates: accumulates)
        copyRows(
          from: dense.span, stride: outputs, to: &output, stride: outputStride, rows,
          width: outputs)
      }
      return
    }
    let shape = ProductShape(
      kind: kind, rows: rows, outputs: outputs, inputs: inputs, hasBias: bias != nil,
      accumulates: accumulates)
    ProductPlan.plan(shape).run(input: input, weights: memory, bias: bias, output: &output)
  }

  private func copyRows<Element: BitwiseCopyable>(
    from source: Span<Element>, stride sourceStride: Int, to target: inout MutableSpan<Element>,
    stride targetStride: Int, _ rows: Int, width: Int
  ) {
    for row in 0..<rows {
      target.copy(
        source.extracting((row * sourceStride)..<(row * sourceStride + width)),
        at: row * targetStride)
    }
  }
}
