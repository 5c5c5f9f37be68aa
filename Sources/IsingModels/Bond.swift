/// One coupling between two spins.
@frozen
public struct Bond: Sendable, Equatable {
  /// The spin with the lower index.
  public var first: Int32
  /// The spin with the higher index.
  public var second: Int32
  /// J; aligned spins lower the energy where it is positive.
  public var coupling: Double

  /// Couples two spins, in either order.
  public init(_ first: Int, _ second: Int, _ coupling: Double) {
    self.first = Int32(min(first, second))
    self.second = Int32(max(first, second))
    self.coupling = coupling
  }
}
