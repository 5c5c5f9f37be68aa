internal import COneDNN
import Synchronization

/// The types of a product's input, weights and output.
enum ProductKind: Hashable {
  /// float32 · float32 → float32.
  case float
  /// Unsigned 8 bits · signed 8 bits → Int32.
  case integer
  /// bfloat16 · bfloat16 → float32, with sums in float32.
  case brainFloat

  var input: dnnl_data_type_t {
    switch self {
    case .float: dnnl_f32
    case .integer: dnnl_u8
    case .brainFloat: dnnl_bf16
    }
  }

  var weight: dnnl_data_type_t { self == .integer ? dnnl_s8 : input }
  var output: dnnl_data_type_t { self == .integer ? dnnl_s32 : dnnl_f32 }

  var elementBytes: Int {
    switch self {
    case .float: 4
    case .integer: 1
    case .brainFloat: 2
    }
  }
}

/// What decides a product's code: types and sizes of dense matrices, never the weights.
struct ProductShape: Hashable {
  var kind: ProductKind
  var rows: Int
  var outputs: Int
  var inputs: Int
  var hasBias = false
  var accumulates = false
}

/// Handles of the library that live as long as the program.
enum Library {
  // Handles are pointers to objects that the library never changes after they are made.
  nonisolated(unsafe) static let engine: dnnl_engine_t = {
    var engine: dnnl_engine_t?
    check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create")
    return engine!
  }()

  /// Bits of float products change with the number of library threads, so every call has one.
  @inline(__always)
  static func useOneThread() { omp_set_num_threads(1) }

  /// Stops on a status that no valid call returns: shapes are checked before.
  @inline(__always)
  static func check(_ status: dnnl_status_t, _ call: @autoclosure () -> String) {
    precondition(status == dnnl_success, "oneDNN: \(call()) returned status \(status.rawValue)")
  }

  /// A [rows × columns] matrix with given strides; `row == nil` leaves the layout to the library.
  static func matrix(
    _ type: dnnl_data_type_t, rows: Int, columns: Int, strides: (row: Int, column: Int)?
  ) -> dnnl_memory_desc_t {
    var description = dnnl_memory_desc_t()
    let sizes = [Int64(rows), Int64(columns)]
    if let strides {
      let steps = [Int64(strides.row), Int64(strides.column)]
      check(
        dnnl_memory_desc_init_by_strides(&description, 2, sizes, type, steps),
        "dnnl_memory_desc_init_by_strides \(sizes) \(steps)")
    } else {
      check(
        dnnl_memory_desc_init_by_tag(&description, 2, sizes, type, dnnl_format_tag_any),
        "dnnl_memory_desc_init_by_tag \(sizes)")
    }
    return description
  }

  static func memory(_ description: dnnl_memory_desc_t, _ bytes: UnsafeMutableRawPointer?)
    -> dnnl_memory_t
  {
    var memory: dnnl_memory_t?
    var description = description
    check(dnnl_memory_create(&memory, &description, engine, bytes), "dnnl_memory_create")
    return memory!
  }
}

/// The library's code for products of one shape with packed weights; used by any number of threads.
final class ProductPlan: @unchecked Sendable {
  private let shape: ProductShape
  private let primitive: dnnl_primitive_t
  private let scratchDescription: dnnl_memory_desc_t
  /// Memory objects carry pointers, so each running call has its own set.
  private let idle = Mutex<[Call]>([])

  private struct Call: @unchecked Sendable {
    var stream: dnnl_stream_t
    var input: dnnl_memory_t
    var output: dnnl_memory_t
    var bias: dnnl_memory_t?
    var scratch: dnnl_memory_t
    var scratchBytes: UnsafeMutableRawPointer
  }

  private static let plans = Mutex<[ProductShape: ProductPlan]>([:])

  /// The plan of a shape, made at the first request. Plans are few and stay for the program's life:
  /// callers bound the number of different row counts.
  static func plan(_ shape: ProductShape) -> ProductPlan {
    plans.withLock { plans in
      if let plan = plans[shape] { return plan }
      let plan = ProductPlan(shape)
      plans[shape] = plan
      return plan
    }
  }

