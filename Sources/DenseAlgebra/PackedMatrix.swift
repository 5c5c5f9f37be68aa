internal import COneDNN

/// [outputs × inputs] weights in the library's own order, made once and read by any thread.
final class PackedMatrix: @unchecked Sendable {
  let kind: ProductKind
  let outputs: Int
  let inputs: Int
  private let bytes: UnsafeMutableRawPointer
  private let memory: dnnl_memory_t

  /// Packs row-major weights with `inputs` elements a row.
  init(kind: ProductKind, weights: UnsafeRawPointer, outputs: Int, inputs: Int) {
    self.kind = kind
    self.outputs = outputs
    self.inputs = inputs
    var layout = ProductPlan.weightLayout(kind: kind, outputs: outputs, inputs: inputs)
    // Kernels load whole vectors: the tail of the last one lies behind the weights.
    bytes = .allocate(byteCount: dnnl_memory_desc_get_size(&layout) + 64, alignment: 64)
    memory = Library.memory(layout, bytes)
    // Seen as [inputs × outputs], row-major weights have column stride `inputs`.
    var plain = Library.matrix(kind.weight, rows: inputs, columns: outputs, strides: (1, inputs))
    let source = Library.memory(plain, UnsafeMutableRawPointer(mutating: weights))
    defer { dnnl_memory_destroy(source) }
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
      dnnl_exec_arg_t(arg: DNNL_ARG_TO, memory: memory),
    ]
    Library.check(dnnl_primitive_execute(reorder, stream, 2, arguments), "reorder")
    dnnl_stream_wait(stream)
  }

  deinit {
    dnnl_memory_destroy(memory)
    bytes.deallocate()
  }

  /// output[rows × outputs] (+)= input[rows × inputs] · weightsᵀ + bias, with rows `inputStride` and
  /// `outputStride` elements apart.
  ///
  /// The library's fast kernels take only dense rows, so others are copied first (a fraction 1/outputs
  /// and 1/inputs of the product's work).
  func multiply(
    input: UnsafeRawPointer, inputStride: Int, rows: Int, bias: UnsafePointer<Float>?,
    output: UnsafeMutableRawPointer, outputStride: Int, accumulates: Bool
  ) {
    let inputBytes = inputs * kind.elementBytes
    let outputBytes = outputs * 4
    if inputStride != inputs {
      withUnsafeTemporaryAllocation(byteCount: rows * inputBytes, alignment: 64) { dense in
        copyRows(
          from: input, stride: inputStride * kind.elementBytes, to: dense.baseAddress!,
          stride: inputBytes, rows: rows, bytes: inputBytes)
        multiply(
          input: dense.baseAddress!, inputStride: inputs, rows: rows, bias: bias, output: output,
          outputStride: outputStride, accumulates: accumulates)
      }
      return
    }
    if outputStride != outputs {
      withUnsafeTemporaryAllocation(byteCount: rows * outputBytes, alignment: 64) { dense in
        if accumulates {
          copyRows(
            from: output, stride: outputStride * 4, to: dense.baseAddress!, stride: outputBytes,
            rows: rows, bytes: outputBytes)
        }
        multiply(
          input: input, inputStride: inputs, rows: rows, bias: bias, output: dense.baseAddress!,
          outputStride: outputs, accumulates: accumulates)
        copyRows(
          from: dense.baseAddress!, stride: outputBytes, to: output, stride: outputStride * 4,
          rows: rows, bytes: outputBytes)
      }
      return
    }
    let shape = ProductShape(
      kind: kind, rows: rows, outputs: outputs, inputs: inputs, hasBias: bias != nil,
      accumulates: accumulates)
    ProductPlan.plan(shape).run(input: input, weights: memory, bias: bias, output: output)
  }

  private func copyRows(
    from source: UnsafeRawPointer, stride sourceStride: Int,
    to target: UnsafeMutableRawPointer, stride targetStride: Int, rows: Int, bytes: Int
  ) {
    for row in 0..<rows {
      (target + row * targetStride).copyMemory(
        from: source + row * sourceStride, byteCount: bytes)
    }
  }
}
