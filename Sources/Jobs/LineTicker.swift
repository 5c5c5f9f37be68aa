import Dispatch
import Synchronization

/// Draws a line on standard error again and again while something else works, and removes it at the end.
public final class LineTicker: Sendable {
  private let line: TerminalLine
  private let isOver = Mutex(false)

  /// Begins, if the line is visible.
  ///
  /// - Parameters:
  ///   - line: the line.
  ///   - delay: until it is drawn first.
  ///   - text: makes the line, on another thread.
  public init(_ line: TerminalLine, after delay: Duration, text: @escaping @Sendable () -> String) {
    self.line = line
    if line.isVisible { tick(after: delay, text: text) }
  }

  private func tick(after delay: Duration, text: @escaping @Sendable () -> String) {
    let (seconds, attoseconds) = delay.components
    let milliseconds = Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      [weak self] in
      guard let self else { return }
      let goesOn = isOver.withLock { isOver in
        guard !isOver else { return false }
        line.draw(text)
        return true
      }
      if goesOn { tick(after: .milliseconds(250), text: text) }
    }
  }

  /// Ends: nothing is drawn after it.
  public func finish() {
    isOver.withLock { $0 = true }
    line.clear()
  }
}

/// Work of which nobody knows how far it is: reading a file, loading a model.
public enum BusyLine {
  /// Shows what is done, and for how long, from the first second on, if standard error is a terminal.
  ///
  /// - Parameters:
  ///   - title: what is done, e.g. `reading problem.rud`.
  ///   - delay: until it is shown.
  ///   - isVisible: whether to draw at all; `nil` draws if standard error is a terminal.
  ///   - body: the work.
  /// - Returns: what the work returns.
  /// - Throws: what the work throws.
  public static func showing<Result, Failure: Error>(
    _ title: String, after delay: Duration = .seconds(1), isVisible: Bool? = nil,
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let line = TerminalLine(isVisible: isVisible)
    guard line.isVisible else { return try body() }
    let began = ContinuousClock.now
    let ticker = LineTicker(line, after: delay) {
      "\(title), \(ProgressLine.duration((ContinuousClock.now - began) / .seconds(1)))"
    }
    defer { ticker.finish() }
    return try body()
  }
}
