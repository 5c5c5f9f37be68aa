/// Why weights cannot be multiplied exactly.
public enum ExactWeightsError: Error, Equatable, CustomStringConvertible {
  /// The counts do not match [outputs × inputs] (or the scales [outputs × blocks]).
  case count(what: String, found: Int, expected: Int)
  /// Bits outside what the products support.
  case bits(what: String, found: Int, expected: ClosedRange<Int>)
  /// The block size does not divide the inputs.
  case blockSize(found: Int, inputs: Int)
  /// A weight that does not fit its bits.
  case weight(row: Int, column: Int, value: Int, bits: Int)
  /// A row whose largest possible sum does not fit Int32.
  case overflow(row: Int, largestSum: Int, activationBits: Int)

  /// One line for people.
  public var description: String {
    switch self {
    case .count(let what, let found, let expected):
      "\(found) \(what), expected \(expected)"
    case .bits(let what, let found, let expected):
      "\(what) has \(found) bits, expected \(expected.lowerBound) to \(expected.upperBound)"
    case .blockSize(let found, let inputs):
      "block size \(found) does not divide the \(inputs) inputs"
    case .weight(let row, let column, let value, let bits):
      "weight \(value) in row \(row), column \(column) does not fit \(bits) signed bits"
    case .overflow(let row, let largestSum, let activationBits):
      "row \(row) can sum to \(largestSum) with \(activationBits)-bit activations, "
        + "more than Int32 holds (2147483647)"
    }
  }
}
