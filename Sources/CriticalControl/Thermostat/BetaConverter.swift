/// A β converter: even steps up to the largest factor on the β that a program sets.
public struct BetaConverter: Sendable, Equatable {
  /// Bits.
  public var bits: Int
  /// The largest factor; the smallest is its inverse.
  public var range: Double

  /// Creates a converter.
  public init(bits: Int, range: Double) {
    self.bits = bits
    self.range = range
  }

  /// The step nearest to a factor, within the range.
  public func nearest(_ factor: Double) -> Double {
    let step = range / Double((1 << bits) - 1)
    let held = factor.isFinite ? min(max(factor, 1 / range), range) : 1
    return max(1, (held / step).rounded()) * step
  }
}
