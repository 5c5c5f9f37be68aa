import Foundation
import Synchronization

/// A bar on standard error for long work: share done, rate, remaining time.
///
/// It draws only if standard error is a terminal, and never more than ten times a second. Any thread
/// may advance it.
public final class ProgressBar: Sendable {
  private struct State {
    var done = 0
    var lastDrawn_s: Double?
  }

  private let title: String
  private let unit: String
  private let total: Int
  private let isVisible: Bool
  private let start: ContinuousClock.Instant
  private let state = Mutex(State())

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
    self.total = total
    self.unit = unit
    self.isVisible = isVisible ?? (isatty(STDERR_FILENO) == 1)
    start = .now
  }

  /// Records work that is done.
  public func advance(by amount: Int = 1) {
    state.withLock { state in
      state.done += amount
      guard isVisible else { return }
      let now_s = elapsed_s
      if let last = state.lastDrawn_s, now_s - last < 0.1, state.done < total { return }
      state.lastDrawn_s = now_s
      let line = ProgressLine(
        title: title, unit: unit, done: state.done, total: total, elapsed_s: now_s)
      show("\r\u{1B}[K" + line.text)
    }
  }

  /// Removes the bar from the screen; call it before anything else is written there.
  public func finish() {
    guard isVisible else { return }
    state.withLock { _ in show("\r\u{1B}[K") }
  }

  /// The work recorded so far.
  package var done: Int { state.withLock { $0.done } }

  private var elapsed_s: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Writes without a buffer; a lost piece of a progress bar is no error.
  private func show(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

/// The words of a progress bar at one moment.
package struct ProgressLine {
  let title: String
  let unit: String
  let done: Int
  let total: Int
  let elapsed_s: Double

  /// Creates the line of one moment.
  package init(title: String, unit: String, done: Int, total: Int, elapsed_s: Double) {
    self.title = title
    self.unit = unit
    self.done = done
    self.total = total
    self.elapsed_s = elapsed_s
  }

  /// Title, bar, amounts, rate and remaining time, as far as they are known.
  package var text: String {
    let cells = 24
    let share = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
    let filled = Int(share * Double(cells))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
    var text = "\(title) \(bar) \(done)/\(total) \(unit)"
    guard done > 0, elapsed_s > 0 else { return text }
    let rate = Double(done) / elapsed_s
    text += String(format: ", %.3g/s", rate)
    if done < total { text += ", \(Self.duration(Double(total - done) / rate)) left" }
    return text
  }

  /// A duration to the second: `42 s`, `3 min 05 s`, `2 h 07 min`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 3.6e8 else { return "very long" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
    return String(format: "%d h %02d min", whole / 3600, whole / 60 % 60)
  }
}
