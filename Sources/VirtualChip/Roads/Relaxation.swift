import RandomStreams

/// When roads whose agents relax are read: every three of their longest relaxation times, so that
/// read-outs are correlated by at most e⁻³ = 0.05.
package struct Relaxation {
  /// Intervals before the first read-out of a row, whose agents start afresh.
  package static let burnIn = 2

  /// Seconds between two read-outs.
  package let interval_s: Double
  /// λ: rate of an agent's clock.
  package let rate_Hz: Double

  /// Read-outs at an interval.
  package init(interval_s: Double, rate_Hz: Double) {
    self.interval_s = interval_s
    self.rate_Hz = rate_Hz
  }

  /// Seconds until the last of `readOuts`.
  func duration_s(readOuts: Int) -> Double { Double(readOuts + Self.burnIn) * interval_s }

  /// What `clocks` do until the last of `readOuts`: their ticks, and changes of state.
  ///
  /// - Parameters:
  ///   - readOuts: those that are discarded included.
  ///   - agents: of the row; each is read out.
  ///   - clocks: that tick.
  ///   - changes: flips or hops in the mean, in one period of a clock.
  ///   - ticks: makes a count of ticks from their mean.
  func outcome(
    firings: Int, readOuts: Int, agents: Int, clocks: Int, changes: Float, ticks: (Double) -> Int
  ) -> RowOutcome {
    var outcome = RowOutcome(firings: firings)
    outcome.duration_s = duration_s(readOuts: readOuts)
    let periods = outcome.duration_s * rate_Hz
    outcome.updates = ticks(periods * Double(clocks))
    // Changes follow from the ticks: their mean is known, their law is not.
    outcome.messages = Int(counting: (periods * Double(changes)).rounded())
    outcome.stateReads = readOuts * agents
    outcome.retries = readOuts - firings
    return outcome
  }
}
