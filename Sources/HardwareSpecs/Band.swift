/// A quantity with the ends of its band.
///
/// The band of a sum adds the ends: the worst case, in which all figures err to the same side. It is
/// wider than the band of independent errors, on purpose, because figures here share their sources.
public struct Band: Sendable, Equatable, Encodable {
  /// A choice of all figures: each at the same end of its band.
  public enum End: Sendable, CaseIterable {
    /// The lower ends.
    case low
    /// The figures themselves.
    case nominal
    /// The upper ends.
    case high
  }

  /// Lower end.
  public var low: Double
  /// The figure.
  public var nominal: Double
  /// Upper end.
  public var high: Double

  /// Creates a band.
  public init(low: Double, nominal: Double, high: Double) {
    self.low = low
    self.nominal = nominal
    self.high = high
  }

  /// A band from each of its ends.
  public init(_ value: (End) -> Double) {
    self.init(low: value(.low), nominal: value(.nominal), high: value(.high))
  }

  /// A quantity without uncertainty.
  public init(exactly value: Double) { self.init(low: value, nominal: value, high: value) }

  /// The figure at an end.
  public subscript(_ end: End) -> Double {
    switch end {
    case .low: low
    case .nominal: nominal
    case .high: high
    }
  }

  /// Nothing.
  public static let zero = Band(exactly: 0)

  /// The band times a factor that is not negative.
  public static func * (left: Band, right: Double) -> Band {
    Band(low: left.low * right, nominal: left.nominal * right, high: left.high * right)
  }

  /// The band divided by a positive number.
  public static func / (left: Band, right: Double) -> Band {
    Band(low: left.low / right, nominal: left.nominal / right, high: left.high / right)
  }

  /// End by end.
  public static func + (left: Band, right: Band) -> Band {
    Band(
      low: left.low + right.low, nominal: left.nominal + right.nominal,
      high: left.high + right.high)
  }

  /// End by end.
  public static func += (left: inout Band, right: Band) { left = left + right }

  /// The difference of two quantities; its ends are the extremes.
  public static func - (left: Band, right: Band) -> Band {
    Band(
      low: left.low - right.high, nominal: left.nominal - right.nominal,
      high: left.high - right.low)
  }

  /// The quotient of two quantities; its ends are the extremes.
  ///
  /// - Precondition: the divisor's ends are positive.
  public func ratio(to divisor: Band) -> Band {
    Band(
      low: low / divisor.high, nominal: nominal / divisor.nominal, high: high / divisor.low)
  }
}
