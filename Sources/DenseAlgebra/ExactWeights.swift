/// Integer weights for products that are exact, with the same result on every instruction set, any
/// number of threads, and alone or in a batch.
///
/// Activations are unsigned codes of 1 to 12 bits, weights signed integers of 2 to 12 bits. What does
/// not fit the library's u8·s8→s32 kernel, or would saturate in it on this processor (probed once by
/// multiplying the worst case), is split into digits: w = (w >> s)·2^s + (w & (2^s − 1)) and
/// x = (x & 255) + 256·(x >> 8). Immutable: any number of threads may use one; every call runs on the
/// calling thread alone.
public final class ExactWeights: Sendable {
  private let product: DigitProduct

  /// Columns of the result.
  public var outputs: Int { product.outputs }
  /// Columns of the codes.
  public var inputs: Int { product.inputs }
  /// Width of the codes that `multiply` accepts.
  public let activationBits: Int
  /// Width of the weights.
  public let weightBits: Int

  /// Packs weights.
  /// - Parameters:
  ///   - values: [outputs × inputs], row-major, each in −2^(weightBits−1) ..< 2^(weightBits−1).
  ///   - outputs: n ≥ 1.
  ///   - inputs: k ≥ 1.
  ///   - weightBits: 2 to 12.
  ///   - activationBits: 1 to 12.
  /// - Throws: `ExactWeightsError` if the sizes, the bits or a value do not fit, or if a row's largest
  ///   possible sum, (2^activationBits − 1) · max(Σ w⁺, Σ |w⁻|), exceeds Int32.
  public init(
    values: [Int16], outputs: Int, inputs: Int, weightBits: Int, activationBits: Int
  ) throws(ExactWeightsError) {
    try WeightChecks.check(
      values, outputs: outputs, inputs: inputs, block: inputs, weightBits: weightBits,
      activationBits: activationBits)
    self.weightBits = weightBits
    self.activationBits = activationBits
    product = DigitProduct(
      values, stride: inputs, columns: 0..<inputs, outputs: outputs, weightBits: weightBits,
      activationBits: activationBits, saturates: IntegerKernelProbe.saturates)
  }

  /// Packs weights stored in 8 bits; see the other initialiser.
  public convenience init(
    values: [Int8], outputs: Int, inputs: Int, weightBits: Int, activationBits: Int
  ) throws(ExactWeightsError) {
    try self.init(
      values: values.map(Int16.init), outputs: outputs, inputs: inputs, weightBits: weightBits,
      activationBits: activationBits)
  }

  /// Computes S = X · Wᵀ exactly from codes of at most 8 bits.
  /// - Parameters:
  ///   - codes: X, [rows × inputs] with rows `codeStride` elements apart, each below
  ///     2^activationBits (not checked; a larger code may overflow a sum silently).
  ///   - codeStride: at least `inputs`; `nil` means `inputs`.
  ///   - rows: m ≥ 0.
  ///   - sums: S, [rows × outputs] with rows `sumStride` elements apart.
  ///   - sumStride: at least `outputs`; `nil` means `outputs`.
  /// - Precondition: `activationBits` ≤ 8.
  public func multiply(
    codes: Span<UInt8>, codeStride: Int? = nil, rows: Int,
    into sums: inout MutableSpan<Int32>, sumStride: Int? = nil
  ) {
    precondition(activationBits <= 8, "8-bit codes for \(activationBits)-bit activations")
    checkStrides(codeStride, sumStride)
    product.multiply(
      low: codes, high: nil, stride: codeStride ?? inputs, rows: rows, into: &sums,
      outputStride: sumStride ?? outputs)
  }

  /// Computes S = X · Wᵀ exactly from codes of up to 12 bits; parameters as above.
  public func multiply(
    codes: Span<UInt16>, codeStride: Int? = nil, rows: Int,
    into sums: inout MutableSpan<Int32>, sumStride: Int? = nil
  ) {
    checkStrides(codeStride, sumStride)
    let stride = codeStride ?? inputs
    let sumStride = sumStride ?? outputs
    // Blocks of rows keep the digits in the first-level caches.
    var first = 0
    while first < rows {
      let count = min(256, rows - first)
      ActivationCodes.withDigits(
        codes.extracting(droppingFirst: first * stride), stride: stride, rows: count,
        inputs: inputs, bits: activationBits
      ) { low, high in
        var target = sums._mutatingExtracting(droppingFirst: first * sumStride)
        product.multiply(
          low: low, high: high, stride: inputs, rows: count, into: &target,
          outputStride: sumStride)
      }
      first += count
    }
  }

  private func checkStrides(_ codeStride: Int?, _ sumStride: Int?) {
    precondition(
      (codeStride ?? inputs) >= inputs && (sumStride ?? outputs) >= outputs,
      "strides \(codeStride ?? inputs), \(sumStride ?? outputs) below widths \(inputs), \(outputs)")
  }
}
