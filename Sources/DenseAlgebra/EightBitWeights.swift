/// Weights of a linear layer in 8 bits with a scale for each output, for inputs in 8 or 12 bits with a scale
/// and a zero for each row (`RowBytes`).
///
/// With codes q of the weights, s = max |w|/127 of an output, and codes u, scale t and zero z of a row:
/// y = (Σ u q − z Σ q) · (t s) + bias. The sums are exact, so a row has the same bits alone and in any
/// batch. Immutable: any number of threads may use one.
public final class EightBitWeights: Sendable {
  /// Inputs up to which all sums fit 32 bits: 255 · 127 a product.
  public static let maximumInputs = Int(Int32.max) / (255 * 127)
  /// Rows whose codes and sums are held at a time.
  private static let rowBlock = 64

  private let product: DigitProduct
  private let scales: [Float]
  /// Σ q of each output.
  private let sums: [Int32]
  private let bias: [Float]?

  /// Columns of the result.
  public var outputs: Int { product.outputs }
  /// Columns of the input.
  public var inputs: Int { product.inputs }

  /// Codes and packs weights.
  /// - Parameters:
  ///   - outputs: n ≥ 1.
  ///   - inputs: 1 to `maximumInputs`.
  ///   - bias: [outputs]; `nil` for none.
  ///   - row: writes the weights of an output; called at least once for each, in order.
  public init(
    outputs: Int, inputs: Int, bias: [Float]?,
    row: (_ output: Int, _ target: inout MutableSpan<Float>) -> Void
  ) {
    precondition(inputs <= Self.maximumInputs, "\(inputs) inputs, at most \(Self.maximumInputs)")
    precondition(bias == nil || bias!.count == outputs)
    var scales = [Float](repeating: 0, count: outputs)
    var sums = [Int32](repeating: 0, count: outputs)
    var values = [Float](repeating: 0, count: inputs)
    product = DigitProduct(
      outputs: outputs, inputs: inputs, activationBits: 8, saturates: IntegerKernelProbe.saturates
    ) { output, target in
      var weights = values.mutableSpan
      row(output, &weights)
      let code = Self.code(weights.span, into: &target)
      scales[output] = code.scale
      sums[output] = code.sum
    }
    self.scales = scales
    self.sums = sums
    self.bias = bias
  }

  /// The codes of an output's weights: w ≈ scale · q with q from −127 to 127.
  static func code(
    _ weights: Span<Float>, into target: inout MutableSpan<Int8>
  ) -> (scale: Float, sum: Int32) {
    let largest = max(RowReductions.maximum(weights), -RowReductions.minimum(weights))
    guard largest >= .leastNormalMagnitude * 127 else {
      target.update(repeating: 0)
      return (0, 0)
    }
    let inverse = 127 / largest
    var sum: Int32 = 0
    for index in target.indices {
      // The low byte of a number near 1.5·2²³ is the nearest integer.
      let q = Int8(truncatingIfNeeded: (weights[index] * inverse + 12_582_912).bitPattern)
      target[index] = q
      sum &+= Int32(q)
    }
    return (largest / 127, sum)
  }

  /// Computes y; parameters as `PackedWeights.multiply`.
  public func multiply(
    _ input: Span<Float>, inputStride: Int? = nil, rows: Int,
    into output: inout MutableSpan<Float>, outputStride: Int? = nil
  ) {
    let inputStride = inputStride ?? inputs
    let outputStride = outputStride ?? outputs
    precondition(
      inputStride >= inputs && outputStride >= outputs,
      "strides \(inputStride), \(outputStride) below widths \(inputs), \(outputs)")
    for first in stride(from: 0, to: rows, by: Self.rowBlock) {
      var target = output._mutatingExtracting(droppingFirst: first * outputStride)
      multiplyBlock(
        input.extracting(droppingFirst: first * inputStride), inputStride: inputStride,
        rows: min(Self.rowBlock, rows - first), into: &target, outputStride: outputStride)
    }
  }

  private func multiplyBlock(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int
  ) {
    let (inputs, outputs) = (inputs, outputs)
    // Up to two rows of codes for each.
    withScratch((2 * rows + 1) * inputs, repeating: 0 as UInt8, alignment: 64) { codes in
      withUnsafeTemporaryAllocation(of: RowBytes.self, capacity: rows) { scales in
        var count = 0
        for row in 0..<rows {
          var pair = codes._mutatingExtracting((count &* inputs)..<((count &+ 2) &* inputs))
          let source = input.extracting((row &* inputStride)..<(row &* inputStride &+ inputs))
          let coded = Self.code(source, into: &pair)
          scales.initializeElement(at: row, to: coded)
          count &+= coded.isWide ? 2 : 1
        }
        withScratch(count * outputs, repeating: 0 as Int32, alignment: 64) { totals in
          product.multiply(
            low: codes.span, high: nil, stride: inputs, rows: count, into: &totals,
            outputStride: outputs)
          var place = 0
          for row in 0..<rows {
            var target = output._mutatingExtracting(
              (row &* outputStride)..<(row &* outputStride &+ outputs))
            let size = scales[row].isWide ? 2 : 1
            finish(
              totals.span.extracting((place &* outputs)..<((place &+ size) &* outputs)),
              scales[row], into: &target)
            place &+= size
          }
        }
      }
    }
  }

  /// Codes a row into one or two rows of bytes.
  private static func code(
    _ row: Span<Float>, into pair: inout MutableSpan<UInt8>
  ) -> RowBytes {
    let count = row.count
    return withScratch(count, repeating: 0 as UInt8) { second in
      var first = pair._mutatingExtracting(0..<count)
      let coded = RowBytes(row, into: &first, &second)
      if coded.isWide { pair.copy(second.span, at: count) }
      return coded
    }
  }

  /// Scales the sums of a row, of whose codes a wide one has two sums.
  private func finish(
    _ totals: Span<Int32>, _ code: RowBytes, into output: inout MutableSpan<Float>
  ) {
    let (scale, zero) = (code.scale, code.zero)
    let (sums, scales) = (sums, scales)
    if code.isWide {
      let (high, low) = (zero &>> 4, zero & 15)
      let count = outputs
      for index in output.indices {
        let sum = sums.span[index]
        let value =
          Float(totals[index] &- high &* sum) * 16
          + Float(totals[count &+ index] &- low &* sum)
        output[index] = value * (scale * scales.span[index])
      }
    } else {
      for index in output.indices {
        output[index] =
          Float(totals[index] &- zero &* sums.span[index]) * (scale * scales.span[index])
      }
    }
    guard let bias else { return }
    for index in output.indices { output[index] = output[index] + bias.span[index] }
  }
}
