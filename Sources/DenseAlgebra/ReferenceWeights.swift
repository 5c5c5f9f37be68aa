/// Weights of a linear layer in one of the formats of the reference.
public enum ReferenceWeights: Sendable {
  case float32(PackedWeights)
  case bf16(BrainFloatWeights)
  case int8(EightBitWeights)

  /// Codes and packs weights.
  /// - Parameters:
  ///   - format: how; layers of more inputs than 8 bits can sum exactly stay float32.
  ///   - outputs: n ≥ 1.
  ///   - inputs: k ≥ 1.
  ///   - bias: [outputs]; `nil` for none.
  ///   - row: writes the weights of an output; called once or twice for each, in order.
  /// - Precondition: `format.isAvailable`.
  public init(
    _ format: WeightFormat, outputs: Int, inputs: Int, bias: [Float]?,
    row: (_ output: Int, _ target: inout MutableSpan<Float>) -> Void
  ) {
    switch format {
    case .int8 where inputs <= EightBitWeights.maximumInputs:
      self = .int8(EightBitWeights(outputs: outputs, inputs: inputs, bias: bias, row: row))
    case .bf16:
      self = .bf16(BrainFloatWeights(outputs: outputs, inputs: inputs, bias: bias, row: row))
    case .float32, .int8:
      self = .float32(PackedWeights(outputs: outputs, inputs: inputs, bias: bias, row: row))
    }
  }

  /// Columns of the result.
  public var outputs: Int {
    switch self {
    case .float32(let weights): weights.outputs
    case .bf16(let weights): weights.outputs
    case .int8(let weights): weights.outputs
    }
  }

  /// Columns of the input.
  public var inputs: Int {
    switch self {
    case .float32(let weights): weights.inputs
    case .bf16(let weights): weights.inputs
    case .int8(let weights): weights.inputs
    }
  }

  /// Computes C = A · Wᵀ + bias; parameters as `PackedWeights.multiply`.
  public func multiply(
    _ input: Span<Float>, inputStride: Int? = nil, rows: Int,
    into output: inout MutableSpan<Float>, outputStride: Int? = nil, finish: RowFinish? = nil
  ) {
    switch self {
    case .float32(let weights):
      weights.multiply(
        input, inputStride: inputStride, rows: rows, into: &output, outputStride: outputStride,
        finish: finish)
    case .bf16(let weights):
      weights.multiply(
        input, inputStride: inputStride, rows: rows, into: &output, outputStride: outputStride,
        finish: finish)
    case .int8(let weights):
      weights.multiply(
        input, inputStride: inputStride, rows: rows, into: &output, outputStride: outputStride,
        finish: finish)
    }
  }
}
