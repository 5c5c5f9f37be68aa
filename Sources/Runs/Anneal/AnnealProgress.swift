import Foundation
import Reports
import Synchronization

/// A bar on standard error while an annealing runs: share done, best value so far, remaining time.
///
/// It draws only if standard error is a terminal, and never more than ten times a second.
package final class AnnealProgress: Sendable {
  private struct State {
    var sweeps = 0
    var best: Double?
    var lastDrawn_s = -1.0
  }

  private let goal: AnnealGoal
  /// Added to energies of the simplified model.
  private let energyOffset: Double
  /// Sweeps to make, where they are known.
  private let sweeps: Int?
  /// Time to work, where it is limited.
  private let seconds: Double?
  private let began: ContinuousClock.Instant
  private let isVisible: Bool
  private let state = Mutex(State())

  /// - Parameters:
  ///   - sweeps: of all batches together, or `nil`.
  ///   - seconds: the time limit, or `nil`.
  init(
    goal: AnnealGoal, energyOffset: Double, sweeps: Int?, seconds: Double?,
    began: ContinuousClock.Instant, isVisible: Bool? = nil
  ) {
    self.goal = goal
    self.energyOffset = energyOffset
    self.sweeps = sweeps
    self.seconds = seconds
    self.began = began
    self.isVisible = isVisible ?? (isatty(STDERR_FILENO) == 1)
  }

  /// Records sweeps.
  func advance(by sweeps: Int) {
    guard isVisible else { return }
    let elapsed_s = (ContinuousClock.now - began) / .seconds(1)
    let line: String? = state.withLock { state in
      state.sweeps += sweeps
      guard elapsed_s - state.lastDrawn_s >= 0.1 else { return nil }
      state.lastDrawn_s = elapsed_s
      return text(state, elapsed_s: elapsed_s)
    }
    if let line { show("\r\u{1B}[K" + line) }
  }

  /// Records a best energy of the simplified model.
  func note(energy: Double) {
    guard isVisible else { return }
    state.withLock { $0.best = goal.value(ofEnergy: energy + energyOffset) }
  }

  /// Removes the bar from the screen.
  func finish() {
    if isVisible { show("\r\u{1B}[K") }
  }

  private func text(_ state: State, elapsed_s: Double) -> String {
    // The limit that is nearer decides; a target may end it sooner.
    let shares = [
      seconds.map { elapsed_s / $0 }, sweeps.map { Double(state.sweeps) / Double($0) },
    ]
    return Self.text(
      share: min(1, shares.compactMap { $0 }.max() ?? 0), elapsed_s: elapsed_s,
      best: state.best.map { "best \(goal.quantity) " + AnnealReport.number($0) })
  }

  /// The words of the bar at one moment.
  package static func text(share: Double, elapsed_s: Double, best: String?) -> String {
    let cells = 24
    let filled = Int(share * Double(cells))
    var text =
      "annealing " + String(repeating: "█", count: filled)
      + String(repeating: "░", count: cells - filled)
    if let best { text += " " + best }
    if share > 0, share < 1 {
      text += ", \(ProgressLine.duration(elapsed_s * (1 - share) / share)) left"
    }
    return text
  }

  /// Writes without a buffer; a lost piece of a progress bar is no error.
  private func show(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
