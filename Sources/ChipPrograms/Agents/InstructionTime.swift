extension Instruction {
  /// How long agents draw: in units of its own, so that text and value are one to one.
  public struct Time: Sendable, Equatable {
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
}

extension Instruction.Time: CustomStringConvertible {
  /// `2 sweeps`, `0.3 us`.
  public var description: String { "\(Listing.number(value)) \(unit.rawValue)" }

  /// Checks that it is a time.
  func check() throws(Fault.Reason) {
    guard value > 0, value <= Self.largest else { throw Self.badValue(Listing.number(value)) }
  }

  fileprivate static func badValue(_ word: String) -> Fault.Reason {
    .init("the duration `\(word)`", "a number above 0 and at most 1e15")
  }

  private static let largest = 1e15
}

extension ProgramWords {
  /// A number and its unit.
  mutating func time() throws(ProgramTextError) -> Instruction.Time {
    let word = try next("a duration")
    guard let value = Double(word), !value.isNaN else {
      throw error(Instruction.Time.badValue(word))
    }
    let time = Instruction.Time(
      value, try choice("the unit", Instruction.Time.Unit.allCases, "a unit of time"))
    try check { () throws(Fault.Reason) in try time.check() }
    return time
  }
}
