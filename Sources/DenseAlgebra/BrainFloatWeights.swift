/// Weights of a linear layer rounded to bfloat16, for inputs that are rounded to it: half the memory, and
/// twice the speed where the processor multiplies such numbers. Sums are float32. Immutable: any
/// number of threads may use one.
public final class BrainFloatWeights: Sendable {
  private let matrix: PackedMatrix
  private let bias: [Float]?

  /// Columns of the result.
  public var outputs: Int { matrix.outputs }
  /// Columns of the input.
  public var inputs: Int { matrix.inputs }

  /// Rounds and packs weights; parameters as `EightBitWeights`.
  /// - Precondition: `WeightFormat.bf16.isAvailable`.
  public init(
    outputs: Int, inputs: Int, bias: [Float]?,
    row: (_ output: Int, _ target: inout MutableSpan<Float>) -> Void
  ) {
    precondition(bias == nil || bias!.count == outputs)
    var values = [Float](repeating: 0, count: inputs)
    matrix = PackedMatrix(kind: .brainFloat, outputs: outputs, inputs: inputs) {
      (output, target: inout MutableSpan<UInt16>) in
      var weights = values.mutableSpan
      row(output, &weights)
      BrainFloat.round(weights.span, into: &target)
    }
    self.bias = bias
  }

  /// Computes y; parameters as `EightBitWeights.multiply`.
  public func multiply(
    _ input: Span<Float>, inputStride: Int? = nil, rows: Int,
    into output: inout MutableSpan<Float>, outputStride: Int? = nil, finish: RowFinish? = nil
  ) {
    let inputStride = inputStride ?? inputs
    let outputStride = outputStride ?? outputs
    precondition(
      inputStride >= inputs && outputStride >= outputs,
      "strides \(inputStride), \(outputStride) below widths \(inputs), \(outputs)")
    let block = finish == nil ? PackedWeights.rowBlock : PackedWeights.finishedRowBlock
    for first in stride(from: 0, to: rows, by: block) {
      let count = min(block, rows - first)
      var target = output._mutatingExtracting(droppingFirst: first * outputStride)
      withUnwrittenScratch(count * inputs, of: UInt16.self) { rounded in
        for row in 0..<count {
          let start = (first &+ row) &* inputStride
          var values = rounded._mutatingExtracting((row &* inputs)..<((row &+ 1) &* inputs))
          BrainFloat.round(input.extracting(start..<(start &+ inputs)), into: &values)
        }
        if let bias {
          matrix.multiply(
            input: rounded.span, inputStride: inputs, rows: count, bias: bias.span,
            output: &target, outputStride: outputStride, accumulates: false)
        } else {
          matrix.multiply(
            input: rounded.span, inputStride: inputs, rows: count, bias: nil, output: &target,
            outputStride: outputStride, accumulates: false)
        }
      }
      if let finish { target.finishRows(count, width: outputs, stride: outputStride, finish) }
    }
  }
}
