/// Count, mean and variance of values that are not kept (Welford, *Technometrics* 4, 419 (1962)).
@frozen
public struct RunningMoments: Sendable, Equatable {
  /// Number of values n.
  public private(set) var count = 0
  /// The mean of the values so far; 0 before the first.
  public private(set) var mean = 0.0
  /// Σ (x − mean)².
  public private(set) var sumOfSquares = 0.0

  /// No values yet.
  public init() {}

  /// Takes one value in. A value that is not finite makes all moments NaN.
  public mutating func add(_ value: Double) {
    count += 1
    let before = value - mean
    mean += before / Double(count)
    sumOfSquares += before * (value - mean)
  }

  /// Takes in all values of another accumulator (Chan, Golub and LeVeque, *Am. Stat.* 37, 242
  /// (1983)).
  public mutating func add(_ other: RunningMoments) {
    guard other.count > 0 else { return }
    let total = count + other.count
    let distance = other.mean - mean
    mean += distance * Double(other.count) / Double(total)
    sumOfSquares +=
      other.sumOfSquares + distance * distance * Double(count) * Double(other.count)
      / Double(total)
    count = total
  }

  /// Σ (x − mean)²/(n − 1), or `nil` for fewer than 2 values.
  public var variance: Double? { count < 2 ? nil : sumOfSquares / Double(count - 1) }

  /// √(variance/n), right for independent values only; `nil` for fewer than 2 values.
  public var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }
}
