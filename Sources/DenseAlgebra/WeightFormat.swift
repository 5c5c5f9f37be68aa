/// How the reference holds the weights of linear layers, and how it multiplies them.
public enum WeightFormat: String, Sendable, CaseIterable {
  /// Single precision: the model as it is.
  case float32
  /// Weights and inputs rounded to the upper half of single precision (8 bits of mantissa), sums in single
  /// precision: each product is off by at most 2⁻⁸ of itself, at random.
  case bf16
  /// Weights of 8 bits with a scale for each output, inputs of 8 bits with a scale and a zero for each row,
  /// or of 12 where few numbers of a row are much larger than the others; sums exact. A weight is off by at
  /// most 1/254 of the largest of its output, an input by 1/510 of its row's range, or 1/8190.
  case int8

  /// Bits of a weight.
  public var bits: Int {
    switch self {
    case .float32: 32
    case .bf16: 16
    case .int8: 8
    }
  }

  /// Whether the library has products of this format on this processor.
  public var isAvailable: Bool { self != .bf16 || ProductPlan.hasBrainFloat }
}
