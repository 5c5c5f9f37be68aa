/// The rates of the agents' Poisson clocks, in units of their mean λ.
public struct ClockRates: Sendable, Equatable {
  /// One rate an agent with mean 1; nil where all clocks are alike.
  package let relative: [Double]?

  /// All clocks have the same rate λ.
  public static let equal = ClockRates(relative: nil)

  private init(relative: [Double]?) { self.relative = relative }

  /// One rate an agent, in any unit: λ is their mean, and times are in units of 1/λ.
  ///
  /// - Parameter rates: one an agent, finite and above 0.
  /// - Throws: `AsynchronyError.rate`.
  public init(_ rates: [Double]) throws(AsynchronyError) {
    if let agent = rates.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw .rate(agent: agent, found: rates[agent])
    }
    // Divided first: the sum of large rates could overflow.
    let largest = rates.max() ?? 1
    let mean = rates.reduce(0) { $0 + $1 / largest } / Double(rates.count)
    relative = rates.map { $0 / largest / mean }
  }

  /// The relative rate of an agent.
  package subscript(agent: Int) -> Double { relative?[agent] ?? 1 }

  /// Throws where the rates are not one an agent.
  func check(agents: Int) throws(AsynchronyError) {
    guard let relative, relative.count != agents else { return }
    throw .rateCount(found: relative.count, expected: agents)
  }
}
