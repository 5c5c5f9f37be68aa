/// Whether the library's u8·s8 kernel on this processor saturates sums of two products at 16 bits.
///
/// Kernels without VNNI do (vpmaddubsw): 255·127·384 comes out as 6 291 264. Sums of two products stay
/// exact if 2·(largest activation)·(largest |weight|) ≤ 32 767.
enum IntegerKernelProbe {
  /// The answer for every kernel that is used, found by multiplying the worst case at the first use.
  static let saturates: Bool = {
    let inputs = 384
    let outputs = 48
    let rows = 16
    let weights = [Int8](repeating: 127, count: outputs * inputs)
    let codes = [UInt8](repeating: 255, count: rows * inputs)
    let matrix = PackedMatrix(
      kind: .integer, weights: weights.span, outputs: outputs, inputs: inputs)
    var sums = [Int32](repeating: 0, count: rows * outputs)
    var output = sums.mutableSpan
    matrix.multiply(
      input: codes.span, inputStride: inputs, rows: rows, bias: nil, output: &output,
      outputStride: outputs, accumulates: false)
    return sums.contains { $0 != 255 * 127 * 384 }
  }()

  /// The digit size in bits that weights have to be split at, or `nil` if they can be used whole.
  ///
  /// One digit holds a signed 8-bit weight. Otherwise w = (w >> s)·2^s + (w & (2^s − 1)), where the low
  /// digit is never negative: s = 7, or 6 where the kernel saturates and activations have 8 bits.
  static func split(weightBits: Int, activationDigitBits: Int, saturates: Bool) -> Int? {
    let narrow = saturates && activationDigitBits > 7
    if weightBits <= (narrow ? 7 : 8) { return nil }
    return narrow ? 6 : 7
  }
}
