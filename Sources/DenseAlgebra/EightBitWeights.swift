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
  ///
  /// - Parameter finish: what is done with each row of y while it is in the first cache.
  public func multiply(
    _ input: Span<Float>, inputStride: Int? = nil, rows: Int,
    into output: inout MutableSpan<Float>, outputStride: Int? = nil, finish: RowFinish? = nil
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
        rows: min(Self.rowBlock, rows - first), into: &target, outputStride: outputStride,
        finish: finish)
    }
  }

  private func multiplyBlock(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int, finish: RowFinish?
  ) {
    let (inputs, outputs) = (inputs, outputs)
    // Up to two rows of codes for each, and some to fill a block.
    let room = DigitProduct.paddedRows(2 * rows)
    withUnwrittenScratch(room * inputs, of: UInt8.self) { codes in
      withUnsafeTemporaryAllocation(of: RowBytes.self, capacity: rows) { scales in
        var count = 0
        for row in 0..<rows {
          var pair = codes._mutatingExtracting((count &* inputs)..<((count &+ 2) &* inputs))
          let source = input.extracting((row &* inputStride)..<(row &* inputStride &+ inputs))
          let coded = RowBytes(source, into: &pair)
          scales.initializeElement(at: row, to: coded)
          count &+= coded.isWide ? 2 : 1
        }
        let padded = DigitProduct.paddedRows(count)
        var rest = codes._mutatingExtracting((count &* inputs)..<(padded &* inputs))
        rest.update(repeating: 0)
        withUnwrittenScratch(padded * outputs, of: Int32.self) { totals in
          product.multiply(padded: padded, codes.span, into: &totals)
          var place = 0
          for row in 0..<rows {
            var target = output._mutatingExtracting(
              (row &* outputStride)..<(row &* outputStride &+ outputs))
            let size = scales[row].isWide ? 2 : 1
            scale(
              totals.span.extracting((place &* outputs)..<((place &+ size) &* outputs)),
              scales[row], into: &target)
            finish?(&target)
            place &+= size
          }
        }
      }
    }
  }

  /// Scales the sums of a row, of whose codes a wide one has two sums, and adds the bias.
  private func scale(
    _ totals: Span<Int32>, _ code: RowBytes, into output: inout MutableSpan<Float>
  ) {
    let count = outputs
    let whole = count & ~15
    let (ownSums, ownScales, ownBias) = (sums, scales, bias)
    let sums = ownSums.span
    let scales = ownScales.span
    // Without a bias its numbers are read and not used.
    let hasBias = ownBias != nil
    let addends = ownBias ?? ownScales
    let biases = addends.span
    let (zero, high, low) = (code.zero, code.zero &>> 4, code.zero & 15)
    var index = 0
    // Sixteen outputs at a time, then one: the same operations.
    while index < whole {
      let sum = sums.lanes(index)
      var value: Lanes
      if code.isWide {
        value =
          (totals.lanes(index) &- sum &* high).floats * 16
          + (totals.lanes(count &+ index) &- sum &* low).floats
      } else {
        value = (totals.lanes(index) &- sum &* zero).floats
      }
      value *= scales.lanes(index) * code.scale
      if hasBias { value += biases.lanes(index) }
      output.store(value, at: index)
      index &+= 16
    }
    while index < count {
      let sum = sums[index]
      var value =
        code.isWide
        ? Float(totals[index] &- high &* sum) * 16 + Float(totals[count &+ index] &- low &* sum)
        : Float(totals[index] &- zero &* sum)
      value *= code.scale * scales[index]
      output[index] = hasBias ? value + biases[index] : value
      index &+= 1
    }
  }
}
