/// What rows do whose values nobody has, where that depends on values. Everything else about a program follows from its
/// shapes. Attention is taken to be uniform (`UniformRaces`), which reads more value rows than any other.
public struct RowAssumptions: Sendable, Equatable {
  /// Chance that a gate's firing has g = 1: a half, as for fields that are symmetric about 0.
  public var gateShare = 0.5
  /// Root mean square of a row in front of a norm by feedback, which starts from 1. What it is matters little: rows
  /// from 0.5 to 4 take 31 to 24 steps at the usual gain and tolerance, MiniLM's 27 (docs/estimate.md).
  public var normSpread = 0.7
  /// Share of the products of two bits that are 1, what an analog twin's energy depends on: a quarter, as for bits
  /// that are 1 half of the time.
  public var activeShare = 0.25

  /// The assumptions.
  public init() {}
}
