import Foundation
import Synchronization

/// One line on standard error that is drawn over and over, if that is a terminal.
///
/// It is drawn at most ten times a second. A lost piece of it is no error. Any thread may draw.
public final class TerminalLine: Sendable {
  /// Whether anything is drawn.
  public let isVisible: Bool
  private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

  /// A line that is empty.
  ///
  /// - Parameter isVisible: whether to draw at all; `nil` draws if standard error is a terminal.
  public init(isVisible: Bool? = nil) {
    self.isVisible = isVisible ?? (isatty(STDERR_FILENO) == 1)
  }

  /// Draws the line if the last drawing is a tenth of a second old.
  ///
  /// - Parameters:
  ///   - isLast: whether to draw it in any case.
  ///   - text: makes the line.
  public func draw(isLast: Bool = false, _ text: () -> String) {
    guard isVisible else { return }
    lastDrawn.withLock { last in
      let now = ContinuousClock.now
      if !isLast, let last, now - last < .milliseconds(100) { return }
      last = now
      write("\r\u{1B}[K" + text())
    }
  }

  /// Removes the line from the screen; call it before anything else is written there.
  public func clear() {
    guard isVisible else { return }
    lastDrawn.withLock { _ in write("\r\u{1B}[K") }
  }

  /// Writes without a buffer.
  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
