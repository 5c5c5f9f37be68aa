/// Integer weights with one float32 scale for each row and block of inputs.
///
/// A product is y[r, o] = Σ_b Float(S_b[r, o]) · scale[o, b], with the exact block sums
/// S_b = Σ_{k in block b} x[r, k]·w[o, k], accumulated in float32 in the order of the blocks, rounding
/// after every operation: the same bits on every instruction set, any number of threads, and alone or
/// in a batch. Immutable: any number of threads may use one.
public final class BlockScaledWeights: Sendable {
  /// Rows whose sums are held at a time: sums and totals stay in the second-level cache.
  private static let rowBlock = 64

  private let blocks: [DigitProduct]
  /// [blocks × outputs].
  private let scales: [Float]

  /// Columns of the result.
  public let outputs: Int
  /// Columns of the codes.
  public let inputs: Int
  /// Inputs that share a scale.
  public let blockSize: Int
  /// Width of the codes that `multiply` accepts.
  public let activationBits: Int
  /// Width of the weights.
  public let weightBits: Int

  /// Packs weights.
  /// - Parameters:
  ///   - values: [outputs × inputs], row-major, each in −2^(weightBits−1) ..< 2^(weightBits−1).
  ///   - scales: [outputs × inputs/blockSize], row-major.
  ///   - blockSize: a divisor of `inputs`; 32 or 64 as a rule.
  ///   - outputs: n ≥ 1.
  ///   - inputs: k ≥ 1.
  ///   - weightBits: 2 to 12.
  ///   - activationBits: 1 to 12.
  /// - Throws: `ExactWeightsError`, as `ExactWeights`; the bound holds for each block's sum.
  public init(
    values: [Int16], scales: [Float], blockSize: Int, outputs: Int, inputs: Int, weightBits: Int,
    activationBits: Int
  ) throws(ExactWeightsError) {
    guard blockSize > 0, inputs > 0, inputs % blockSize == 0 else {
      throw .blockSize(found: blockSize, inputs: inputs)
    }
    try WeightChecks.check(
      values, outputs: outputs, inputs: inputs, block: blockSize, weightBits: weightBits,
      activationBits: activationBits)
    let count = inputs / blockSize
    guard scales.count == outputs * count else {
      throw .count(what: "scales", found: scales.count, expected: outputs * count)
    }
    self.outputs = outputs
    self.inputs = inputs
    self.blockSize = blockSize
    self.weightBits = weightBits
    self.activationBits = activationBits
    self.scales = (0..<count).flatMap { block in
      (0..<outputs).map { scales[$0 * count + block] }
    }
    blocks = (0..<count).map { block in
      DigitProduct(
        values, stride: inputs, columns: block * blockSize..<(block + 1) * blockSize,
        outputs: outputs, weightBits: weightBits, activationBits: activationBits,
        saturates: IntegerKernelProbe.saturates)
    }
  }

  /// Computes y from codes of at most 8 bits.
  /// - Parameters:
  ///   - codes: [rows × inputs] with rows `codeStride` elements apart, each below 2^activationBits
  ///     (not checked).
  ///   - codeStride: at least `inputs`; `nil` means `inputs`.
  ///   - rows: m ≥ 0.
  ///   - output: y, [rows × outputs] with rows `outputStride` elements apart.
  ///   - outputStride: at least `outputs`; `nil` means `outputs`.
  /// - Precondition: `activationBits` ≤ 8.
  public func multiply(
    codes: Span<UInt8>, codeStride: Int? = nil, rows: Int,
    into output: inout MutableSpan<Float>, outputStride: Int? = nil
  ) {
    precondition(activationBits <= 8, "8-bit codes for \(activationBits)-bit activations")
    let stride = codeStride ?? inputs
    let outputStride = outputStride ?? outputs
    checkStrides(stride, outputStride)
    for first in Swift.stride(from: 0, to: rows, by: Self.rowBlock) {
      var target = output._mutatingExtracting(droppingFirst: first * outputStride)
      multiplyRows(
        low: codes.extracting(droppingFirst: first * stride), high: nil, stride: stride,
        rows: min(Self.rowBlock, rows - first), into: &target, outputStride: outputStride)
    }
  }

  /// Computes y from codes of up to 12 bits; parameters as above.
  public func multiply(
    codes: Span<UInt16>, codeStride: Int? = nil, rows: Int,
    into output: inout MutableSpan<Float>, outputStride: Int? = nil
  ) {
    let stride = codeStride ?? inputs
    let outputStride = outputStride ?? outputs
    checkStrides(stride, outputStride)
    for first in Swift.stride(from: 0, to: rows, by: Self.rowBlock) {
      let count = min(Self.rowBlock, rows - first)
      ActivationCodes.withDigits(
        codes.extracting(droppingFirst: first * stride), stride: stride, rows: count,
        inputs: inputs, bits: activationBits
      ) { low, high in
        var target = output._mutatingExtracting(droppingFirst: first * outputStride)
        multiplyRows(
          low: low, high: high, stride: inputs, rows: count, into: &target,
          outputStride: outputStride)
      }
    }
  }

  private func multiplyRows(
    low: Span<UInt8>, high: Span<UInt8>?, stride: Int, rows: Int,
    into output: inout MutableSpan<Float>, outputStride: Int
  ) {
    let scales = scales
    withScratch(rows * outputs, repeating: 0 as Int32, alignment: 64) { sums in
      for row in 0..<rows {
        let start = row * outputStride
        var target = output._mutatingExtracting(start..<(start + outputs))
        target.update(repeating: 0)
      }
      for block in 0..<blocks.count {
        let offset = block * blockSize
        blocks[block].multiply(
          low: low.extracting(droppingFirst: offset),
          high: high?.extracting(droppingFirst: offset), stride: stride, rows: rows, into: &sums,
          outputStride: outputs)
        let scale = scales.span.extracting((block * outputs)..<((block + 1) * outputs))
        for row in 0..<rows {
          let start = row &* outputStride
          var target = output._mutatingExtracting(start..<(start &+ outputs))
          let source = sums.span.extracting((row &* outputs)..<((row &+ 1) &* outputs))
          for index in target.indices {
            target[index] = target[index] + Float(source[index]) * scale[index]
          }
        }
      }
    }
  }

  private func checkStrides(_ codeStride: Int, _ outputStride: Int) {
    precondition(
      codeStride >= inputs && outputStride >= outputs,
      "strides \(codeStride), \(outputStride) below widths \(inputs), \(outputs)")
  }
}
