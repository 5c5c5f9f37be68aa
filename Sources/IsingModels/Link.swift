/// A link of a lattice: two sites that a coupling joins.
@frozen
public struct Link: Sendable, Hashable {
  /// One site.
  public var first: Int32
  /// The other site.
  public var second: Int32
  /// −1 where the link crosses an antiperiodic boundary, which turns the coupling's sign; else +1.
  public var sign: Int8
  /// Whether the link goes around a boundary, so that a picture must not draw it straight.
  public var wraps: Bool

  /// Joins two sites.
  @inlinable
  public init(_ first: Int, _ second: Int, sign: Int8 = 1, wraps: Bool = false) {
    self.first = Int32(first)
    self.second = Int32(second)
    self.sign = sign
    self.wraps = wraps
  }
}
