import Synchronization

/// A bar on standard error for long work: share done, rate, remaining time.
///
/// It draws only if standard error is a terminal. Any thread may advance it.
public final class ProgressBar: Sendable {
  private let title: String
  private let unit: String
  private let total: Int
  private let line: TerminalLine
  private let start = ContinuousClock.now
  private let amount = Mutex(0)

  /// Starts a bar at zero.
  ///
  /// - Parameters:
  ///   - title: what is being done, e.g. `simulating`.
  ///   - total: the amount of work, in units.
  ///   - unit: the name of a unit in the plural, e.g. `texts`.
  ///   - isVisible: whether to draw at all; `nil` draws if standard error is a terminal.
  public init(
    _ title: String, total: Int, unit: String, isVisible: Bool? = nil
  ) {
    self.title = title
    self.unit = unit
    self.total = total
    line = TerminalLine(isVisible: isVisible)
  }

  /// Records work that is done.
  public func advance(by amount: Int = 1) {
    let done = self.amount.withLock { done in
      done += amount
      return done
    }
    line.draw(isLast: done >= total) {
      ProgressLine(
        title: title, unit: unit, done: done, total: total,
        elapsed_s: (ContinuousClock.now - start) / .seconds(1)
      ).text
    }
  }

  /// Removes the bar from the screen; call it before anything else is written there.
  public func finish() { line.clear() }

  /// The work recorded so far.
  package var done: Int { amount.withLock { $0 } }
}
