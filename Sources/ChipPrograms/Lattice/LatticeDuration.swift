/// A time in a lattice program: in units of its own, so that text and value are one to one.
public struct LatticeDuration: Sendable, Equatable {
  /// Units as they are written.
  public enum Unit: String, Sendable, CaseIterable {
    /// Mean intervals of an agent's clock: in one sweep each free agent draws once on average.
    case sweeps
    /// Seconds.
    case seconds = "s"
    /// Milliseconds.
    case milliseconds = "ms"
    /// Microseconds.
    case microseconds = "us"
    /// Nanoseconds.
    case nanoseconds = "ns"
    /// Picoseconds.
    case picoseconds = "ps"
  }

  /// The number, above 0.
  public var value: Double
  /// Its unit.
  public var unit: Unit

  /// Creates a duration.
  /// - Parameters:
  ///   - value: finite and above 0.
  ///   - unit: sweeps, or a unit of time.
  public init(_ value: Double, _ unit: Unit) {
    self.value = value
    self.unit = unit
  }

  /// Seconds on a chip whose agents' clocks have a rate.
  /// - Parameter rate_Hz: rate of an agent's clock in hertz.
  /// - Returns: the duration in seconds.
  public func seconds(rate_Hz: Double) -> Double {
    switch unit {
    case .sweeps: value / rate_Hz
    case .seconds: value
    case .milliseconds: value * 1e-3
    case .microseconds: value * 1e-6
    case .nanoseconds: value * 1e-9
    case .picoseconds: value * 1e-12
    }
  }
}