  /// The layout that the library prefers for [outputs × inputs] weights, whatever the rows.
  static func weightLayout(kind: ProductKind, outputs: Int, inputs: Int) -> dnnl_memory_desc_t {
    Library.useOneThread()
    let shape = ProductShape(
      kind: kind, rows: 64, outputs: outputs, inputs: inputs)
    let any = Library.matrix(kind.weight, rows: inputs, columns: outputs, strides: nil)
    let description = described(shape, weights: any)
    defer { dnnl_primitive_desc_destroy(description) }
    return dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0).pointee
  }

  /// Whether the library has products of bfloat16 on this processor.
  static let hasBrainFloat: Bool = {
    let shape = ProductShape(kind: .brainFloat, rows: 64, outputs: 64, inputs: 64)
    let weights = Library.matrix(dnnl_bf16, rows: 64, columns: 64, strides: nil)
    guard let description = try? describe(shape, weights: weights).get() else { return false }
    dnnl_primitive_desc_destroy(description)
    return true
  }()

  private init(_ shape: ProductShape) {
    Library.useOneThread()
    self.shape = shape
    let layout = Self.weightLayout(
      kind: shape.kind, outputs: shape.outputs, inputs: shape.inputs)
    let description = Self.described(shape, weights: layout)
    defer { dnnl_primitive_desc_destroy(description) }
    var primitive: dnnl_primitive_t?
    Library.check(dnnl_primitive_create(&primitive, description), "dnnl_primitive_create \(shape)")
    self.primitive = primitive!
    scratchDescription =
      dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0).pointee
  }

  private static func described(
    _ shape: ProductShape, weights: dnnl_memory_desc_t
  ) -> dnnl_primitive_desc_t {
    switch describe(shape, weights: weights) {
    case .success(let description): return description
    case .failure(let failure):
      Library.check(failure.status, "dnnl_primitive_desc_create \(shape)")
      preconditionFailure("\(shape)")
    }
  }

  /// The library has no code for a shape.
  private struct Unavailable: Error {
    let status: dnnl_status_t
  }

  private static func describe(
    _ shape: ProductShape, weights: dnnl_memory_desc_t
  ) -> Result<dnnl_primitive_desc_t, Unavailable> {
    var input = Library.matrix(
      shape.kind.input, rows: shape.rows, columns: shape.inputs,
      strides: (shape.inputs, 1))
    var output = Library.matrix(
      shape.kind.output, rows: shape.rows, columns: shape.outputs,
      strides: (shape.outputs, 1))
    var weights = weights
    var bias = biasLayout(shape)
    var operation = dnnl_matmul_desc_t()
    let status = withUnsafePointer(to: &bias) {
      dnnl_matmul_desc_init(&operation, &input, &weights, shape.hasBias ? $0 : nil, &output)
    }
    guard status == dnnl_success else { return .failure(Unavailable(status: status)) }
    var attributes: dnnl_primitive_attr_t?
    Library.check(dnnl_primitive_attr_create(&attributes), "dnnl_primitive_attr_create")
    defer { dnnl_primitive_attr_destroy(attributes) }
    Library.check(
      dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
      "dnnl_primitive_attr_set_scratchpad_mode")
    if shape.accumulates {
      var operations: dnnl_post_ops_t?
      Library.check(dnnl_post_ops_create(&operations), "dnnl_post_ops_create")
      defer { dnnl_post_ops_destroy(operations) }
      Library.check(dnnl_post_ops_append_sum(operations, 1), "dnnl_post_ops_append_sum")
      Library.check(
        dnnl_primitive_attr_set_post_ops(attributes, operations),
        "dnnl_primitive_attr_set_post_ops")
    }
    var description: dnnl_primitive_desc_t?
    let created = dnnl_primitive_desc_create(
      &description, &operation, attributes, Library.engine, nil)
    guard created == dnnl_success, let description else {
      return .failure(Unavailable(status: created))
    }
    return .success(description)
  }

  private static func biasLayout(_ shape: ProductShape) -> dnnl_memory_desc_t {
    Library.matrix(dnnl_f32, rows: 1, columns: shape.outputs, strides: (shape.outputs, 1))
  }

  /// Computes output = input · weightsᵀ (+ bias) on the calling thread.
  ///
  /// - Precondition: input, bias and output are as large as the shape says: the library does not ask.
  func run<Input: Number, Output: Number>(
    input: Span<Input>, weights: dnnl_memory_t, bias: Span<Float>?,
    output: inout MutableSpan<Output>
  ) {
    precondition(
      MemoryLayout<Input>.size == shape.kind.elementBytes && MemoryLayout<Output>.size == 4
        && input.count >= shape.rows * shape.inputs && output.count >= shape.rows * shape.outputs
        && shape.hasBias == (bias != nil) && (bias?.count ?? shape.outputs) == shape.outputs,
      "\(input.count) inputs and \(output.count) outputs for \(shape)")
    input.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { output in
        if let bias {
          bias.withUnsafeBytes {
            execute(input.baseAddress, weights, $0.baseAddress, output.baseAddress)
          }
        } else {
          execute(input.baseAddress, weights, nil, output.baseAddress)
        }
      }
    }
  }

  private func execute(
    _ input: UnsafeRawPointer?, _ weights: dnnl_memory_t, _ bias: UnsafeRawPointer?,
    _ output: UnsafeMutableRawPointer?
  ) {
    Library.useOneThread()
    let call = idle.withLock { $0.popLast() } ?? makeCall()
    // The library's memory objects take mutable pointers for inputs too; it only reads those.
    dnnl_memory_set_data_handle_v2(call.input, UnsafeMutableRawPointer(mutating: input), nil)
    dnnl_memory_set_data_handle_v2(call.output, output, nil)
    withUnsafeTemporaryAllocation(of: dnnl_exec_arg_t.self, capacity: 5) { arguments in
      arguments[0] = dnnl_exec_arg_t(arg: DNNL_ARG_SRC, memory: call.input)
      arguments[1] = dnnl_exec_arg_t(arg: DNNL_ARG_WEIGHTS, memory: weights)
      arguments[2] = dnnl_exec_arg_t(arg: DNNL_ARG_DST, memory: call.output)
      arguments[3] = dnnl_exec_arg_t(arg: DNNL_ARG_SCRATCHPAD, memory: call.scratch)
      if let bias, let memory = call.bias {
        dnnl_memory_set_data_handle_v2(memory, UnsafeMutableRawPointer(mutating: bias), nil)
        arguments[4] = dnnl_exec_arg_t(arg: DNNL_ARG_BIAS, memory: memory)
      }
      Library.check(
        dnnl_primitive_execute(
          primitive, call.stream, shape.hasBias ? 5 : 4, arguments.baseAddress),
        "dnnl_primitive_execute \(shape)")
    }
    dnnl_stream_wait(call.stream)
    idle.withLock { $0.append(call) }
  }

  private func makeCall() -> Call {
    var stream: dnnl_stream_t?
    Library.check(dnnl_stream_create(&stream, Library.engine, 0), "dnnl_stream_create")
    var scratchDescription = scratchDescription
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(64, dnnl_memory_desc_get_size(&scratchDescription)), alignment: 64)
    return Call(
      stream: stream!,
      input: Library.memory(
        Library.matrix(
          shape.kind.input, rows: shape.rows, columns: shape.inputs,
          strides: (shape.inputs, 1)), nil),
      output: Library.memory(
        Library.matrix(
          shape.kind.output, rows: shape.rows, columns: shape.outputs,
          strides: (shape.outputs, 1)), nil),
      bias: shape.hasBias ? Library.memory(Self.biasLayout(shape), nil) : nil,
      scratch: Library.memory(scratchDescription, bytes), scratchBytes: bytes)
  }

  deinit {
    dnnl_primitive_destroy(primitive)
    for call in idle.withLock({ $0 }) {
      dnnl_memory_destroy(call.input)
      dnnl_memory_destroy(call.output)
      dnnl_memory_destroy(call.bias)
      dnnl_memory_destroy(call.scratch)
      dnnl_stream_destroy(call.stream)
      call.scratchBytes.deallocate()
    }
  }
}
