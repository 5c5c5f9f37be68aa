public import HardwareSpecs

/// A quantity with the ends of its band.
///
/// The band of a sum adds the ends: the worst case, in which all figures err to the same side. It is
/// wider than the band of independent errors, on purpose, because figures here share their sources.
public struct Band: Sendable, Equatable, Encodable {
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

  /// The band of a price.
  public init(_ price: Price) {
    self.init(low: price.low, nominal: price.nominal, high: price.high)
  }

  /// A quantity without uncertainty.
  public init(exactly value: Double) { self.init(low: value, nominal: value, high: value) }

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

  /// The quotient of two quantities; its ends are the extremes.
  ///
  /// - Precondition: the divisor's ends are positive.
  public func ratio(to divisor: Band) -> Band {
    Band(
      low: low / divisor.high, nominal: nominal / divisor.nominal, high: high / divisor.low)
  }
}

/// A compensated sum (Neumaier 1974): its error does not grow with the number of terms.
struct CompensatedSum {
  private var sum = 0.0
  private var correction = 0.0

  mutating func add(_ term: Double) {
    let next = sum + term
    correction += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  var value: Double { sum + correction }
}

/// A sum of bands, each end compensated.
struct BandSum {
  private var low = CompensatedSum()
  private var nominal = CompensatedSum()
  private var high = CompensatedSum()

  mutating func add(_ band: Band) {
    low.add(band.low)
    nominal.add(band.nominal)
    high.add(band.high)
  }

  var value: Band { Band(low: low.value, nominal: nominal.value, high: high.value) }
}
