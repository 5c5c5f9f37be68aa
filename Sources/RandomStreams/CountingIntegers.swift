extension Int {
  /// The largest count of `init(counting:)`: sums of thousands of them stay far from the end of the integers.
  public static let mostCounted = 1_000_000_000_000_000

  /// The whole part of a number that counts something, for numbers that a user's figures can drive out of the
  /// integers: those beyond ±`mostCounted` become that, and what is no number 0. Never a trap.
  @inlinable
  public init(counting number: Double) {
    if number.magnitude < Double(Self.mostCounted) {
      self = Int(number)
    } else {
      self = number > 0 ? Self.mostCounted : (number < 0 ? -Self.mostCounted : 0)
    }
  }
}
